import { isRecord } from '../../../nodes/Pruna/core/json';

describe('a record', () => {
	it('is an object, not a list or null', () => {
		expect([{}, [], null, 'a', 1, undefined].map(isRecord)).toEqual([
			true,
			false,
			false,
			false,
			false,
			false,
		]);
	});
});
