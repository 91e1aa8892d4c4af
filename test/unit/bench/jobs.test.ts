import { idealSeconds, jobSeconds, jobsOfRuns, seededRandom } from '../../../bench/jobs';

describe('jobSeconds', () => {
	const plan = { count: 500, seconds: 3, jitter: 0.2, seed: 7 };

	it('returns the same jobs for the same seed, and different ones for another', () => {
		expect(jobSeconds(plan)).toEqual(jobSeconds(plan));
		expect(jobSeconds(plan)).not.toEqual(jobSeconds({ ...plan, seed: 8 }));
	});

	it('stays within the jitter, and uses its full range', () => {
		const jobs = jobSeconds(plan);
		expect(jobs).toHaveLength(500);
		expect(Math.min(...jobs)).toBeGreaterThanOrEqual(2.4);
		expect(Math.max(...jobs)).toBeLessThanOrEqual(3.6);
		expect(Math.max(...jobs) - Math.min(...jobs)).toBeGreaterThan(1.1);
	});

	it('starts with the jobs of any shorter plan, so that adding a size does not change the others', () => {
		expect(jobSeconds(plan).slice(0, 20)).toEqual(jobSeconds({ ...plan, count: 20 }));
	});
});

describe('jobsOfRuns', () => {
	const plan = { count: 1, seconds: 3, jitter: 0.2, seed: 1 };

	it('takes one job from each part of the jitter range, at a random position in it', () => {
		const lengths = jobsOfRuns(plan, 6).flat();
		const parts = [...lengths].sort((a, b) => a - b).map((length) => (length - 2.4) / 0.2);
		expect(parts.map(Math.floor)).toEqual([0, 1, 2, 3, 4, 5]);
		expect(new Set(parts.map((part) => (part % 1).toFixed(3))).size).toBe(6);
	});

	it('puts them in an order that depends on the seed', () => {
		expect(jobsOfRuns(plan, 5)).toEqual(jobsOfRuns(plan, 5));
		const orders = [1, 2, 3, 4, 5].map((seed) => JSON.stringify(jobsOfRuns({ ...plan, seed }, 5)));
		expect(new Set(orders).size).toBeGreaterThan(1);
	});

	it('gives each run its own jobs if a run has several', () => {
		const runs = jobsOfRuns({ ...plan, count: 20 }, 3);
		expect(runs.map((jobs) => jobs.length)).toEqual([20, 20, 20]);
		expect(new Set(runs.map((jobs) => JSON.stringify(jobs))).size).toBe(3);
	});
});

describe('seededRandom', () => {
	it('returns the numbers of Mulberry32', () => {
		const random = seededRandom(1);
		const numbers = [random(), random(), random()];
		expect(numbers.map((number) => Number(number.toFixed(9)))).toEqual([
			0.627073941, 0.002735721, 0.52744704,
		]);
	});

	it('is spread evenly', () => {
		const random = seededRandom(3);
		const tenths = Array.from({ length: 10_000 }, () => Math.floor(random() * 10));
		for (let tenth = 0; tenth < 10; tenth++) {
			const share = tenths.filter((one) => one === tenth).length / tenths.length;
			expect(share).toBeGreaterThan(0.08);
			expect(share).toBeLessThan(0.12);
		}
	});
});

describe('idealSeconds', () => {
	it('is the longest job if all may start at the same time', () => {
		expect(idealSeconds([2.4, 3.6, 3])).toBe(3.6);
	});

	it.each([
		['all start in the first minute', [3, 2], 2, 3],
		['one starts in the second minute', [3, 2, 1], 2, 61],
		['a long early job ends last', [200, 2, 1], 2, 200],
		['three minutes', [1, 1, 1, 1, 5], 2, 125],
	])('follows the limit: %s', (_, jobs, perMinute, expected) => {
		expect(idealSeconds(jobs, perMinute)).toBe(expected);
	});

	it('is zero without jobs', () => {
		expect(idealSeconds([])).toBe(0);
	});
});
