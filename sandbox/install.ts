// n8n itself, with its 2 GB, in the private folder sandbox/.
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
			explain("n8n's SQLite module could not be built (that takes Python 3, make and a C++ compiler):"),
		);
	}
}

const explain = (what: string) => (error: unknown) => {
	if (error instanceof Failure) throw new Failure(`${what} ${error.message}`, error.details);
	throw error;
};

/**
 * node-gyp looks up Node's headers on the internet unless it is told a folder that has them: the npm package `node`
 * brings them along with the binary, in a package whose name has the platform in it.
 */
function withNodeHeaders(): NodeJS.ProcessEnv {
	const modules = path.join(projectFolder, 'node_modules', 'node', 'node_modules');
	const folder = fs
		.readdirSync(modules)
		.map((name) => path.join(modules, name))
		.find((candidate) => fs.existsSync(path.join(candidate, 'include', 'node', 'node.h')));
	return folder ? { ...process.env, npm_config_nodedir: folder } : process.env;
}

/** A module out of n8n's own tree. */
export const requireFromN8n = createRequire(path.join(n8nFolder, 'package.json'));
