// Loads every node and credential of the given packages, as n8n's own loader does, and prints what failed.
// It is a separate program because Jest would load the thousand modules far more slowly.
const { createRequire } = require('node:module');
const path = require('node:path');

const sandbox = createRequire(path.join(__dirname, '..', '..', 'sandbox', 'package.json'));
const n8n = createRequire(sandbox.resolve('n8n/package.json'));
n8n('reflect-metadata');
const { PackageDirectoryLoader } = n8n('n8n-core');

/** The files of a package that did not load, each with its error, and the number of all its files. */
function load(name) {
	const manifest = n8n.resolve(`${name}/package.json`);
	const { nodes, credentials } = require(manifest).n8n;
	const loader = new PackageDirectoryLoader(path.dirname(manifest));
	const failed = {};
	const attempt = (file, action) => {
		try {
			action(file);
		} catch (error) {
			failed[file] = String(error.cause ?? error).split('\n')[0];
		}
	};
	for (const file of nodes) attempt(file, () => loader.loadNodeFromFile(file));
	for (const file of credentials) attempt(file, () => loader.loadCredentialFromFile(file));
	return { name, files: nodes.length + credentials.length, failed };
}

process.stdout.write(`\n${JSON.stringify(process.argv.slice(2).map(load))}\n`);
process.exit(0);
