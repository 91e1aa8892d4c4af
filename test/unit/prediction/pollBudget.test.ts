import fc from 'fast-check';
import {
	BURST,
	fairPause,
	pollCost,
	POLLS_PER_SECOND,
	takePoll,
	UNUSED_BUDGET,
} from '../../../nodes/Pruna/prediction/pollBudget';
import { mostWithin } from './pollSimulation';

const NOW = 1_700_000_000_000;

/** When each poll goes out, given when it is requested; both in seconds. */
function sentAt(asked: readonly number[]): number[] {
	let budget = UNUSED_BUDGET;
	return asked.map((seconds) => {
		const taken = takePoll(budget, NOW + seconds * 1000);
		budget = taken.budget;
		return seconds + taken.seconds;
	});
}

describe('the poll budget', () => {
	it('allows only a few polls at the same time', () => {
		expect(sentAt(new Array<number>(BURST).fill(0))).toEqual(new Array<number>(BURST).fill(0));
	});

	it('sends further polls one by one, in the order of the requests', () => {
		const sent = sentAt(new Array<number>(500).fill(0));
		expect(sent).toEqual([...sent].sort((a, b) => a - b));
		expect(sent.at(-1)).toBeCloseTo((500 - BURST) / POLLS_PER_SECOND, 3);
	});

	it('is never exceeded, and no poll waits longer than those ahead of it take', () => {
		const moments = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 1000 });
		fc.assert(
			fc.property(moments, (list) => {
				const asked = list.map((milliseconds) => milliseconds / 1000).sort((a, b) => a - b);
				const sent = sentAt(asked);
				for (const seconds of [0.5, 1, 5])
					expect(mostWithin(sent, seconds)).toBeLessThanOrEqual(BURST + seconds * POLLS_PER_SECOND + 1);
				const waits = sent.map((seconds, index) => seconds - asked[index]!);
				expect(Math.max(...waits)).toBeLessThanOrEqual(list.length / POLLS_PER_SECOND);
			}),
		);
	});

	it('is full again after a while', () => {
		const later = new Array<number>(BURST).fill(60);
		expect(sentAt([...new Array<number>(300).fill(0), ...later]).slice(300)).toEqual(later);
	});
});

describe('the price of a poll', () => {
	it('grows with the number of jobs, up to the point where they wait for their turns anyway', () => {
		const prices = [0, 1, 20, 100, 500, 2000].map(pollCost);
		expect(prices).toEqual([...prices].sort((a, b) => a - b));
		expect(prices[0]).toBe(prices[1]);
		expect(prices.at(-1)).toBe(prices.at(-2));
	});
});

it('the fair pause uses the whole budget, however many jobs there are', () => {
	expect([1, 100, 500, 2000].map(fairPause)).toEqual([0.005, 0.5, 2.5, 10]);
});
