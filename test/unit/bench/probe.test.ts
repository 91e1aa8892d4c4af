import { resourcesBetween } from '../../../bench/probe';

const sample = (at: number, rss: number, highest: number, late = 0, busy = 0) => ({
	at,
	rss,
	highest,
	late,
	busy,
});

describe('the resources that a process used', () => {
	it('include the growth since the last sample before the first request', () => {
		const samples = [sample(0, 100, 400), sample(10, 120, 400), sample(20, 300, 400), sample(30, 150, 400)];
		expect(resourcesBetween(samples, 15, 30)).toMatchObject({ growth: 180, peak: 300 });
	});

	it('include the rise after startup memory was released, not the memory used before', () => {
		const samples = [sample(0, 400, 400), sample(10, 390, 400), sample(20, 250, 400), sample(30, 330, 400)];
		expect(resourcesBetween(samples, 0, 30)).toMatchObject({ growth: 80, peak: 400 });
	});

	it('include the largest rise, not the one from the lowest sample', () => {
		const samples = [sample(0, 100, 100), sample(10, 300, 300), sample(20, 50, 300), sample(30, 200, 300)];
		expect(resourcesBetween(samples, 0, 30)?.growth).toBe(200);
	});

	it('include the kernel’s peak if it rose between two samples', () => {
		const samples = [sample(0, 100, 150), sample(10, 120, 500), sample(20, 110, 500)];
		expect(resourcesBetween(samples, 5, 20)).toMatchObject({ growth: 400, peak: 500 });
	});

	it('do not include an earlier peak', () => {
		const samples = [sample(0, 900, 900), sample(10, 100, 900), sample(20, 130, 900), sample(30, 800, 900)];
		expect(resourcesBetween(samples, 10, 20)).toMatchObject({ growth: 30, peak: 130 });
	});

	it('include the lag in that period only', () => {
		const samples = Array.from({ length: 200 }, (_, index) => sample(index, 1, 1, index < 100 ? 50 : 2));
		expect(resourcesBetween(samples, 100, 199)?.lagP99).toBe(2);
	});

	it('include the longest lag, and how much of it the process itself caused', () => {
		// Each sample is 40 ms late. At first, the process computed for 5 ms of that; in the second case, for all of it.
		const samples = Array.from({ length: 100 }, (_, index) => sample(50 * index, 1, 1, 40, 5 * index));
		expect(resourcesBetween(samples, 0, 4950)).toMatchObject({ lagMost: 40, lagP99: 40, ownLagP99: 5 });
		expect(resourcesBetween(samples, 0, 4950)?.coreShare).toBeCloseTo(0.1, 5);
		const own = Array.from({ length: 100 }, (_, index) => sample(50 * index, 1, 1, 40, 50 * index));
		expect(resourcesBetween(own, 0, 4950)).toMatchObject({ ownLagP99: 40, coreShare: 1 });
	});

	it('are unknown without samples', () => {
		expect(resourcesBetween([sample(0, 1, 1)], 10, 20)).toBeUndefined();
	});
});
