/**
 * The end-to-end tests (`npm run test:e2e`): a real n8n, the packed package, a real browser. They are separate from the other
 * tests because they need n8n's 2 GB. They run one file at a time because each file starts its own n8n.
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
	// Only a limit for what hangs: n8n starts in 15 seconds, or in ten times as many on a busy machine.
	testTimeout: 600_000,
};
