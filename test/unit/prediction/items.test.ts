import fc from 'fast-check';
import { ExecutionCanceled } from '../../../nodes/Pruna/api/errors';
import { runItems } from '../../../nodes/Pruna/prediction/items';

async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
}

const goOn = { maxConcurrent: 100, stopOnFailure: false };

describe('the items of a run', () => {
	it('have their outcomes in their own order, however long each takes', async () => {
		const outcomes = await runItems(5, goOn, async (index) => {
			await turns(20 - 4 * index);
			return `item ${index}`;
		});
		expect(outcomes).toEqual([0, 1, 2, 3, 4].map((index) => ({ ok: true, value: `item ${index}` })));
	});

	it('run side by side', async () => {
		let running = 0;
		let most = 0;
		await runItems(50, goOn, async () => {
			most = Math.max(most, ++running);
			await turns(3);
			running--;
		});
		expect(most).toBe(50);
	});

	it('may be none', async () => {
		expect(await runItems(0, goOn, () => Promise.reject(new Error('never')))).toEqual([]);
	});

	it('are begun in their order, never more at once than allowed', async () => {
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
					const outcomes = await runItems(
						items.length,
						{ maxConcurrent, stopOnFailure: false },
						async (index) => {
							begun.push(index);
							most = Math.max(most, ++running);
							await turns(items[index]!.length);
							running--;
							if (items[index]!.fails) throw new Error('failed');
						},
					);
					expect(most).toBeLessThanOrEqual(maxConcurrent);
					expect(begun).toEqual(items.map((_, index) => index));
					expect(outcomes.map((outcome) => outcome?.ok)).toEqual(items.map(({ fails }) => !fails));
				},
			),
		);
	});
});

describe('an item that fails', () => {
	const failing = async (index: number) => {
		await turns(2);
		if (index === 1) throw new Error('item 1 failed');
		await turns(10);
		return index;
	};

	it('leaves the others alone when they are to go on', async () => {
		const outcomes = await runItems(4, { maxConcurrent: 1, stopOnFailure: false }, failing);
		expect(outcomes.map((outcome) => outcome?.ok)).toEqual([true, false, true, true]);
	});

	it('keeps items that have not begun from beginning when they are to stop', async () => {
		const outcomes = await runItems(4, { maxConcurrent: 1, stopOnFailure: true }, failing);
		expect(outcomes.map((outcome) => outcome?.ok)).toEqual([true, false, undefined, undefined]);
	});

	it('does not drop the items that run already: they are paid for', async () => {
		const outcomes = await runItems(5, { maxConcurrent: 3, stopOnFailure: true }, failing);
		expect(outcomes.map((outcome) => outcome?.ok)).toEqual([true, false, true, undefined, undefined]);
	});
});

describe('an execution that is stopped', () => {
	it('ends as a whole, even where items are to go on, and begins no other item', async () => {
		const begun: number[] = [];
		const run = runItems(10, { maxConcurrent: 2, stopOnFailure: false }, async (index) => {
			begun.push(index);
			await turns(1);
			throw new ExecutionCanceled();
		});
		await expect(run).rejects.toThrow(ExecutionCanceled);
		expect(begun).toEqual([0, 1]);
	});
});
