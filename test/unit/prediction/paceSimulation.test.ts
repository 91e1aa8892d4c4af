/** Checks that processes on one account settle at its limit without knowing of each other, and what that costs a single process. */
import { simulate, type Counting, type Headers, type Setup } from './paceProcesses';

const COUNTINGS: readonly Counting[] = ['from the first', 'by the clock', 'sliding'];
const HEADERS: readonly Headers[] = ['all', 'Retry-After', 'RateLimit-Reset'];
const SEEDS = [1, 2];
const SEVERAL_SEEDS = [1, 2, 3, 4];
const MORE_SEEDS = [1, 2, 3, 4, 5, 6];

const ways = COUNTINGS.flatMap((counting) => HEADERS.map((headers) => ({ counting, headers })));
const runs = (setup: Omit<Setup, 'seed'>, seeds = SEEDS) => seeds.map((seed) => simulate({ ...setup, seed }));
const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe.each(ways)('an API that counts $counting and sends $headers', ({ counting, headers }) => {
	describe.each([150, 250, 500])('%d a minute', (limit) => {
		it.each([2, 4, 10])('is shared by %d processes that start at the same time', (processes) => {
			for (const run of runs({ counting, headers, limit, processes, minutes: 5 })) {
				expect(run.refusedFrom(1)).toBeLessThan(0.05);
				expect(run.throughputFrom(1)).toBeGreaterThanOrEqual(0.9);
				expect(run.leastFrom(0)).toBeGreaterThanOrEqual(0.5);
			}
		});
	});

	// At 3 to 25 a minute for each process, one submit more or less matters a lot, so the mean of several runs is checked.
	describe.each([30, 50])('%d a minute', (limit) => {
		it.each([2, 4, 10])('is shared by %d processes', (processes) => {
			const all = runs({ counting, headers, limit, processes, minutes: 5 }, SEVERAL_SEEDS);
			expect(mean(all.map((run) => run.refusedFrom(1)))).toBeLessThan(0.05);
			expect(mean(all.map((run) => run.throughputFrom(1)))).toBeGreaterThanOrEqual(0.9);
			expect(Math.min(...all.map((run) => run.leastFrom(0)))).toBeGreaterThanOrEqual(0.4);
		});
	});

	it.each([
		{ items: 500, limit: 250, ideal: 60 },
		{ items: 2000, limit: 500, ideal: 180 },
	])('is used fully by one process with $items items at $limit a minute', ({ items, limit, ideal }) => {
		for (const run of runs({ counting, headers, limit, items, processes: 1, minutes: 5 })) {
			expect(run.throughputFrom(0) * limit * 5).toBeCloseTo(items);
			expect(run.refusedFrom(0)).toBe(0);
			expect(run.lastSeconds).toBeLessThanOrEqual(1.03 * ideal);
		}
	});
});

describe.each(COUNTINGS)('an API that counts %s and sends all headers', (counting) => {
	it.each([150, 250, 500])(
		'lets in a second process that starts later, and never starves it, at %d a minute',
		(limit) => {
			const setup = { counting, headers: 'all', limit, processes: 2, minutes: 10, begin: 3000 } as const;
			for (const run of runs(setup, MORE_SEEDS)) {
				expect(run.refusedFrom(3)).toBeLessThan(0.05);
				expect(run.throughputFrom(3)).toBeGreaterThanOrEqual(0.85);
				expect(run.leastFrom(3)).toBeGreaterThanOrEqual(0.2);
			}
		},
	);
});
