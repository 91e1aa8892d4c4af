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
/** The share of jobs that are expected to end in (from, to]. */
const shareIn = (seen: readonly SeenDuration[], from: number, to: number, now = NOW) =>
	expectedEnds(seen, now).reduce(
		(sum, { seconds, share }) => sum + (seconds > from && seconds <= to ? share : 0),
		0,
	);

const duration = fc
	.tuple(fc.double({ min: 0, max: 1e4, noNaN: true }), fc.double({ min: 0.001, max: 1e4, noNaN: true }))
	.map(([after, rest]) => seenAt(after, after + rest));

describe('durations that were seen', () => {
	it('are bounded in number, and stand for all jobs', () => {
		fc.assert(
			fc.property(fc.array(duration, { minLength: 1, maxLength: 400 }), (list) => {
				const seen = all(list);
				expect(seen.length).toBeLessThanOrEqual(MOST_KEPT);
				const jobs = seen.reduce((sum, { jobs: count = 1 }) => sum + count, 0);
				expect(jobs).toBe(list.length);
			}),
		);
	});

	it('of a large batch are those of all its jobs, not of the last', () => {
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
	])('are kept without one that makes no sense: %j', (one) => {
		expect(withDuration([], one)).toEqual([]);
	});
});

describe('the ends that are expected', () => {
	it('are none for a model that was not seen', () => {
		expect(expectedEnds([], NOW)).toEqual([]);
	});

	it('are in order, few, and those of all jobs', () => {
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

	it('are those of all jobs also where the last moment has lost its weight', () => {
		const list = [0.001, 822.9826090060408].map((by) => ({ after: 0, due: by, by, at: NOW }));
		const ends = expectedEnds(all(list), NOW);
		expect(ends.every(({ share }) => share > 0)).toBe(true);
		expect(ends.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
	});

	it('lie between the polls of each end', () => {
		expect(shareIn(repeated(seenAt(2, 3), 20), 2, 3)).toBeGreaterThan(0.95);
	});

	it('lie within a wide stretch where others have ended more closely', () => {
		const seen = all([...Array.from({ length: 10 }, () => seenAt(2, 8)), seenAt(2.9, 3), seenAt(2.9, 3)]);
		expect(shareIn(seen, 2.8, 3)).toBeGreaterThan(0.4);
	});

	it('lie shortly before the time at which a first poll was due that found an end, also when it came late', () => {
		const seen = repeated({ after: undefined, due: 4, by: 9, at: NOW }, 20);
		expect(shareIn(seen, 0, 2)).toBeLessThan(0.05);
		expect(shareIn(seen, 2, 9)).toBeGreaterThan(0.95);
	});

	it('are less certain the less was seen', () => {
		const one = shareIn(repeated(seenAt(2.9, 3), 1), 2.9, 3);
		const many = shareIn(repeated(seenAt(2.9, 3), 50), 2.9, 3);
		expect(one).toBeCloseTo(2 / 3, 6);
		expect(many).toBeGreaterThan(0.98);
		expect(shareIn(repeated(seenAt(2.9, 3), 1), 0, 2.9)).toBeGreaterThan(0.1);
		expect(shareIn(repeated(seenAt(2.9, 3), 1), 3, 100)).toBeGreaterThan(0.1);
	});

	it('follow what was seen of late, and forget', () => {
		const hour = 3_600_000;
		const seen = all([
			...Array.from({ length: 30 }, () => seenAt(7.9, 8, NOW - hour)),
			...Array.from({ length: 5 }, () => seenAt(2.9, 3)),
		]);
		expect(shareIn(seen, 2.9, 3)).toBeGreaterThan(0.9);
		expect(shareIn(repeated(seenAt(2.9, 3), 30), 2.9, 3, NOW + hour)).toBeLessThan(0.1);
	});

	it('take what the future has seen as fresh', () => {
		const future = repeated(seenAt(2.9, 3, NOW + 1e9), 20);
		expect(expectedEnds(future, NOW)).toEqual(expectedEnds(repeated(seenAt(2.9, 3), 20), NOW));
	});
});
