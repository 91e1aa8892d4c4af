import fc from 'fast-check';
import { ExecutionCanceled, RunHalted } from '../../../nodes/Pruna/core/errors';
import { createRunStop } from '../../../nodes/Pruna/core/stop';
import { createAccountPace } from '../../../nodes/Pruna/prediction/accountPace';
import { createPacer, type Turn } from '../../../nodes/Pruna/prediction/pace';
import { WINDOW, type Slot } from '../../../nodes/Pruna/prediction/paceNotes';
import { createPacePlan } from '../../../nodes/Pruna/prediction/pacePlan';
import { virtualClock } from '../core/virtualClock';

const MINUTE = 60_000;

/** An account with any number of runs, all with the model's limit. */
function account(perMinute: number | undefined) {
	const time = virtualClock();
	const pace = createAccountPace(
		createPacePlan(perMinute, () => 0.5),
		time.clock,
	);
	return {
		...time,
		pace,
		run(controller = new AbortController(), more: Partial<Turn> = {}) {
			const stop = createRunStop({
				signal: controller.signal,
				check() {
					if (controller.signal.aborted) throw new ExecutionCanceled();
				},
			});
			const pacer = createPacer(stop, () => pace);
			const turn: Turn = {
				model: 'p-image',
				perMinute,
				ownPerMinute: undefined,
				patience: Infinity,
				isSync: false,
				...more,
			};
			return {
				stop,
				pacer,
				turn,
				/** A submit that is answered immediately. */
				take: async () => {
					const slot = await pacer.take(turn);
					pacer.accepted(turn, slot, {});
					return slot;
				},
				/** A submit whose answer is still to come. */
				send: async () => await pacer.take(turn),
				again: async (patience = turn.patience) => await pacer.takeAgain({ ...turn, patience }),
				refuse: (slot: Slot, seconds?: number) => pacer.refused(turn, slot, seconds, {}),
			};
		},
	};
}

/** The most submits in any window of one minute. */
function mostPerMinute(times: readonly number[]): number {
	return Math.max(
		0,
		...times.map((begin) => times.filter((time) => time >= begin && time < begin + MINUTE).length),
	);
}

const times = <T>(count: number, make: (index: number) => T) =>
	Array.from({ length: count }, (_, index) => make(index));

describe('the submits of an account', () => {
	it('keep to any limit across runs, and stay in order within each run', async () => {
		const arrivals = fc.array(
			fc.record({
				run: fc.nat({ max: 2 }),
				pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90 })),
			}),
			{ maxLength: 30 },
		);
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 6 }), arrivals, async (perMinute, wanted) => {
				const one = account(perMinute);
				const runs = times(3, () => one.run());
				const gone: Array<{ run: number; index: number; time: number }> = [];
				const takes: Array<Promise<unknown>> = [];
				for (const [index, { run, pause }] of wanted.entries()) {
					if (pause > 0) await one.clock.sleep(pause);
					takes.push(runs[run]!.take().then(({ time }) => gone.push({ run, index, time })));
				}
				await Promise.all(takes);
				expect(mostPerMinute(gone.map(({ time }) => time))).toBeLessThanOrEqual(perMinute);
				for (const run of [0, 1, 2]) {
					const order = gone.filter((entry) => entry.run === run).map(({ index }) => index);
					expect(order).toEqual([...order].sort((a, b) => a - b));
				}
				expect(gone).toHaveLength(wanted.length);
			}),
			{ numRuns: 60 },
		);
	});

	it('go out as a burst up to the limit, a few at a time, so that the rest of n8n gets its turns', async () => {
		const one = account(250);
		const gone = (await Promise.all(times(250, one.run().take))).map(({ time }) => time);
		expect(one.elapsed()).toBeLessThan(1000);
		const together = [...new Set(gone)].map((time) => gone.filter((other) => other === time).length);
		expect(Math.max(...together)).toBeLessThanOrEqual(4);
	});

	it('take little more than a minute for twice the limit', async () => {
		const one = account(250);
		await Promise.all(times(500, one.run().take));
		expect(one.elapsed()).toBeGreaterThanOrEqual(WINDOW);
		expect(one.elapsed()).toBeLessThanOrEqual(1.03 * MINUTE);
	});

	it('do not wait for anything else without a limit', async () => {
		const one = account(undefined);
		await Promise.all(times(20_000, one.run().take));
		expect(one.elapsed()).toBeLessThanOrEqual((20_000 / 4) * 10);
	});
});

describe('submits in progress', () => {
	it('are limited in number for n8n’s sake: the next one waits for any kind of answer', async () => {
		const one = account(undefined);
		const run = one.run();
		const gone: Slot[] = [];
		const all = times(100, async () => await run.send().then((slot) => gone.push(slot)));
		await one.clock.sleep(10);
		expect(gone).toHaveLength(24);
		run.pacer.accepted(run.turn, gone[0]!, {});
		run.pacer.unanswered(run.turn, gone[1]!);
		run.pacer.unanswered(run.turn, gone[1]!);
		await one.clock.sleep(1);
		expect(gone).toHaveLength(26);
		run.refuse(gone[2]!, 1);
		await one.clock.sleep(61);
		expect(gone).toHaveLength(27);
		for (let answered = 3; answered < 100; answered++) {
			while (gone[answered] === undefined) await one.clock.sleep(1);
			run.pacer.unanswered(run.turn, gone[answered]!);
		}
		await Promise.all(all);
	});

	it('do not include those that are not sent after all, and these do not count toward the limit either', async () => {
		const one = account(100);
		const run = one.run();
		for (let sent = 0; sent < 300; sent++) run.pacer.unused(run.turn, await run.send());
		expect(one.elapsed()).toBeLessThan(5000);
		await Promise.all(times(100, one.run().take));
		expect(one.elapsed()).toBeLessThan(10_000);
	});

	it('are not limited if the answer comes when the job ends', async () => {
		const one = account(undefined);
		const run = one.run(undefined, { isSync: true });
		await Promise.all(times(300, run.send));
		expect(one.elapsed()).toBeLessThan(1000);
	});
});

describe('turns', () => {
	it('alternate between runs, so that one item does not wait for a whole batch', async () => {
		const one = account(1);
		const order: string[] = [];
		const batch = one.run();
		const all = times(8, async (index) => await batch.take().then(() => order.push(`batch ${index}`)));
		await one.clock.sleep(150);
		all.push(
			one
				.run()
				.take()
				.then(() => order.push('single')),
		);
		await Promise.all(all);
		expect(order.indexOf('single')).toBeLessThanOrEqual(4);
		expect(order.filter((name) => name !== 'single')).toEqual(times(8, (index) => `batch ${index}`));
	});

	it('go to a refused submit before the first tries of its own run', async () => {
		const one = account(1);
		const run = one.run();
		await run.take();
		const order: string[] = [];
		const all = times(3, async (index) => await run.take().then(() => order.push(`new ${index}`)));
		all.push(run.again().then(() => order.push('again')));
		await Promise.all(all);
		expect(order).toEqual(['again', 'new 0', 'new 1', 'new 2']);
	});
});

describe("a run's own limit", () => {
	it('limits only its own submits', async () => {
		const one = account(100);
		const slow = one.run(undefined, { ownPerMinute: 2 });
		const quick = one.run();
		const slowTimes = Promise.all(times(5, async () => (await slow.take()).time));
		const quickTimes = Promise.all(times(20, async () => (await quick.take()).time));
		expect(Math.max(...(await quickTimes)) - Math.min(...(await quickTimes))).toBeLessThan(100);
		expect(mostPerMinute(await slowTimes)).toBe(2);
		expect(one.elapsed()).toBe(2 * WINDOW);
	});

	it('does not count refused submits', async () => {
		const one = account(undefined);
		const run = one.run(undefined, { ownPerMinute: 1 });
		run.refuse(await run.send(), 3);
		await run.again();
		expect(one.elapsed()).toBeLessThan(WINDOW);
	});
});

describe('a stopped run', () => {
	it.each([
		['canceled', ExecutionCanceled],
		['halted', RunHalted],
	])('leaves the queue immediately when it is %s, and holds up no other run', async (how, kind) => {
		const one = account(1);
		const controller = new AbortController();
		const batch = one.run(controller);
		await batch.take();
		const waiting = Promise.allSettled(times(2000, batch.take));
		const other = one.run().take();
		await one.clock.sleep(1);
		if (how === 'canceled') controller.abort();
		else batch.stop.halt();

		for (const outcome of await waiting) {
			expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(kind) as Error });
		}
		expect(one.elapsed()).toBeLessThan(2000);
		await other;
		expect(one.elapsed()).toBeLessThanOrEqual(WINDOW + 250);
		await expect(batch.take()).rejects.toThrow(kind);
	});
});

describe('a pause', () => {
	it('delays the submits of all runs', async () => {
		const one = account(undefined);
		const run = one.run();
		run.refuse(await run.send(), 20);
		await one.run().take();
		expect(one.elapsed()).toBeGreaterThanOrEqual(20_000);
	});

	it('can be extended by another pause, never shortened', async () => {
		const one = account(500);
		const run = one.run();
		const [first, second, third] = await Promise.all(times(3, run.take));
		run.refuse(first!, 5);
		run.refuse(second!, 20);
		run.refuse(third!, 10);
		await run.again();
		expect(one.elapsed()).toBeGreaterThanOrEqual(20_000);
		expect(one.elapsed()).toBeLessThan(25_000);
	});

	it('longer than an item may wait fails the item immediately, with an error that explains it, and costs nothing', async () => {
		const one = account(250);
		const run = one.run(undefined, { patience: 300 });
		run.refuse(await run.send(), 86_400);
		await expect(run.take()).rejects.toMatchObject({
			message: "Pruna's rate limit has been reached",
			advice:
				"The next submit is possible in 86400 seconds, which is longer than this item may wait. Run fewer items per minute, or ask Pruna to raise your account's limit.",
			job: 'none',
			httpCode: '429',
		});
		expect(one.elapsed()).toBe(0);
	});

	it('also fails items that are already waiting for their turn, but none that have enough time', async () => {
		const one = account(1);
		const run = one.run(undefined, { patience: 10 });
		const slot = await run.take();
		const impatient = run.take();
		const patient = one.run(undefined, { patience: 300 }).take();
		await one.clock.sleep(1);
		run.refuse(slot, 100);
		await expect(impatient).rejects.toThrow('rate limit');
		expect(one.elapsed()).toBe(1000);
		await patient;
		expect(one.elapsed()).toBeGreaterThanOrEqual(101_000);
	});

	it('counts toward the time that a refused submit may still wait', async () => {
		const one = account(1);
		const run = one.run();
		const slot = await run.take();
		const again = run.again(30);
		await one.clock.sleep(20);
		run.refuse(slot, 15);
		await expect(again).rejects.toThrow('rate limit');
		expect(one.elapsed()).toBe(20_000);
	});
});

describe('jobs', () => {
	it('are prepared at most five minutes before their turn', async () => {
		const { pacer, turn } = account(3).run();
		const ready: number[] = [];
		const jobs = times(
			40,
			async (index) =>
				await pacer.near(turn, async () => {
					ready.push(index);
					pacer.accepted(turn, await pacer.take(turn), {});
				}),
		);
		await new Promise((resolve) => setImmediate(resolve));
		expect(ready.length).toBeLessThanOrEqual(15 + 3);
		await Promise.all(jobs);
		expect(ready).toEqual(times(40, (index) => index));
	});
});

describe('the memory of an account', () => {
	it('is kept for a while, and for as long as the pause that the API asked for', async () => {
		const one = account(5);
		const run = one.run();
		await run.take();
		await one.clock.sleep(5 * 60);
		expect(one.pace.isIdle()).toBe(false);
		await one.clock.sleep(6 * 60);
		expect(one.pace.isIdle()).toBe(true);
		run.refuse(await run.send(), 3600);
		await one.clock.sleep(30 * 60);
		expect(one.pace.isIdle()).toBe(false);
		await one.clock.sleep(31 * 60);
		expect(one.pace.isIdle()).toBe(true);
	});
});
