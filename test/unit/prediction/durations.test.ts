import fc from 'fast-check';
import {
	expectedEnds,
	MOST_KEPT,
	withDuration,
	type SeenDuration,
} from '../../../nodes/Pruna/prediction/durations';

const NOW = 1_700_000_000_000;
const seenAt = (after: number | undefined, by: number, at = NOW): SeenDuration => ({
	after,
	due: by,
	by,
	at,
});
const all = (list: SeenDuration[]) => list.reduce<readonly SeenDuration[]>(withDuration, []);
const repeated = (one: SeenDuration, times: number) => all(Array.from({ length: times }, () => one));
/** The share of jobs that are expected to end in (from, to], in seconds. */
const shareIn = (seen: readonly SeenDuration[], from: number, to: number, now = NOW) =>
	expectedEnds(seen, now).reduce(
		(sum, { seconds, share }) => sum + (seconds > from && seconds <= to ? share : 0),
		0,
	);

const duration = fc
	.tuple(fc.double({ min: 0, max: 1e4, noNaN: true }), fc.double({ min: 0.001, max: 1e4, noNaN: true }))
	.map(([after, rest]) => seenAt(after, after + rest));

describe('observed durations', () => {
	it('are limited in number, and still represent all jobs', () => {
		fc.assert(
			fc.property(fc.array(duration, { minLength: 1, maxLength: 400 }), (list) => {
				const seen = all(list);
				expect(seen.length).toBeLessThanOrEqual(MOST_KEPT);
				const jobs = seen.reduce((sum, { jobs: count = 1 }) => sum + count, 0);
				expect(jobs).toBe(list.length);
			}),
		);
	});

	it('of a large batch represent all of its jobs, not just the last ones', () => {
		const batch = Array.from({ length: 500 }, (_, index) => seenAt(2 + index / 500, 2.01 + index / 500));
		expect(shareIn(all(batch), 0, 2.5)).toBeGreaterThan(0.4);
		expect(shareIn(all(batch), 0, 2.5)).toBeLessThan(0.6);
	});

	it.each([
		seenAt(3, 2),
		seenAt(-1, 2),
		seenAt(undefined, 0),
		seenAt(undefined, -5),
		seenAt(1, NaN),
		seenAt(1, Infinity),
		{ ...seenAt(1, 3), due: 0.5 },
		{ ...seenAt(1, 3), due: 4 },
	])('do not include an impossible one: %j', (one) => {
		expect(withDuration([], one)).toEqual([]);
	});
});

describe('the expected ends', () => {
	it('are empty for a model without observations', () => {
		expect(expectedEnds([], NOW)).toEqual([]);
	});

	it('are in order, few, and cover all jobs', () => {
		fc.assert(
			fc.property(fc.array(duration, { minLength: 1, maxLength: 200 }), (list) => {
				const ends = expectedEnds(all(list), NOW);
				const seconds = ends.map((end) => end.seconds);
				expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
				expect(ends.length).toBeLessThanOrEqual(60);
				expect(ends.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
				expect(ends.every(({ share }) => share > 0)).toBe(true);
			}),
		);
	});

	it('cover all jobs even when the last one has no weight left', () => {
		const list = [0.001, 822.9826090060408].map((by) => ({ after: 0, due: by, by, at: NOW }));
		const ends = expectedEnds(all(list), NOW);
		expect(ends.every(({ share }) => share > 0)).toBe(true);
		expect(ends.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
	});

	it('fall between the polls that enclose each end', () => {
		expect(shareIn(repeated(seenAt(2, 3), 20), 2, 3)).toBeGreaterThan(0.95);
	});

	it('fall within the narrower observations of other jobs when an observation is wide', () => {
		const seen = all([...Array.from({ length: 10 }, () => seenAt(2, 8)), seenAt(2.9, 3), seenAt(2.9, 3)]);
		expect(shareIn(seen, 2.8, 3)).toBeGreaterThan(0.4);
	});

	it('fall shortly before the due time of a first poll that found the job finished, even if that poll was late', () => {
		const seen = repeated({ after: undefined, due: 4, by: 9, at: NOW }, 20);
		expect(shareIn(seen, 0, 2)).toBeLessThan(0.05);
		expect(shareIn(seen, 2, 9)).toBeGreaterThan(0.95);
	});

	it('are less certain when there are fewer observations', () => {
		const one = shareIn(repeated(seenAt(2.9, 3), 1), 2.9, 3);
		const many = shareIn(repeated(seenAt(2.9, 3), 50), 2.9, 3);
		expect(one).toBeCloseTo(2 / 3, 6);
		expect(many).toBeGreaterThan(0.98);
		expect(shareIn(repeated(seenAt(2.9, 3), 1), 0, 2.9)).toBeGreaterThan(0.1);
		expect(shareIn(repeated(seenAt(2.9, 3), 1), 3, 100)).toBeGreaterThan(0.1);
	});

	it('follow recent observations and forget old ones', () => {
		const hour = 3_600_000;
		const seen = all([
			...Array.from({ length: 30 }, () => seenAt(7.9, 8, NOW - hour)),
			...Array.from({ length: 5 }, () => seenAt(2.9, 3)),
		]);
		expect(shareIn(seen, 2.9, 3)).toBeGreaterThan(0.9);
		expect(shareIn(repeated(seenAt(2.9, 3), 30), 2.9, 3, NOW + hour)).toBeLessThan(0.1);
	});

	it('treat observations with a future time as fresh', () => {
		const future = repeated(seenAt(2.9, 3, NOW + 1e9), 20);
		expect(expectedEnds(future, NOW)).toEqual(expectedEnds(repeated(seenAt(2.9, 3), 20), NOW));
	});
});
