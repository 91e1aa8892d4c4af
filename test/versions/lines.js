// The releases of n8n that the engine tests run on: those in package.json, and the one that the project is developed with.
const { createRequire } = require('module');
const { join } = require('path');
const sandbox = require('../../sandbox/package.json');
const project = require('../../package.json');
const { dependencies } = require('./package.json');

/** The alias in package.json names the release of n8n; its value is the n8n-core that the release depends on, as npm says. */
const PREFIX = 'n8n-core-of-n8n-';

const older = Object.entries(dependencies).map(([alias, wanted]) => ({
	n8n: alias.slice(PREFIX.length),
	core: wanted.replace('npm:n8n-core@', ''),
	alias,
}));
const current = { n8n: sandbox.dependencies.n8n, core: project.devDependencies['n8n-core'] };

function compare(release, other) {
	return release.localeCompare(other, 'en', { numeric: true });
}

/**
 * Oldest first. Some tests take long and depend on the node alone. They run on the oldest engine here, and on the newest
 * with `npm test`.
 */
const lines = [...older, current]
	.sort((a, b) => compare(a.n8n, b.n8n))
	.map((line, index) => ({ ...line, withLong: index === 0 || line === current }));

/** Whether a release is older than another, whose last number may be omitted. */
function isBefore(release, other) {
	return compare(release, other) < 0;
}

/** Where the engine of this line finds one of n8n's packages. The tests and the node must get the same copy. */
function moduleOf({ alias }, name) {
	return createRequire(join(__dirname, 'node_modules', alias, 'package.json')).resolve(name);
}

module.exports = { lines, isBefore, moduleOf };
