import { createClock } from '../../../nodes/Pruna/core/clock';
import { createGate } from '../../../nodes/Pruna/core/gate';
import { virtualClock } from './virtualClock';

/** @returns when each of several simultaneous callers starts, in milliseconds */
async function startTimes(count: number, busy = 0) {
	const time = virtualClock();
	// A sleep is longer by the time that the process is busy.
	const clock = { ...time.clock, sleep: async (seconds: number) => await time.clock.sleep(seconds + busy) };
	const gate = createGate(4, 0.01, clock);
	const started: number[] = [];
	await Promise.all(
		Array.from({ length: count }, async (_, index) => {
			await gate.enter(gate);
			started[index] = time.elapsed();
		}),
	);
	return started;
}

describe('a gate', () => {
	it('lets a few start immediately, in order of arrival, and the next few after a pause', async () => {
		expect(await startTimes(10)).toEqual([0, 0, 0, 0, 10, 10, 10, 10, 20, 20]);
	});

	it('extends the pause by the time that the process was busy', async () => {
		// The sleep of 10 ms took 40 ms, so the gate adds 30 ms, which also take 30 ms longer.
		expect(await startTimes(9, 0.03)).toEqual([0, 0, 0, 0, 100, 100, 100, 100, 200]);
	});

	it('is open again after a while and keeps no timer if there are no callers', async () => {
		jest.useFakeTimers();
		const gate = createGate(4, 0.01, createClock({ signal: undefined, check: () => undefined }));
		for (let index = 0; index < 4; index++) expect(gate.enter(gate)).toBeUndefined();
		await jest.advanceTimersByTimeAsync(50);
		expect(jest.getTimerCount()).toBe(0);
		for (let index = 0; index < 4; index++) expect(gate.enter(gate)).toBeUndefined();
		expect(gate.enter(gate)).toBeInstanceOf(Promise);
		await jest.advanceTimersByTimeAsync(50);
		jest.useRealTimers();
	});

	it('takes turns between owners, so that a single task does not wait behind hundreds', async () => {
		const { clock } = virtualClock();
		const gate = createGate(2, 0.01, clock);
		const [batch, single] = [{}, {}];
		const order: string[] = [];
		const works = [...Array<object>(6).fill(batch), single].map(async (owner, index) => {
			await gate.enter(owner);
			order.push(owner === single ? 'single' : `batch ${index}`);
		});
		await Promise.all(works);

		expect(order).toEqual(['batch 0', 'batch 1', 'batch 2', 'single', 'batch 3', 'batch 4', 'batch 5']);
	});
});
