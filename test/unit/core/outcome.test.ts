import { mapError, settle, settleAll, settleCall } from '../../../nodes/Pruna/core/outcome';

async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
}

describe('an outcome', () => {
	it('is the value', async () => {
		expect(await settle(Promise.resolve(7))).toEqual({ ok: true, value: 7 });
	});

	it.each([new Error('broken'), 'text', undefined])('is the thrown error: %p', async (error) => {
		expect(await settle(Promise.reject(error as Error))).toEqual({ ok: false, error });
	});
});

describe('many promises', () => {
	it('return their values in order', async () => {
		const promises = [3, 1, 2].map(async (count) => {
			await turns(count);
			return count;
		});
		expect(await settleAll(promises)).toEqual([3, 1, 2]);
	});

	it('may be none', async () => {
		expect(await settleAll([])).toEqual([]);
	});

	it('have all settled when the failure of one is thrown', async () => {
		let ended = 0;
		const failing = Promise.reject(new Error('early'));
		const slow = [5, 50].map(async (count) => {
			await turns(count);
			ended++;
		});
		await expect(settleAll([...slow, failing])).rejects.toThrow('early');
		expect(ended).toBe(2);
	});

	it('throw the first error, by their order, unchanged', async () => {
		const first = new Error('first');
		const late = turns(20).then(() => {
			throw first;
		});
		await expect(settleAll([Promise.resolve(), late, Promise.reject(new Error('second'))])).rejects.toBe(
			first,
		);
	});

	it('throw even an error that is undefined', async () => {
		await expect(settleAll([Promise.reject(undefined as unknown as Error)])).rejects.toBeUndefined();
	});
});

describe('a promise with a mapped error', () => {
	it('returns its value and maps nothing', async () => {
		const change = jest.fn();
		expect(await mapError(Promise.resolve(7), change)).toBe(7);
		expect(change).not.toHaveBeenCalled();
	});

	it('passes the original error to the mapping and throws the result', async () => {
		const [error, other] = [new Error('broken'), new Error('explained')];
		const change = jest.fn(() => other);
		await expect(mapError(Promise.reject(error), change)).rejects.toBe(other);
		expect(change.mock.calls).toEqual([[error]]);
	});

	it('throws its own error if the mapping returns it', async () => {
		const error = new Error('broken');
		await expect(mapError(Promise.reject(error), (same) => same)).rejects.toBe(error);
	});

	it('throws even if undefined was thrown or returned by the mapping', async () => {
		const thrown = settleAll([Promise.reject(undefined as unknown as Error)]);
		await expect(mapError(thrown, (error) => [error])).rejects.toEqual([undefined]);
		await expect(mapError(Promise.reject(new Error('x')), () => undefined)).rejects.toBeUndefined();
	});
});

describe('the outcome of a call', () => {
	it.each([() => 7, () => Promise.resolve(7)])('is its value, immediately or later', async (call) => {
		expect(await settleCall(call)).toEqual({ ok: true, value: 7 });
	});

	it('is the error that it throws before it returns a promise', async () => {
		const error = new Error('immediate failure');
		const call = (): Promise<number> => {
			throw error;
		};
		expect(await settleCall(call)).toEqual({ ok: false, error });
	});

	it('is the error that its promise rejects with', async () => {
		const error = new Error('later');
		expect(await settleCall(async () => await Promise.reject(error))).toEqual({ ok: false, error });
	});

	it('takes only one call', async () => {
		const call = jest.fn(() => 7);
		await settleCall(call);
		expect(call).toHaveBeenCalledTimes(1);
	});
});
