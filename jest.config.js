const { availableParallelism } = require('os');

/** @type {import('jest').Config} */
module.exports = {
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'], // those need n8n itself: npm run test:e2e
	testEnvironment: 'node',
	// Type errors are the type checker's business (npm run typecheck); here they would only cost time.
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
	// Only a bound for what hangs: on a busy machine a test of seconds may take a minute.
	testTimeout: 180_000,
	// Most of a test's time is waiting for sockets, so a core serves two; jest's own default is one core less than there are.
	maxWorkers: 2 * availableParallelism(),
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageReporters: ['text', 'lcov'],
	coverageThreshold: { global: { lines: 90, branches: 90 } },
};
