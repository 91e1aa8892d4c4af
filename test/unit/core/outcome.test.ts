import { settle, settleAll } from '../../../nodes/Pruna/core/outcome';

async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
}

describe('an outcome', () => {
	it('is the value', async () => {
		expect(await settle(Promise.resolve(7))).toEqual({ ok: true, value: 7 });
	});

	it.each([new Error('broken'), 'text', undefined])('is what was thrown: %p', async (error) => {
		expect(await settle(Promise.reject(error as Error))).toEqual({ ok: false, error });
	});
});

describe('many promises', () => {
	it('give their values in their own order', async () => {
		const promises = [3, 1, 2].map(async (count) => {
			await turns(count);
			return count;
		});
		expect(await settleAll(promises)).toEqual([3, 1, 2]);
	});

	it('may be none', async () => {
		expect(await settleAll([])).toEqual([]);
	});

	it('have all ended when one of them fails', async () => {
		let ended = 0;
		const failing = Promise.reject(new Error('early'));
		const slow = [5, 50].map(async (count) => {
			await turns(count);
			ended++;
		});
		await expect(settleAll([...slow, failing])).rejects.toThrow('early');
		expect(ended).toBe(2);
	});

	it('throw the first error by their order, as it is', async () => {
		const first = new Error('first');
		const late = turns(20).then(() => {
			throw first;
		});
		await expect(settleAll([Promise.resolve(), late, Promise.reject(new Error('second'))])).rejects.toBe(
			first,
		);
	});

	it('throw also an error that is undefined', async () => {
		await expect(settleAll([Promise.reject(undefined as unknown as Error)])).rejects.toBeUndefined();
	});
});
