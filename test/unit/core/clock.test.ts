import { sleep } from 'n8n-workflow';
import { ExecutionCanceled, RunHalted } from '../../../nodes/Pruna/core/errors';
import { createClock } from '../../../nodes/Pruna/core/clock';
import { createExecutionStop, createRunStop } from '../../../nodes/Pruna/core/stop';

jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<{ sleep: typeof sleep }>('n8n-workflow');
	return { ...actual, sleep: jest.fn(actual.sleep) };
});

const stopOf = (signal?: AbortSignal) =>
	createRunStop(createExecutionStop({ getExecutionCancelSignal: () => signal }));
const clockOf = (signal?: AbortSignal) => createClock(stopOf(signal));

/** Records whether the promise has ended, so that a test can check without waiting. */
function watch(promise: Promise<void>) {
	const seen = { ended: false };
	const mark = () => {
		seen.ended = true;
	};
	promise.then(mark, mark);
	return seen;
}

describe('sleeping', () => {
	const { sleep: standard } = jest.requireActual<{ sleep: typeof sleep }>('n8n-workflow');
	afterEach(() => {
		jest.useRealTimers();
		jest.mocked(sleep).mockImplementation(standard);
	});

	it.each([2.5, 0.03])('lasts exactly as long as requested: %d s', async (seconds) => {
		jest.useFakeTimers();
		const slept = watch(clockOf().sleep(seconds));
		await jest.advanceTimersByTimeAsync(seconds * 1000 - 1);
		expect(slept.ended).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		expect(slept.ended).toBe(true);
	});

	it('can last hours', async () => {
		jest.useFakeTimers();
		const slept = watch(clockOf().sleep(2 * 3600));
		await jest.advanceTimersByTimeAsync(2 * 3600 * 1000 - 1);
		expect(slept.ended).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		expect(slept.ended).toBe(true);
	});

	it('needs few timers, however many sleep in parallel, and wakes each at its own time', async () => {
		jest.useFakeTimers();
		const clock = clockOf();
		const begun = clock.now();
		const woken: number[] = [];
		jest.mocked(sleep).mockClear();
		const all = Promise.all(
			Array.from({ length: 500 }, async (_, index) => {
				await clock.sleep(1 + index / 1000);
				woken.push(clock.now() - begun);
			}),
		);
		await jest.advanceTimersByTimeAsync(2000);
		await all;
		expect(woken).toEqual(Array.from({ length: 500 }, (_, index) => 1000 + index));
		// One timer each for the last part of the sleep; before that, one per tenth of a second for all of them.
		expect(jest.mocked(sleep).mock.calls.length).toBeLessThan(500 + 20);
	});

	it('wakes no sleeper early, however many sleep', async () => {
		jest.useFakeTimers();
		const check = jest.fn();
		const clock = createClock({ signal: undefined, check });
		const all = Promise.all(Array.from({ length: 1000 }, async () => await clock.sleep(60)));
		await jest.advanceTimersByTimeAsync(60_000);
		await all;
		// For each sleeper at the start, in its last slice, and at the end, plus once per slice for all of them.
		expect(check.mock.calls.length).toBeLessThanOrEqual(3 * 1000 + 600);
	});

	it('lasts exactly as long as requested for a sleeper that starts in the middle of others’ sleep', async () => {
		jest.useFakeTimers();
		const clock = clockOf();
		const begun = clock.now();
		const woken: number[] = [];
		const all = [0, 37, 99, 100, 163].map(async (pause) => {
			await new Promise((resolve) => setTimeout(resolve, pause));
			await clock.sleep(0.35);
			woken.push(clock.now() - begun);
		});
		await jest.advanceTimersByTimeAsync(1000);
		await Promise.all(all);
		expect(woken).toEqual([350, 387, 449, 450, 513]);
	});

	it('ends for all sleepers when the execution is stopped', async () => {
		const controller = new AbortController();
		const clock = clockOf(controller.signal);
		const all = Promise.allSettled([3600, 7200, 0.05].map(async (seconds) => await clock.sleep(seconds)));
		controller.abort();
		for (const outcome of await all) {
			expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(ExecutionCanceled) as Error });
		}
	});

	it.each([0, -1, NaN])('for %d seconds ends immediately', async (seconds) => {
		await expect(clockOf().sleep(seconds)).resolves.toBeUndefined();
	});

	it('ends when the execution is stopped, without waiting for the rest', async () => {
		const controller = new AbortController();
		const sleeping = clockOf(controller.signal).sleep(24 * 3600);
		controller.abort();
		await expect(sleeping).rejects.toThrow(ExecutionCanceled);
	});

	it('ends soon after a stop even in older n8n, whose own sleep does not react to it', async () => {
		jest.useFakeTimers();
		jest
			.mocked(sleep)
			.mockImplementation(async (ms) => await new Promise<void>((resolve) => setTimeout(resolve, ms)));
		const controller = new AbortController();
		const slept = watch(clockOf(controller.signal).sleep(24 * 3600));
		await jest.advanceTimersByTimeAsync(5000);
		controller.abort();
		expect(slept.ended).toBe(false);
		await jest.advanceTimersByTimeAsync(1000);
		expect(slept.ended).toBe(true);
	});

	it.each([0, 3600])('does not start in a stopped execution: %d s', async (seconds) => {
		await expect(clockOf(AbortSignal.abort()).sleep(seconds)).rejects.toThrow(ExecutionCanceled);
	});

	it('ends soon after the run was halted', async () => {
		jest.useFakeTimers();
		const stop = stopOf();
		const sleeping = createClock(stop).sleep(24 * 3600);
		const slept = watch(sleeping);
		await jest.advanceTimersByTimeAsync(5000);
		expect(slept.ended).toBe(false);
		stop.halt();
		await jest.advanceTimersByTimeAsync(1000);
		expect(slept.ended).toBe(true);
		await expect(sleeping).rejects.toThrow(RunHalted);
	});

	it.each([0, 3600])('does not start in a halted run: %d s', async (seconds) => {
		const stop = stopOf();
		stop.halt();
		await expect(createClock(stop).sleep(seconds)).rejects.toThrow(RunHalted);
	});
});

describe('sleeping for no time', () => {
	it('lets other pending work run first', async () => {
		const done: string[] = [];
		// A timer set earlier fires first. With promises alone, it would have to wait.
		setTimeout(() => done.push('other work'), 0);
		await clockOf().sleep(0);
		done.push('this work');
		expect(done).toEqual(['other work', 'this work']);
	});

	it('notices a stop in the meantime', async () => {
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 0);
		await expect(clockOf(controller.signal).sleep(0)).rejects.toThrow(ExecutionCanceled);
	});

	it('notices a halt in the meantime', async () => {
		const stop = stopOf();
		setTimeout(() => stop.halt(), 0);
		await expect(createClock(stop).sleep(0)).rejects.toThrow(RunHalted);
	});
});

describe('the time', () => {
	it('advances while sleeping', async () => {
		jest.useFakeTimers({ now: 5000 });
		const clock = clockOf();
		expect(clock.now()).toBe(5000);
		const slept = clock.sleep(1);
		await jest.advanceTimersByTimeAsync(1000);
		await slept;
		expect(clock.now()).toBe(6000);
		jest.useRealTimers();
	});
});

describe('a random number', () => {
	it('is at least 0 and less than 1', () => {
		const clock = clockOf();
		const numbers = Array.from({ length: 1000 }, () => clock.random());
		expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...numbers)).toBeLessThan(1);
		expect(new Set(numbers).size).toBeGreaterThan(1);
	});
});
