/**
 * The long form of the soak (`npm run soak`): more items, and the faults that hold a request until its time-out.
 * @type {import('jest').Config}
 */
module.exports = {
	...require('../../jest.config.js'),
	rootDir: '../..',
	testMatch: ['<rootDir>/test/soak/**/*.test.ts'],
	globals: { SOAK: { items: 2000, batches: 5, faults: 0.05, withTimeouts: true } },
	testTimeout: 30 * 60 * 1000,
};
