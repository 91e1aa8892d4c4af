// Installs n8n itself (2 GB) in the private folder sandbox/.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isInstalled, npmCi, npmRebuild } from '../scripts/npm-ci.cjs';
import { Failure } from '../scripts/process.cjs';
import { step } from '../scripts/progress.cjs';
import { dependencies } from './package.json';
import { logFile, n8nFolder, projectFolder } from './folders';

const nativeModule = path.join(n8nFolder, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');

export async function installN8n(): Promise<void> {
	const version = dependencies.n8n;
	if (!isInstalled(n8nFolder)) {
		await step(`Installing n8n ${version} (about 3 minutes the first time)`, () =>
			npmCi(n8nFolder, logFile('n8n-npm-ci')),
		).catch(explain(`n8n ${version} could not be installed:`));
	}
	if (!fs.existsSync(nativeModule)) {
		await step('Building SQLite for n8n (about a minute)', () =>
			npmRebuild(n8nFolder, 'sqlite3', logFile('n8n-npm-rebuild-sqlite3'), withNodeHeaders()),
		).catch(
			explain("n8n's SQLite module could not be built (this needs Python 3, make and a C++ compiler):"),
		);
	}
}

const explain = (what: string) => (error: unknown) => {
	if (error instanceof Failure) throw new Failure(`${what} ${error.message}`, error.details);
	throw error;
};

/**
 * node-gyp downloads Node's headers unless it is given a folder that has them. The npm package `node` comes with the
 * headers and the binary, in a package whose name contains the platform.
 */
function withNodeHeaders(): NodeJS.ProcessEnv {
	const modules = path.join(projectFolder, 'node_modules', 'node', 'node_modules');
	const folder = fs
		.readdirSync(modules)
		.map((name) => path.join(modules, name))
		.find((candidate) => fs.existsSync(path.join(candidate, 'include', 'node', 'node.h')));
	return folder ? { ...process.env, npm_config_nodedir: folder } : process.env;
}

/** Loads a module from n8n's own dependencies. */
export const requireFromN8n = createRequire(path.join(n8nFolder, 'package.json'));
