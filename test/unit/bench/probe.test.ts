import { resourcesBetween } from '../../../bench/probe';

const look = (at: number, rss: number, highest: number, late = 0, busy = 0) => ({
	at,
	rss,
	highest,
	late,
	busy,
});

describe('what a process used', () => {
	it('is the growth from the last look before the first request', () => {
		const looks = [look(0, 100, 400), look(10, 120, 400), look(20, 300, 400), look(30, 150, 400)];
		expect(resourcesBetween(looks, 15, 30)).toMatchObject({ growth: 180, peak: 300 });
	});

	it('is the rise after what the start had used was given back, not what was used before', () => {
		const looks = [look(0, 400, 400), look(10, 390, 400), look(20, 250, 400), look(30, 330, 400)];
		expect(resourcesBetween(looks, 0, 30)).toMatchObject({ growth: 80, peak: 400 });
	});

	it('takes the largest rise, not the one from the lowest of all', () => {
		const looks = [look(0, 100, 100), look(10, 300, 300), look(20, 50, 300), look(30, 200, 300)];
		expect(resourcesBetween(looks, 0, 30)?.growth).toBe(200);
	});

	it('takes the kernel’s peak when it rose between two looks', () => {
		const looks = [look(0, 100, 150), look(10, 120, 500), look(20, 110, 500)];
		expect(resourcesBetween(looks, 5, 20)).toMatchObject({ growth: 400, peak: 500 });
	});

	it('leaves out a peak from before', () => {
		const looks = [look(0, 900, 900), look(10, 100, 900), look(20, 130, 900), look(30, 800, 900)];
		expect(resourcesBetween(looks, 10, 20)).toMatchObject({ growth: 30, peak: 130 });
	});

	it('has the lag of that time only', () => {
		const looks = Array.from({ length: 200 }, (_, index) => look(index, 1, 1, index < 100 ? 50 : 2));
		expect(resourcesBetween(looks, 100, 199)?.lagP99).toBe(2);
	});

	it('has the longest lag, and how much of it was its own', () => {
		// Late by 40 ms each time: it computed for 5 ms of them, then for all.
		const looks = Array.from({ length: 100 }, (_, index) => look(50 * index, 1, 1, 40, 5 * index));
		expect(resourcesBetween(looks, 0, 4950)).toMatchObject({ lagMost: 40, lagP99: 40, ownLagP99: 5 });
		expect(resourcesBetween(looks, 0, 4950)?.coreShare).toBeCloseTo(0.1, 5);
		const own = Array.from({ length: 100 }, (_, index) => look(50 * index, 1, 1, 40, 50 * index));
		expect(resourcesBetween(own, 0, 4950)).toMatchObject({ ownLagP99: 40, coreShare: 1 });
	});

	it('is unknown when nobody looked', () => {
		expect(resourcesBetween([look(0, 1, 1)], 10, 20)).toBeUndefined();
	});
});
