import fc from 'fast-check';
import { createLimit } from '../../../nodes/Pruna/core/limit';

async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) await Promise.resolve();
}

describe('a limit', () => {
	const turnCount = fc.integer({ min: 0, max: 20 });

	it('never lets more tasks run in parallel than allowed, whenever they arrive', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 5 }),
				fc.array(fc.record({ arrives: turnCount, lasts: turnCount }), { maxLength: 30 }),
				async (concurrency, tasks) => {
					const limited = createLimit(concurrency);
					let running = 0;
					let most = 0;
					await Promise.all(
						tasks.map(async ({ arrives, lasts }) => {
							await turns(arrives);
							await limited(async () => {
								most = Math.max(most, ++running);
								await turns(lasts);
								running--;
							});
						}),
					);
					expect(most).toBeLessThanOrEqual(concurrency);
				},
			),
		);
	});

	it('lets as many tasks run in parallel as allowed', async () => {
		const limited = createLimit(3);
		let running = 0;
		const seen = await Promise.all(
			Array.from(
				{ length: 6 },
				async () =>
					await limited(async () => {
						running++;
						await turns(5);
						return running--;
					}),
			),
		);
		expect(Math.max(...seen)).toBe(3);
	});

	it('starts tasks in order of arrival', async () => {
		const limited = createLimit(2);
		const started: number[] = [];
		const task = (index: number) => async () => {
			started.push(index);
			await turns(10 - index);
		};
		await Promise.all([0, 1, 2, 3, 4, 5].map(async (index) => await limited(task(index))));
		expect(started).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('does not let a newcomer overtake waiting tasks', async () => {
		const limited = createLimit(1);
		const started: string[] = [];
		const first = limited(async () => await turns(1));
		const second = limited(() => Promise.resolve(started.push('second')));
		const third = first.then(async () => await limited(() => Promise.resolve(started.push('third'))));
		await Promise.all([first, second, third]);
		expect(started).toEqual(['second', 'third']);
	});

	it('returns each task’s own result', async () => {
		const limited = createLimit(1);
		expect(
			await Promise.all([limited(() => Promise.resolve('a')), limited(() => Promise.resolve('b'))]),
		).toEqual(['a', 'b']);
	});

	it('frees the slot of a task that rejects or throws immediately', async () => {
		const limited = createLimit(1);
		const rejected = limited(() => Promise.reject(new Error('rejected')));
		const thrown = limited(() => {
			throw new Error('thrown');
		});
		await expect(rejected).rejects.toThrow('rejected');
		await expect(thrown).rejects.toThrow('thrown');
		expect(await limited(() => Promise.resolve('next'))).toBe('next');
	});

	it('is free again after all tasks', async () => {
		const limited = createLimit(3);
		await Promise.all(Array.from({ length: 10 }, async () => await limited(async () => await turns(2))));
		let running = 0;
		const most = await Promise.all(
			[0, 1, 2].map(
				async () =>
					await limited(async () => {
						running++;
						await turns(5);
						return running;
					}),
			),
		);
		expect(most).toEqual([3, 3, 3]);
	});
});
