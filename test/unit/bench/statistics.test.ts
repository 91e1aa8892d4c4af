import { growthExponent, percentile, spreadOf } from '../../../bench/statistics';

describe('percentile', () => {
	it.each([
		[[3, 1, 2], 50, 2],
		[[1, 2, 3, 4], 50, 2.5],
		[[5], 99, 5],
		[[10, 20], 99, 19.9],
		[[1, 2, 3], 0, 1],
		[[1, 2, 3], 100, 3],
	])('of %j at %d %% is %d', (values, percent, expected) => {
		expect(percentile(values, percent)).toBeCloseTo(expected, 10);
	});

	it('does not change the order of the values', () => {
		const values = [3, 1, 2];
		percentile(values, 50);
		expect(values).toEqual([3, 1, 2]);
	});

	it('is not a number if there are no values', () => {
		expect(percentile([], 50)).toBeNaN();
	});
});

test('the spread is given by the median, the least and the most', () => {
	expect(spreadOf([3.2, 3.0, 3.9, 3.1, 3.3])).toEqual({ median: 3.2, least: 3.0, most: 3.9 });
});

describe('growthExponent', () => {
	const sizes = [1, 20, 100, 500];
	const points = (value: (n: number) => number) => sizes.map((n) => ({ n, value: value(n) }));

	it.each([
		['a constant', () => 7, 0],
		['a multiple', (n: number) => 3 * n, 1],
		['a square root', (n: number) => 2 * Math.sqrt(n), 0.5],
		['a square', (n: number) => n * n, 2],
		['a decreasing function', (n: number) => 100 / n, -1],
	])('of %s', (_, value, exponent) => {
		expect(growthExponent(points(value))).toBeCloseTo(exponent, 10);
	});

	it('is the best fit if the points are not exactly on a line', () => {
		const scattered = [
			{ n: 1, value: 2 },
			{ n: 1, value: 0.5 },
			{ n: 10, value: 10 },
		];
		expect(growthExponent(scattered)).toBeCloseTo(1, 10);
	});

	it('is unknown for a single size, and ignores values without a logarithm', () => {
		expect(growthExponent([{ n: 5, value: 1 }])).toBeUndefined();
		expect(
			growthExponent([
				{ n: 1, value: 0 },
				{ n: 20, value: 3 },
			]),
		).toBeUndefined();
	});
});
