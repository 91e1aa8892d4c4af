/**
 * The long form of the soak test (`npm run soak`): more items, and faults that hold a request until it times out.
 * @type {import('jest').Config}
 */
module.exports = {
	...require('../../jest.config.js'),
	rootDir: '../..',
	testMatch: ['<rootDir>/test/soak/**/*.test.ts'],
	globals: { SOAK: { items: 2000, batches: 5, faults: 0.05, withTimeouts: true } },
	testTimeout: 30 * 60 * 1000,
};
