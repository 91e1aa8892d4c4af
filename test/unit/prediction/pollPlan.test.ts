import fc from 'fast-check';
import { bestNextPoll } from '../../../nodes/Pruna/prediction/pollPlan';

const even = (from: number, to: number, count: number) =>
	Array.from({ length: count }, (_, index) => ({
		seconds: from + ((to - from) * (index + 1)) / count,
		share: 1 / count,
	}));

/** All polls of a job that never ends, as long as an end is expected. */
function pollsOf(ends: ReturnType<typeof even>, cost: number): number[] {
	const polls: number[] = [];
	for (;;) {
		const next = bestNextPoll(ends, polls.at(-1) ?? 0, cost);
		if (next === undefined) return polls;
		polls.push(next);
	}
}

/** The average cost of polls and lateness. */
function costOf(ends: ReturnType<typeof even>, polls: number[], cost: number): number {
	return ends.reduce((sum, { seconds, share }) => {
		const found = polls.findIndex((poll) => poll >= seconds);
		return sum + share * (cost * (found + 1) + polls[found]! - seconds);
	}, 0);
}

describe('the next poll', () => {
	it('comes right at the end if all jobs take equally long', () => {
		expect(pollsOf([{ seconds: 3, share: 1 }], 0.05)).toEqual([3]);
	});

	it('does not exist when all expected ends have passed', () => {
		expect(bestNextPoll([], 0, 0.05)).toBeUndefined();
		expect(bestNextPoll(even(2, 4, 10), 4, 0.05)).toBeUndefined();
	});

	it('goes from one group of ends to the next, with none in between', () => {
		const ends = [...even(2, 2.2, 4), ...even(8, 8.2, 4)].map((end) => ({ ...end, share: 1 / 8 }));
		const polls = pollsOf(ends, 0.1);
		expect(polls[0]).toBeLessThanOrEqual(2.2);
		expect(polls.filter((poll) => poll > 2.2 && poll < 8)).toEqual([]);
		expect(polls.at(-1)).toBe(8.2);
	});

	it('ignores rare early ends when polls have a better use', () => {
		const ends = [{ seconds: 1, share: 0.01 }, ...even(9, 10, 20).map((end) => ({ ...end, share: 0.0495 }))];
		expect(pollsOf(ends, 0.3)[0]).toBeGreaterThan(9);
	});

	it('comes later the more a poll costs', () => {
		const counts = [0.01, 0.1, 1, 10].map((cost) => pollsOf(even(2, 4, 40), cost).length);
		expect(counts).toEqual([...counts].sort((a, b) => b - a));
		expect(counts[0]).toBeGreaterThan(10);
		expect(counts.at(-1)).toBe(1);
	});

	it('belongs to the cheapest possible series of polls', () => {
		const seconds = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 7 });
		const cost = fc.integer({ min: 1, max: 1000 }).map((value) => value / 50);
		fc.assert(
			fc.property(
				seconds,
				cost,
				fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
				(list, price, weights) => {
					const sorted = list.sort((a, b) => a - b).map((value) => value / 10);
					const parts = sorted.map(() => weights.next().value as number);
					const total = parts.reduce((sum, part) => sum + part, 0);
					const ends = sorted.map((value, index) => ({ seconds: value, share: parts[index]! / total }));
					// Every subset of the end times that contains the last one.
					const last = ends.length - 1;
					const least = Math.min(
						...Array.from({ length: 2 ** last }, (_, subset) =>
							costOf(
								ends,
								sorted.filter((_second, index) => index === last || (subset >> index) & 1),
								price,
							),
						),
					);
					expect(costOf(ends, pollsOf(ends, price), price)).toBeCloseTo(least, 6);
				},
			),
		);
	});
});
