/**
 * The end-to-end tests (`npm run test:e2e`): a real n8n, the packed package, a real browser. Apart from the other tests,
 * because they need n8n's 2 GB; one file at a time, because each starts an n8n of its own.
 * @type {import('jest').Config}
 */
module.exports = {
	rootDir: '../..',
	testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
	testEnvironment: 'node',
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
	modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.sandbox', '<rootDir>/sandbox/node_modules'],
	globalSetup: '<rootDir>/test/e2e/globalSetup.ts',
	maxWorkers: 1,
	// Only a bound for what hangs: n8n starts in 15 seconds, on a busy machine in ten times as many.
	testTimeout: 600_000,
};
