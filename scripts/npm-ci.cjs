'use strict';
// Brings a folder's node_modules in line with its package-lock.json, with as little work as possible.
const fs = require('node:fs');
const path = require('node:path');
const { npm, run, tail } = require('./process.cjs');

/**
 * Whether node_modules contains what the lockfile lists. npm writes node_modules/.package-lock.json when an install is
 * complete, so it shows whether the tree is incomplete or outdated, even after a developer's own `npm install`.
 * Optional packages may be missing, because they belong to other platforms.
 */
function isInstalled(folder) {
	const wanted = packagesOf(path.join(folder, 'package-lock.json'));
	const installed = packagesOf(path.join(folder, 'node_modules', '.package-lock.json'));
	if (!wanted || !installed) return false;
	return Object.entries(wanted).every(([name, { version, integrity, optional }]) => {
		if (name === '') return true; // the folder's own package
		const found = installed[name];
		if (!found) return optional === true;
		return found.version === version && found.integrity === integrity;
	});
}

function packagesOf(lockfile) {
	try {
		return JSON.parse(fs.readFileSync(lockfile, 'utf8')).packages;
	} catch {
		return undefined; // missing or truncated: treated as not installed
	}
}

async function npmCi(folder, log) {
	await run('npm ci', ...npm('ci', '--no-audit', '--no-fund'), { cwd: folder, log, excerpt: npmErrors });
}

/** Runs the install script of one package, which .npmrc turns off by default. */
async function npmRebuild(folder, name, log, env = process.env) {
	const command = npm('rebuild', name, '--ignore-scripts=false');
	await run(`npm rebuild ${name}`, ...command, { cwd: folder, log, env, excerpt: npmErrors });
}

/** The first lines that npm marks as errors, which say what happened; the last ones are general help. */
function npmErrors(log) {
	const errors = tail(log, Infinity)
		.split('\n')
		.filter((line) => /^npm err\S*\s+\S/i.test(line) && !/^npm err\S*\s+at /i.test(line));
	return errors.length > 0 ? errors.slice(0, 12).join('\n') : tail(log);
}

module.exports = { isInstalled, npmCi, npmRebuild };
