// `node scripts/run.mjs <program.ts> …`: installs what is missing, then runs a TypeScript program on Node 24.
// In a package.json script, `node scripts/install.mjs && node …` would not work: the shell remembers where it found the
// machine's own Node, and uses that again.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import './install.mjs';
import processModule from './process.cjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const node = path.join(
	root,
	'node_modules',
	'node',
	'bin',
	process.platform === 'win32' ? 'node.exe' : 'node',
);

const child = spawn(node, ['--import', 'tsx', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
// Ctrl-C reaches the program directly. It then stops what it started, and we exit after it.
processModule.onStopRequest(() => child.kill('SIGTERM'));
child.once('error', (error) => {
	console.error(`${node} could not be started: ${error.message}`);
	process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));
