// The first thing that every npm script runs: installs the project's dependencies and Node 24 if they are missing.
// It must run on a bare machine with Node 20, so it uses only Node itself.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import npmCiModule from './npm-ci.cjs';
import processModule from './process.cjs';
import progressModule from './progress.cjs';

const { isInstalled, npmCi, npmRebuild } = npmCiModule;
const { Failure, onStopRequest, stopAll } = processModule;
const { say, step } = progressModule;

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const logs = path.join(root, '.sandbox', 'logs');

let stopping = false;
const forgetStopRequest = onStopRequest(() => {
	stopping = true;
	say('\nStopping …');
	void stopAll().then(() => process.exit(130));
});

try {
	if (!isInstalled(root)) {
		await step('Installing the dependencies (about a minute the first time)', () =>
			npmCi(root, path.join(logs, 'npm-ci.log')),
		);
	}
	// The npm package `node` downloads Node's binary in its install script. n8n needs Node 24, whatever the machine has.
	if (!hasNode24()) {
		await step('Downloading Node 24', () =>
			npmRebuild(root, 'node', path.join(logs, 'npm-rebuild-node.log')),
		);
		if (!hasNode24()) throw new Failure('Node 24 was downloaded, but node_modules/.bin/node is not Node 24.');
	}
} catch (error) {
	if (stopping) process.exit(130);
	const why = error instanceof Failure && error.details ? `\n${error.details}` : '';
	console.error(`The dependencies could not be installed: ${error.message}${why}`);
	process.exit(1);
}
forgetStopRequest();

function hasNode24() {
	const node = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
	const answer = spawnSync(node, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
	return answer.stdout?.startsWith('v24.') === true;
}
