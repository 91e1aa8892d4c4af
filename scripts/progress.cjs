'use strict';
// Progress output for the person at the terminal.

/** Runs a step under a title and shows the elapsed seconds: in place on a terminal, every 15 s in a log file. */
async function step(title, action) {
	const startedAt = Date.now();
	const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
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
