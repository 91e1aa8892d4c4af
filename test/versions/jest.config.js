const { join } = require('path');
const base = require('../../jest.config.js');
const { lines, moduleOf } = require('./lines');

/** The n8n packages that the tests or the node import. Each must be the same copy that the engine of the line uses. */
const SHARED = ['n8n-workflow', '@n8n/di'];

/** Memory, which moves gigabytes; and Job Key, whose data tables the releases in between lack or the tests imitate. */
const LONG = ['/test/engine/(memory|remember|recover).test.ts'];

/**
 * The engine tests of a release. On the newest release, `npm test` runs them.
 * @type {(line: { n8n: string, core: string, alias?: string, withLong: boolean }) => import('jest').Config}
 */
const project = (line) => ({
	displayName: `n8n ${line.n8n}`,
	rootDir: join(__dirname, '..', '..'),
	testMatch: [
		...(line.alias ? ['<rootDir>/test/engine/**/*.test.ts'] : []),
		'<rootDir>/test/versions/errorOutput.test.ts',
	],
	testPathIgnorePatterns: line.withLong ? [] : LONG,
	testEnvironment: join(__dirname, 'environment.js'),
	transform: base.transform,
	modulePathIgnorePatterns: base.modulePathIgnorePatterns.filter((pattern) => !pattern.includes('versions')),
	globalSetup: base.globalSetup,
	globalTeardown: base.globalTeardown,
	setupFiles: base.setupFiles,
	moduleNameMapper: line.alias && {
		'^n8n-core$': join(__dirname, 'node_modules', line.alias),
		...Object.fromEntries(SHARED.map((name) => [`^${name}$`, moduleOf(line, name)])),
		// n8n 2.0's LangChain brings an ESM-only copy that jest cannot load. Only chat models need it.
		'^p-retry$': join(__dirname, 'node_modules', 'p-retry'),
	},
});

/**
 * The engine tests on several releases of n8n (`npm run test:versions`), one jest project each.
 * @type {import('jest').Config}
 */
module.exports = {
	projects: lines.map(project),
	testTimeout: base.testTimeout,
	maxWorkers: base.maxWorkers,
	// n8n-core from 1.101 to 2.20 checks for stale SSH connections once a minute, with a timer that nothing can stop.
	// The soak test (test/soak) finds what the node itself leaves open.
	forceExit: true,
};
