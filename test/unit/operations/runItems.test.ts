import fc from 'fast-check';
import { ExecutionCanceled, RunHalted } from '../../../nodes/Pruna/core/errors';
import { runItems } from '../../../nodes/Pruna/operations/runItems';
import { createExecutionStop, createRunStop } from '../../../nodes/Pruna/core/stop';

async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
}

const indices = (count: number) => Array.from({ length: count }, (_, index) => index);
const goOn = () => undefined;

describe('the items of a run', () => {
	it('return their outcomes in order, however long each takes', async () => {
		const outcomes = await runItems(
			indices(5),
			100,
			async (index) => {
				await turns(20 - 4 * index);
				return `item ${index}`;
			},
			goOn,
		);
		expect(outcomes).toEqual([0, 1, 2, 3, 4].map((index) => ({ ok: true, value: `item ${index}` })));
	});

	it('run in parallel', async () => {
		let running = 0;
		let most = 0;
		await runItems(
			indices(50),
			100,
			async () => {
				most = Math.max(most, ++running);
				await turns(3);
				running--;
			},
			goOn,
		);
		expect(most).toBe(50);
	});

	it('may be none', async () => {
		expect(await runItems([], 100, () => Promise.reject(new Error('never')), goOn)).toEqual([]);
	});

	it('are started in order, never more in parallel than allowed', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 6 }),
				fc.array(fc.record({ length: fc.integer({ min: 0, max: 9 }), fails: fc.boolean() }), {
					maxLength: 30,
				}),
				async (maxConcurrent, items) => {
					const begun: number[] = [];
					let running = 0;
					let most = 0;
					let failures = 0;
					const outcomes = await runItems(
						[...items.entries()],
						maxConcurrent,
						async ([index, { length, fails }]) => {
							begun.push(index);
							most = Math.max(most, ++running);
							await turns(length);
							running--;
							if (fails) throw new Error('failed');
						},
						() => failures++,
					);
					expect(failures).toBe(items.filter(({ fails }) => fails).length);
					expect(most).toBeLessThanOrEqual(maxConcurrent);
					expect(begun).toEqual(items.map((_, index) => index));
					expect(outcomes.map((outcome) => outcome?.ok)).toEqual(items.map(({ fails }) => !fails));
				},
			),
		);
	});
});

describe('an item that fails', () => {
	/** Items as the node runs them: each checks for a stop before it starts and at every step. */
	async function run(count: number, maxConcurrent: number, haltsOnFailure: boolean) {
		const stop = createRunStop(createExecutionStop({ getExecutionCancelSignal: () => undefined }));
		const begun: number[] = [];
		const outcomes = await runItems(
			indices(count),
			maxConcurrent,
			async (index) => {
				stop.check();
				begun.push(index);
				await turns(2);
				if (index === 1) throw new Error('item 1 failed');
				await turns(10);
				stop.check();
				return index;
			},
			() => {
				if (haltsOnFailure) stop.halt();
			},
		);
		return { begun, outcomes };
	}
	const failed = { ok: false, error: new Error('item 1 failed') };

	it('does not affect the others if they should continue', async () => {
		const { outcomes } = await run(4, 1, false);
		expect(outcomes).toEqual([
			{ ok: true, value: 0 },
			failed,
			{ ok: true, value: 2 },
			{ ok: true, value: 3 },
		]);
	});

	it('keeps other items from starting if they should stop', async () => {
		const { begun, outcomes } = await run(4, 1, true);
		expect(outcomes).toEqual([{ ok: true, value: 0 }, failed, undefined, undefined]);
		expect(begun).toEqual([0, 1]);
	});

	it('ends running items at their next step without an error of their own', async () => {
		const { begun, outcomes } = await run(5, 3, true);
		expect(outcomes).toEqual([undefined, failed, undefined, undefined, undefined]);
		expect(begun).toEqual([0, 1, 2]);
	});

	it('is reported immediately, while the others run', async () => {
		const events: string[] = [];
		await runItems(
			indices(2),
			2,
			async (index) => {
				await turns(index === 0 ? 50 : 1);
				events.push(`item ${index} ends`);
				if (index === 1) throw new Error('failed');
			},
			() => events.push('failure'),
		);
		expect(events).toEqual(['item 1 ends', 'failure', 'item 0 ends']);
	});

	it('leaves only the outcomes of halted items undefined', async () => {
		const errors = [new RunHalted(), new Error('RunHalted'), new TypeError('a bug')];
		const outcomes = await runItems(errors, 4, async (error) => await Promise.reject(error), goOn);
		expect(outcomes).toEqual([undefined, ...errors.slice(1).map((error) => ({ ok: false, error }))]);
	});
});

describe('an execution that is stopped', () => {
	it('ends as a whole, even if items should continue after a failure, and starts no other item', async () => {
		const controller = new AbortController();
		const stop = createRunStop(createExecutionStop({ getExecutionCancelSignal: () => controller.signal }));
		const begun: number[] = [];
		const run = runItems(
			indices(10),
			2,
			async (index) => {
				stop.check();
				begun.push(index);
				await turns(1);
				controller.abort();
				stop.check();
			},
			goOn,
		);
		await expect(run).rejects.toThrow(ExecutionCanceled);
		expect(begun).toEqual([0, 1]);
	});

	it('ends as a whole even if only one item has noticed, and only after all have ended', async () => {
		let ended = 0;
		const run = runItems(
			indices(3),
			3,
			async (index) => {
				if (index === 0) throw new ExecutionCanceled();
				await turns(20);
				ended++;
				if (index === 1) throw new Error('failed');
			},
			goOn,
		);
		await expect(run).rejects.toThrow(ExecutionCanceled);
		expect(ended).toBe(2);
	});
});
