const { availableParallelism } = require('os');

/** @type {import('jest').Config} */
module.exports = {
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'], // these need n8n itself: npm run test:e2e
	testEnvironment: 'node',
	// The type checker finds type errors (npm run typecheck); here they would only cost time.
	transform: {
		'^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }],
	},
	modulePathIgnorePatterns: [
		'<rootDir>/dist',
		'<rootDir>/.sandbox',
		'<rootDir>/sandbox/node_modules',
		'<rootDir>/verification/node_modules',
		'<rootDir>/test/versions/node_modules',
	],
	globalSetup: '<rootDir>/test/globalSetup.js',
	globalTeardown: '<rootDir>/test/globalTeardown.js',
	setupFiles: ['<rootDir>/test/setup.ts'],
	// Only a limit for hanging tests: on a busy machine, a test of a few seconds may take a minute.
	testTimeout: 180_000,
	// Tests mostly wait for sockets, so a core can serve two workers. Jest's default is one worker fewer than there are cores.
	maxWorkers: 2 * availableParallelism(),
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageReporters: ['text', 'lcov'],
	coverageThreshold: { global: { lines: 90, branches: 90 } },
};
