import type { TableChange } from '../../../../nodes/Pruna/prediction/remember/jobTable';
import { createTableQueue } from '../../../../nodes/Pruna/prediction/remember/tableQueue';
import { row } from './rows';

const remove = (value: number): TableChange => ({ remove: { column: 'id', value } });

it('combines simultaneous changes into one call, and changes that arrive during it into another', async () => {
	const calls: number[] = [];
	const queue = createTableQueue(
		async (changes) => {
			calls.push(changes.length);
			if (calls.length === 1) {
				void queue.add(remove(8), 'now');
				void queue.add(remove(9), 'now');
			}
			return await Promise.resolve([]);
		},
		async () => await Promise.resolve(),
	);
	const all = [1, 2, 3].map(async (id) => await queue.add(remove(id), 'now'));
	await Promise.all(all);

	expect(calls).toEqual([3, 2]);
});

it('sends up to a hundred changes per call, in order', async () => {
	const calls: TableChange[][] = [];
	const queue = createTableQueue(
		async (changes) => {
			calls.push([...changes]);
			return await Promise.resolve([]);
		},
		async () => await Promise.resolve(),
	);
	const changes = Array.from({ length: 250 }, (_, index) => remove(index));
	await Promise.all(changes.map(async (change) => await queue.add(change, 'now')));

	expect(calls.map(({ length }) => length)).toEqual([100, 100, 50]);
	expect(calls.flat()).toEqual(changes);
});

it('returns to each change the rows of its own job', async () => {
	const rows = [row({ id: 1, job: 'a' }), row({ id: 2, job: 'b' }), row({ id: 3, job: 'a' })];
	const queue = createTableQueue(
		async () => await Promise.resolve(rows),
		async () => await Promise.resolve(),
	);
	const [a, b, none] = await Promise.all([
		queue.add({ read: 'a' }, 'now'),
		queue.add({ read: 'b' }, 'now'),
		queue.add(remove(1), 'now'),
	]);

	expect([a, b, none].map((own) => own.map(({ id }) => id))).toEqual([[1, 3], [2], []]);
});

it('rejects every change of a failed call, and continues', async () => {
	let calls = 0;
	const queue = createTableQueue(
		async () => {
			if (++calls === 1) throw new Error('locked');
			return await Promise.resolve([]);
		},
		async () => await Promise.resolve(),
	);
	const outcomes = await Promise.allSettled([queue.add(remove(1), 'now'), queue.add(remove(2), 'now')]);

	expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	await expect(queue.add(remove(3), 'now')).resolves.toEqual([]);
});

it('briefly collects changes that must survive a crash; the others wait for those, or until the queue closes', async () => {
	const calls: number[] = [];
	const pauses: number[] = [];
	const queue = createTableQueue(
		async (changes) => {
			calls.push(changes.length);
			return await Promise.resolve([]);
		},
		async (seconds) => {
			pauses.push(seconds);
			await Promise.resolve();
		},
	);
	const later = [queue.add(remove(1), 'later'), queue.add(remove(2), 'later')];
	expect(pauses).toEqual([]);
	await queue.add(remove(3), 'soon');
	await Promise.all(later);
	const last = queue.add(remove(4), 'later');
	queue.close();
	await last;
	await queue.add(remove(5), 'later');

	expect(calls).toEqual([3, 1, 1]);
	expect(pauses).toEqual([0.2, 0, 0]);
});
