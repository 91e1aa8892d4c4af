import { expectedEnds, withDuration, type SeenDuration } from '../../../nodes/Pruna/prediction/durations';
import { createHandover, SECONDS_IN_NODE } from '../../../nodes/Pruna/prediction/handover';

it('no job is handed over before every item has submitted, or if the handover is not open', () => {
	let now = 1_000_000;
	const handover = createHandover(() => now);
	handover.noMoreSubmits(0);
	expect(handover.leaveAt([])).toBe(Infinity);
	handover.open(2);
	handover.noMoreSubmits(0);
	expect(handover.leaveAt([])).toBe(Infinity);
	now += 60_000;
	handover.noMoreSubmits(1);
	expect(handover.leaveAt([])).toBe(now + SECONDS_IN_NODE * 1000);
});

it('an item that ends later does not postpone the handover', () => {
	let now = 1_000_000;
	const handover = createHandover(() => now);
	handover.open(1);
	handover.noMoreSubmits(0);
	const leaveAt = handover.leaveAt([]);
	now += 30_000;
	handover.noMoreSubmits(0);
	expect(handover.leaveAt([])).toBe(leaveAt);
});

describe('a model whose jobs the process has seen', () => {
	/** @returns how many seconds the run polls a job before it leaves it */
	function secondsInNode(...durations: number[]): number {
		const now = 1_000_000;
		const handover = createHandover(() => now);
		handover.open(1);
		handover.noMoreSubmits(0);
		const seen = durations.reduce<readonly SeenDuration[]>(
			(all, seconds) =>
				withDuration(all, { after: seconds - 10, due: seconds + 10, by: seconds + 10, at: now }),
			[],
		);
		return (handover.leaveAt(expectedEnds(seen, now)) - now) / 1000;
	}

	it.each([
		['its jobs take far longer', [180, 200], 5],
		['one job is known', [300], 5],
		['its jobs end while the node polls', [40, 50], SECONDS_IN_NODE],
		['some of its jobs end while the node polls', [60, 180, 180], SECONDS_IN_NODE],
		['its jobs end at about that time', [85, 95], SECONDS_IN_NODE],
	])('%s: the job is left after %p', (_, durations, seconds) => {
		expect(secondsInNode(...durations)).toBe(seconds);
	});
});
