'use strict';
// Starts and stops other programs. Plain CommonJS without dependencies, because the first program that it starts is
// `npm ci`; tsx and jest load the same file.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** What went wrong, in one sentence for the person at the terminal, and the failed program's last lines as details. */
class Failure extends Error {
	constructor(sentence, details = '') {
		super(sentence);
		this.name = 'Failure';
		this.details = details;
	}
}

const running = new Set();

/**
 * Starts a program in its own process group. Ctrl-C in the terminal then reaches only us, and we stop the program and all
 * of its children in order, by the group's id. Everything that it prints goes to the file `log`.
 */
function launch(command, args, { log, cwd, env }) {
	fs.mkdirSync(path.dirname(log), { recursive: true });
	const output = fs.openSync(log, 'w');
	const child = spawn(command, args, {
		cwd,
		env,
		stdio: ['ignore', output, output],
		detached: process.platform !== 'win32',
		windowsHide: true,
	});
	fs.closeSync(output);

	const started = { pid: child.pid, log, signal, stop, exited: undefined };
	running.add(started);
	started.exited = new Promise((resolve) => {
		child.once('error', (error) => resolve({ code: null, reason: error.message }));
		child.once('exit', (code, signal) => resolve({ code, reason: signal ?? `exit code ${code}` }));
	}).finally(() => running.delete(started));

	function signal(name) {
		if (child.pid === undefined) return; // the program could not be started
		try {
			if (process.platform === 'win32') child.kill(name);
			else process.kill(-child.pid, name);
		} catch (error) {
			if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error; // these two mean that the group is empty
		}
	}

	async function stop(graceMs = 5_000) {
		signal('SIGTERM');
		const timer = setTimeout(() => signal('SIGKILL'), graceMs);
		await started.exited;
		clearTimeout(timer);
		signal('SIGKILL'); // for children that the program left behind
	}
	return started;
}

/** Runs a program to its end. @throws Failure with an excerpt of its output, if the program fails */
async function run(what, command, args, { excerpt = tail, ...options }) {
	const started = launch(command, args, options);
	const { code, reason } = await started.exited;
	if (code !== 0) throw new Failure(`${what} failed (${reason}).`, excerpt(options.log));
}

/**
 * npm as a command that needs no shell: the npm that runs us, so that both agree on the lockfile, on our own Node (unless
 * `npm ci` has just deleted that Node along with node_modules).
 */
function npm(...args) {
	const cli = process.env.npm_execpath;
	if (!cli?.endsWith('npm-cli.js')) return [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
	const node = fs.existsSync(process.execPath) ? process.execPath : process.env.npm_node_execpath;
	return [node, [cli, ...args]];
}

/** The last lines of a log, without stack traces. */
function tail(file, lines = 12) {
	try {
		const text = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
		return text
			.filter((line) => !/^\s+at /.test(line))
			.slice(-lines)
			.join('\n');
	} catch {
		return '';
	}
}

async function stopAll() {
	await Promise.all([...running].map((started) => started.stop()));
}

// The last resort, if we exit without waiting for them.
process.on('exit', () => running.forEach((started) => started.signal('SIGTERM')));

/**
 * Calls back when someone wants us to stop: with Ctrl-C, with a signal, or by ending the npm that runs us (its shell then
 * dies without forwarding the signal, and we get another parent).
 *
 * @returns A function that unregisters the callback
 */
function onStopRequest(callback) {
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	for (const signal of signals) process.on(signal, callback);
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(timer);
		callback();
	}, 500);
	timer.unref();
	return function forget() {
		for (const signal of signals) process.off(signal, callback);
		clearInterval(timer);
	};
}

module.exports = { Failure, launch, run, npm, tail, stopAll, onStopRequest };
