'use strict';
// What the person at the terminal sees while a long step runs.

/** Runs a step under a title and shows the seconds as they pass: in place on a terminal, every 15 s in a log file. */
async function step(title, action) {
	const begun = Date.now();
	const seconds = () => `${Math.round((Date.now() - begun) / 1000)} s`;
	const terminal = process.stdout.isTTY;
	process.stdout.write(terminal ? `${title} …` : `${title} …\n`);
	const timer = setInterval(
		() => process.stdout.write(terminal ? `\r${title} … ${seconds()}` : `  … ${seconds()}\n`),
		terminal ? 1000 : 15_000,
	);
	let outcome = 'failed after';
	try {
		const result = await action();
		outcome = 'done in';
		return result;
	} finally {
		clearInterval(timer);
		process.stdout.write(terminal ? `\r${title}: ${outcome} ${seconds()}\n` : `  ${outcome} ${seconds()}\n`);
	}
}

function say(text) {
	process.stdout.write(`${text}\n`);
}

module.exports = { step, say };
