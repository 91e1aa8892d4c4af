import { eventually, until } from '../until';

it('waits until the condition holds, and returns its value', async () => {
	let asked = 0;
	const third = async () => await Promise.resolve(++asked === 3 && 'third');

	expect(await until(third, 'the third time')).toBe('third');
	expect(asked).toBe(3);
});

it('says what it waited for when it times out', async () => {
	await expect(until(() => false, 'a miracle', 0.02)).rejects.toThrow(
		'Timed out after 0.02 seconds waiting for a miracle',
	);
});

it('ends immediately if the condition throws', async () => {
	const condition = jest.fn(() => {
		throw new Error('out of order');
	});

	await expect(until(condition, 'a miracle')).rejects.toThrow('out of order');
	expect(condition).toHaveBeenCalledTimes(1);
});

it("is not affected by a test's fake timers", async () => {
	jest.useFakeTimers();
	try {
		await expect(until(() => false, 'a miracle', 0.02)).rejects.toThrow('Timed out');
	} finally {
		jest.useRealTimers();
	}
});

it("waits until an assertion holds, and fails with the assertion's error", async () => {
	let asked = 0;
	await eventually(() => expect(++asked).toBe(3));
	expect(asked).toBe(3);

	await expect(eventually(() => expect('red').toBe('green'), 0.02)).rejects.toThrow('Expected: "green"');
});
