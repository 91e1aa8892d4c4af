import { createClock } from '../../../nodes/Pruna/core/clock';
import { createGate } from '../../../nodes/Pruna/core/gate';
import { virtualClock } from './virtualClock';

/** When each of so many begins that come at once, in milliseconds. */
async function begins(count: number, busy = 0) {
	const time = virtualClock();
	// A sleep ends later by as long as the process is busy.
	const clock = { ...time.clock, sleep: async (seconds: number) => await time.clock.sleep(seconds + busy) };
	const gate = createGate(4, 0.01, clock);
	const begun: number[] = [];
	await Promise.all(
		Array.from({ length: count }, async (_, index) => {
			await gate.enter(gate);
			begun[index] = time.elapsed();
		}),
	);
	return begun;
}

describe('a gate', () => {
	it('lets a few begin at once, in the order in which they came, and the next few after a pause', async () => {
		expect(await begins(10)).toEqual([0, 0, 0, 0, 10, 10, 10, 10, 20, 20]);
	});

	it('pauses for as long again as the process was busy meanwhile', async () => {
		// 10 ms were to be slept and lasted 40 ms, so 30 ms more, and those last 30 ms longer as well.
		expect(await begins(9, 0.03)).toEqual([0, 0, 0, 0, 100, 100, 100, 100, 200]);
	});

	it('is open again after a while, and holds no timer when nobody comes', async () => {
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

	it('takes turns between owners, so that one piece of work does not wait behind hundreds', async () => {
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
