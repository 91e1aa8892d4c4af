import fc from 'fast-check';
import { RunHalted } from '../../../nodes/Pruna/core/errors';
import { createPacer, nextSlot, type Turn } from '../../../nodes/Pruna/prediction/pace';
import { virtualClock } from '../core/virtualClock';

const MINUTE = 60_000;
/** A minute, and the time by which the way of one submit may be shorter than that of another. */
const WINDOW = MINUTE + 250;

/** The most that any minute holds, wherever it begins. */
function mostPerMinute(times: readonly number[]): number {
	return Math.max(
		0,
		...times.map((begin) => times.filter((time) => time >= begin && time < begin + MINUTE).length),
	);
}

const turn = (model: string, perMinute: number | undefined, patience = Infinity): Turn => ({
	model,
	perMinute,
	patience,
});

const slots = (...times: number[]) => times.map((time) => ({ time }));
/** One that this pacer has not given: its refusal says no more than how long to wait. */
const refusedOne = { model: 'p-image', time: 0 };

describe('the next slot', () => {
	it('is now while the limit is not reached', () => {
		expect(nextSlot(slots(), 3, 500)).toBe(500);
		expect(nextSlot(slots(100, 200), 3, 500)).toBe(500);
	});

	it('is a minute and a little after the oldest of a full limit', () => {
		expect(nextSlot(slots(100, 200, 300), 3, 500)).toBe(WINDOW + 100);
		expect(nextSlot(slots(50, 100, 200, 300), 3, 500)).toBe(WINDOW + 100);
	});

	it('is now when that minute is over', () => {
		expect(nextSlot(slots(100, 200, 300), 3, WINDOW + 100)).toBe(WINDOW + 100);
		expect(nextSlot(slots(100, 200, 300), 3, 9 * MINUTE)).toBe(9 * MINUTE);
	});

	it('lets one pass at least, and counts whole ones', () => {
		expect(nextSlot(slots(100), 0.5, 200)).toBe(WINDOW + 100);
		expect(nextSlot(slots(100), 1.9, 200)).toBe(WINDOW + 100);
	});
});

describe('the submits of a model', () => {
	it('keep to any limit, whenever they come, in the order in which they come', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 6 }),
				fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 })), { maxLength: 30 }),
				async (perMinute, pauses) => {
					const { clock } = virtualClock();
					const pacer = createPacer(clock);
					const gone: Array<{ index: number; time: number }> = [];
					const takes: Array<Promise<unknown>> = [];
					for (const [index, pause] of pauses.entries()) {
						if (pause > 0) await clock.sleep(pause);
						takes.push(
							pacer.take(turn('p-image', perMinute)).then(() => void gone.push({ index, time: clock.now() })),
						);
					}
					await Promise.all(takes);
					expect(mostPerMinute(gone.map(({ time }) => time))).toBeLessThanOrEqual(perMinute);
					expect(gone.map(({ index }) => index)).toEqual(pauses.map((_, index) => index));
				},
			),
			{ numRuns: 60 },
		);
	});

	it('do not wait as a burst up to the limit', async () => {
		const { clock, elapsed } = virtualClock();
		const pacer = createPacer(clock);
		await Promise.all(Array.from({ length: 250 }, async () => await pacer.take(turn('p-image', 250))));
		expect(elapsed()).toBe(0);
	});

	it('of 500 items at 250 in a minute have all gone out when a minute is over', async () => {
		const { clock, elapsed } = virtualClock();
		const pacer = createPacer(clock);
		const times = await Promise.all(
			Array.from({ length: 500 }, async () => {
				await pacer.take(turn('p-image', 250));
				return elapsed();
			}),
		);
		expect(times.filter((time) => time === 0)).toHaveLength(250);
		expect(elapsed()).toBe(WINDOW);
	});

	it('never wait without a limit', async () => {
		const { clock, elapsed } = virtualClock();
		const pacer = createPacer(clock);
		await Promise.all(
			Array.from({ length: 20_000 }, async () => await pacer.take(turn('p-image', undefined))),
		);
		expect(elapsed()).toBe(0);
	});

	it('keep to the limit also beyond what is remembered', async () => {
		const { clock } = virtualClock();
		const pacer = createPacer(clock);
		const times: number[] = [];
		await Promise.all(
			Array.from({ length: 11_000 }, async () => {
				await pacer.take(turn('p-image', 1000));
				times.push(clock.now());
			}),
		);
		const perSlot = new Map<number, number>();
		for (const time of times) perSlot.set(time, (perSlot.get(time) ?? 0) + 1);
		expect([...perSlot.values()]).toEqual(Array.from({ length: 11 }, () => 1000));
	});

	it('do not count for another model', async () => {
		const { clock, elapsed } = virtualClock();
		const pacer = createPacer(clock);
		await Promise.all(['a', 'b', 'c'].map(async (model) => await pacer.take(turn(model, 1))));
		expect(elapsed()).toBe(0);
	});

	it('end their wait with the run', async () => {
		let isHalted = false;
		const { clock } = virtualClock(0, () => {
			if (isHalted) throw new RunHalted();
		});
		const pacer = createPacer(clock);
		await pacer.take(turn('p-image', 1));
		const waiting = pacer.take(turn('p-image', 1));
		isHalted = true;
		await expect(waiting).rejects.toThrow(RunHalted);
	});
});

describe('a pause', () => {
	it('holds all submits of its model, and none of another', async () => {
		const { clock, elapsed } = virtualClock();
		const pacer = createPacer(clock);
		pacer.refused(refusedOne, 20);
		const take = async (model: string, perMinute?: number) => {
			await pacer.take(turn(model, perMinute));
			return elapsed();
		};
		expect(
			await Promise.all([take('p-image'), take('p-image', 5), take('p-video'), take('p-video', 5)]),
		).toEqual([20_000, 20_000, 0, 0]);
	});

	it('holds also a submit that waits for its turn already', async () => {
		const { clock, elapsed } = virtualClock();
		const pacer = createPacer(clock);
		await pacer.take(turn('p-image', 1));
		const waiting = pacer.take(turn('p-image', 1));
		await clock.sleep(50);
		pacer.refused(refusedOne, 30);
		await waiting;
		expect(elapsed()).toBe(80_000);
	});

	it('is made longer by another, never shorter', async () => {
		const { clock, elapsed } = virtualClock();
		const pacer = createPacer(clock);
		pacer.refused(refusedOne, 20);
		pacer.refused(refusedOne, 5);
		const waiting = pacer.take(turn('p-image', undefined));
		await clock.sleep(10);
		pacer.refused(refusedOne, 5);
		await clock.sleep(5);
		pacer.refused(refusedOne, 10);
		await waiting;
		expect(elapsed()).toBe(25_000);
	});

	it('holds nothing that comes after it', async () => {
		const { clock, elapsed } = virtualClock();
		const pacer = createPacer(clock);
		pacer.refused(refusedOne, 20);
		await clock.sleep(20);
		await pacer.take(turn('p-image', undefined));
		expect(elapsed()).toBe(20_000);
	});

	it('keeps the order of those that wait', async () => {
		const { clock } = virtualClock();
		const pacer = createPacer(clock);
		pacer.refused(refusedOne, 100);
		const gone: number[] = [];
		await Promise.all(
			[0, 1, 2, 3, 4].map(async (index) => {
				await pacer.take(turn('p-image', 2));
				gone.push(index);
			}),
		);
		expect(gone).toEqual([0, 1, 2, 3, 4]);
	});

	it('does not let more than the limit out at its end', async () => {
		const { clock } = virtualClock();
		const pacer = createPacer(clock);
		pacer.refused(refusedOne, 150);
		const times: number[] = [];
		await Promise.all(
			Array.from({ length: 6 }, async () => {
				await pacer.take(turn('p-image', 2));
				times.push(clock.now());
			}),
		);
		expect(mostPerMinute(times)).toBe(2);
	});
});

describe('a pause that is longer than an item may wait', () => {
	it('fails the item at once, in words for its author, and costs nothing', async () => {
		const { clock, elapsed } = virtualClock(1_000_000);
		const pacer = createPacer(clock);
		pacer.refused(refusedOne, 86_400);
		await expect(pacer.take(turn('p-image', 250, 300))).rejects.toMatchObject({
			message: 'Pruna takes no more requests at the moment (rate limit)',
			advice:
				'It asked to wait 86400 seconds, which is longer than this item may take. Run fewer items per minute, or ask Pruna to raise the limit of the account.',
			job: 'none',
			inDoubt: false,
			repeat: { allowed: 'never' },
			httpCode: '429',
			details: { httpCode: '429' },
			failureCause: 'rate-limited',
		});
		expect(elapsed()).toBe(0);
	});

	it('does not hold those up that ask after it', async () => {
		const { clock } = virtualClock(1_000_000);
		const pacer = createPacer(clock);
		pacer.refused(refusedOne, 100);
		const impatient = pacer.take(turn('p-image', 250, 10));
		const patient = pacer.take(turn('p-image', 250, 300));
		await expect(impatient).rejects.toThrow('rate limit');
		await expect(patient).resolves.toMatchObject({ model: 'p-image' });
	});
});

describe('a submit that was refused for its rate', () => {
	it('goes before those that have not had their turn', async () => {
		const { clock } = virtualClock(1_000_000);
		const pacer = createPacer(clock);
		await pacer.take(turn('p-image', 1));
		const order: string[] = [];
		const others = ['a', 'b', 'c'].map(
			async (name) => await pacer.take(turn('p-image', 1)).then(() => order.push(name)),
		);
		const again = pacer.takeAgain(turn('p-image', 1)).then(() => order.push('again'));
		await Promise.all([...others, again]);
		expect(order.indexOf('again')).toBeLessThan(2);
	});

	it('does not count when the API says how long to wait, as it has not counted it', async () => {
		const { clock, elapsed } = virtualClock(1_000_000);
		const pacer = createPacer(clock);
		const burst = turn('p-image', 3);
		const refused = await Promise.all([1, 2, 3].map(async () => await pacer.take(burst)));
		await Promise.all(
			refused.map(async (slot) => {
				pacer.refused(slot, 2);
				await pacer.takeAgain(burst);
			}),
		);
		expect(elapsed()).toBe(2000);
		await pacer.take(burst);
		expect(elapsed()).toBe(2000 + WINDOW);
	});

	it('gives back its own place, and nobody else’s', async () => {
		const { clock, elapsed } = virtualClock(1_000_000);
		const pacer = createPacer(clock);
		const pair = turn('p-image', 2);
		const first = await pacer.take(pair);
		await clock.sleep(10);
		await pacer.take(pair);
		pacer.refused(first, 1);
		await pacer.takeAgain(pair);
		expect(elapsed()).toBe(11_000);
		await pacer.take(pair);
		expect(elapsed()).toBe(10_000 + WINDOW);
	});

	it('gives nothing back that was forgotten while files were uploaded', async () => {
		const { clock, elapsed } = virtualClock(1_000_000);
		const pacer = createPacer(clock);
		const one = turn('p-image', 1);
		const first = await pacer.take(one);
		await pacer.take(one);
		pacer.refused(first, 1);
		await pacer.takeAgain(one);
		expect(elapsed()).toBe(2 * WINDOW);
	});

	it('keeps its place when the API does not say how long to wait, and who knows what it counts', async () => {
		const { clock, elapsed } = virtualClock(1_000_000);
		const pacer = createPacer(clock);
		const one = turn('p-image', 1);
		pacer.refused(await pacer.take(one), undefined);
		await pacer.takeAgain(one);
		expect(elapsed()).toBe(WINDOW);
		pacer.refused(refusedOne, undefined);
		await pacer.take(turn('p-image', undefined));
		expect(elapsed()).toBe(WINDOW + 1000);
	});
});

describe('a job that is made ready', () => {
	/** Starts so many jobs that do not end until they are let go. */
	function start(models: string[], perMinute: number | undefined) {
		const pacer = createPacer(virtualClock().clock);
		const begun: number[] = [];
		const ends: Array<() => void> = [];
		const all = Promise.all(
			models.map(
				async (model, index) =>
					await pacer.near({ model, perMinute }, async () => {
						begun.push(index);
						await new Promise<void>((resolve) => ends.push(resolve));
						return index;
					}),
			),
		);
		return { begun, ends, all };
	}
	const settled = async () => await new Promise((resolve) => setImmediate(resolve));
	const images = (count: number) => Array.from({ length: count }, () => 'p-image');

	it('is one of those that go out in the next 5 minutes; the others wait in their order', async () => {
		const { begun, ends, all } = start(images(14), 2);
		await settled();
		expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		ends.shift()!();
		ends.shift()!();
		await settled();
		expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
		while (ends.length > 0) {
			ends.shift()!();
			await settled();
		}
		expect(await all).toEqual(Array.from({ length: 14 }, (_, index) => index));
	});

	it('waits for no other where no limit is known', async () => {
		const { begun, ends, all } = start(images(2000), undefined);
		await settled();
		expect(begun).toHaveLength(2000);
		ends.forEach((end) => end());
		await all;
	});

	it('waits for no job of another model', async () => {
		const { begun, ends, all } = start([...images(6), 'p-video'], 1);
		await settled();
		expect(begun).toEqual([0, 1, 2, 3, 4, 6]);
		while (ends.length > 0) {
			ends.shift()!();
			await settled();
		}
		await all;
	});

	it('that fails lets the next one in, and fails alone', async () => {
		const pacer = createPacer(virtualClock().clock);
		const outcomes = await Promise.allSettled(
			Array.from({ length: 7 }, async (_, index) => {
				return await pacer.near(turn('p-image', 1), async () => {
					if (index < 5) throw new Error(`job ${index}`);
					return await Promise.resolve(index);
				});
			}),
		);
		expect(outcomes.map(({ status }) => status)).toEqual([
			...Array.from({ length: 5 }, () => 'rejected'),
			'fulfilled',
			'fulfilled',
		]);
	});
});
