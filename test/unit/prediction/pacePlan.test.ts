import type { Rate } from '../../../nodes/Pruna/api/rate';
import { nextSlot, WINDOW, type Slot } from '../../../nodes/Pruna/prediction/paceNotes';
import { createPacePlan } from '../../../nodes/Pruna/prediction/pacePlan';

const MINUTE = 60_000;
const NOW = 1_000_000_000;

/** More submits than any limit allows. */
const MANY = 10_000;

/** A plan with its submits: `burst` submits as many as the plan allows, and `accept` and `refuse` answer them. */
function planOf(documented: number | undefined) {
	const plan = createPacePlan(documented, () => 0.5);
	function burst(now: number, most = MANY): Slot[] {
		const slots: Slot[] = [];
		while (slots.length < most && plan.nextAt(now, most - slots.length) <= now) slots.push(plan.submit(now));
		return slots;
	}
	return {
		plan,
		burst,
		accept: (slots: readonly Slot[], now: number, rate: Rate = {}) =>
			slots.forEach((slot) => plan.accepted(slot, now, rate)),
		refuse: (slots: readonly Slot[], now: number, seconds?: number, rate: Rate = {}) =>
			slots.forEach((slot) => plan.refused(slot, now, seconds, rate)),
	};
}

describe('the next slot', () => {
	const slots = (...times: number[]) => times.map((time) => ({ time }));

	it('is now if the limit is not reached or its minute is over', () => {
		expect(nextSlot(slots(100, 200), 3, 500)).toBe(500);
		expect(nextSlot(slots(100, 200, 300), 3, WINDOW + 100)).toBe(WINDOW + 100);
	});

	it('is a little over a minute after the oldest submit when the limit is reached', () => {
		expect(nextSlot(slots(50, 100, 200, 300), 3, 500)).toBe(WINDOW + 100);
	});

	it('allows at least one submit, and rounds the limit down', () => {
		expect(nextSlot(slots(100), 0.5, 200)).toBe(WINDOW + 100);
		expect(nextSlot(slots(100), 1.9, 200)).toBe(WINDOW + 100);
	});
});

describe('an account used by one process', () => {
	it('allows a burst up to the limit each minute', () => {
		const { plan, burst, accept } = planOf(250);
		const first = burst(NOW);
		accept(first, NOW + 100);
		expect(first).toHaveLength(250);
		expect(plan.nextAt(NOW + 1000, MANY)).toBe(NOW + WINDOW);
	});

	it('briefly holds a few back in the second minute, so that other processes can join', () => {
		const { burst, accept } = planOf(250);
		accept(burst(NOW), NOW + 100);
		expect(burst(NOW + WINDOW)).toHaveLength(245);
		expect(burst(NOW + WINDOW + 800)).toHaveLength(5);
	});

	it('holds nothing back if all that wait fit into the minute', () => {
		const { burst, accept } = planOf(250);
		accept(burst(NOW), NOW + 100);
		expect(burst(NOW + WINDOW, 250)).toHaveLength(250);
	});

	it('has no limit if none is documented, until the API states one', () => {
		const { plan, burst, accept } = planOf(undefined);
		const slots = burst(NOW, 1000);
		expect(plan.perMinute()).toBe(Infinity);
		accept(slots, NOW, { perMinute: 400 });
		expect(plan.perMinute()).toBe(400);
		expect(plan.nextAt(NOW + 1, MANY)).toBe(NOW + WINDOW);
	});

	it.each([100, 900])(
		'uses the limit that the API states, %d, instead of the documented one',
		(perMinute) => {
			const { burst, accept } = planOf(500);
			accept(burst(NOW, 1), NOW, { perMinute });
			expect(burst(NOW)).toHaveLength(perMinute - 1);
		},
	);

	it('waits for the end of an exhausted window, without a 429', () => {
		const { plan, burst, accept } = planOf(500);
		accept(burst(NOW, 10), NOW, { remaining: 0, resetSeconds: 20 });
		expect(plan.nextAt(NOW + 1, MANY)).toBeGreaterThanOrEqual(NOW + 20_000);
	});
});

describe('a limit that was reached too early', () => {
	it('is treated as shared from then on: the share is what was accepted, spread over the minute', () => {
		const { plan, burst, accept, refuse } = planOf(250);
		const slots = burst(NOW);
		accept(slots.slice(0, 100), NOW + 100);
		refuse(slots.slice(100), NOW + 200, 60);
		expect(plan.perMinute()).toBe(93);
		const next = plan.nextAt(NOW + 300, MANY);
		expect(next).toBeGreaterThanOrEqual(NOW + 60_200);
		expect(burst(next)).toHaveLength(1);
		expect(plan.nextAt(next, MANY)).toBeCloseTo(next + MINUTE / 93);
	});

	it('leaves a small share even to a process that got nothing', () => {
		const { plan, burst, refuse } = planOf(80);
		refuse(burst(NOW), NOW + 200, 60);
		expect(plan.perMinute()).toBe(10);
	});

	it("is not treated as shared if the process's own submits explain it", () => {
		const { plan, burst, accept, refuse } = planOf(250);
		accept(burst(NOW), NOW + 100);
		const early = plan.submit(NOW + 59_900);
		refuse([early], NOW + 60_000, 1);
		expect(plan.perMinute()).toBe(250);
		expect(plan.nextAt(NOW + 60_100, MANY)).toBeGreaterThanOrEqual(NOW + 61_000);
	});

	it('grows back in quiet minutes until it is whole again', () => {
		const { plan, burst, accept, refuse } = planOf(100);
		const slots = burst(NOW);
		accept(slots.slice(0, 50), NOW + 100);
		refuse(slots.slice(50), NOW + 100, 60);
		const before = plan.perMinute();
		const until = NOW + 60 * MINUTE;
		for (let now = plan.nextAt(NOW + 200, MANY); now < until; now = plan.nextAt(now, MANY))
			accept([plan.submit(now)], now);
		expect(before).toBe(46.5);
		expect(plan.perMinute()).toBe(100);
		expect(burst(until + 2 * MINUTE)).toHaveLength(100);
	});

	it('shrinks once for each full minute, not for each 429', () => {
		const { plan, burst, accept, refuse } = planOf(100);
		const slots = burst(NOW);
		accept(slots.slice(0, 50), NOW + 100);
		refuse(slots.slice(50), NOW + 100);
		const first = plan.perMinute();
		for (const seconds of [5, 10, 30]) refuse([plan.submit(NOW + seconds * 1000)], NOW + seconds * 1000 + 1);
		expect(plan.perMinute()).toBe(first);
		refuse([plan.submit(NOW + 2 * MINUTE)], NOW + 2 * MINUTE + 1);
		expect(plan.perMinute()).toBeCloseTo(0.9 * first);
	});
});

describe('the pause after a 429', () => {
	it('is what the API asks for, through Retry-After or the end of its window', () => {
		const { plan, burst, refuse } = planOf(100);
		refuse(burst(NOW, 1), NOW, 12);
		expect(plan.pausedUntil(NOW)).toBe(NOW + 12_000);
		refuse([plan.submit(NOW + 13_000)], NOW + 13_000, undefined, { resetSeconds: 40 });
		expect(plan.pausedUntil(NOW + 13_000)).toBe(NOW + 53_000);
	});

	it.each([undefined, 0])('grows if the API does not say how long to wait (%s)', (seconds) => {
		const { plan, burst, accept, refuse } = planOf(100);
		let now = NOW;
		const pauses = [1, 2, 3, 4, 5].map(() => {
			refuse([plan.submit(now)], now, seconds);
			const pause = plan.pausedUntil(now) - now;
			now += pause + 1;
			return pause / 1000;
		});
		expect(pauses).toEqual([1.25, 5, 20, 30, 30]);
		accept(burst(now + MINUTE, 1), now + MINUTE);
		// A success resets the pause.
		refuse([plan.submit(now + MINUTE + 1)], now + MINUTE + 1, seconds);
		expect(plan.pausedUntil(now + MINUTE + 1)).toBe(now + MINUTE + 1 + 1250);
	});
});

describe('a clock that is set back', () => {
	it('discards what was recorded in the future', () => {
		const { plan, burst, accept, refuse } = planOf(5);
		const slots = burst(NOW);
		accept(slots.slice(1), NOW, { perMinute: 3 });
		refuse(slots.slice(0, 1), NOW, 3600);
		const earlier = NOW - 60 * MINUTE;
		expect(plan.nextAt(earlier, MANY)).toBe(earlier);
		expect(plan.perMinute()).toBe(5);
		expect(burst(earlier)).toHaveLength(5);
	});

	it('by less than a second changes nothing', () => {
		const { plan, burst } = planOf(5);
		burst(NOW);
		expect(plan.nextAt(NOW - 500, MANY)).toBe(NOW + WINDOW);
	});
});
