import { renewed, type Results } from '../../../bench/results';

const run = (wall: number) => ({
	wall,
	ideal: 1,
	requests: 1,
	submits: 1,
	finished: 1,
});

const results = (takenAt: string, more: Partial<Results> = {}): Results => ({
	takenAt,
	quick: false,
	machine: {},
	load: { before: 0, after: 0 },
	seconds: 1,
	wall: [],
	faults: [],
	stop: [],
	memory: [],
	packages: [],
	leftOut: [],
	...more,
});

const row = (scene: 'paced' | 'image 3 s', contender: string, count: number, wall: number) => ({
	scene,
	contender,
	count,
	runs: [run(wall)],
});

describe('what was taken again', () => {
	const full = results('first', {
		wall: [row('paced', 'A', 500, 70), row('paced', 'B', 500, 71), row('image 3 s', 'A', 500, 5)],
		stop: [{ contender: 'A', runs: 1, lastRequests: [], submitsAfter: 0 }],
	});
	const newer = results('second', { wall: [row('paced', 'A', 500, 65), row('paced', 'C', 500, 1)] });

	it('stands in the place of what it was taken for, and nothing else changes', () => {
		const { wall, stop, takenAt } = renewed(full, newer, ['Paced']);
		expect(wall.map(({ runs }) => runs[0]!.wall)).toEqual([65, 71, 5]);
		expect([stop, takenAt]).toEqual([full.stop, 'first']);
	});

	it('is named with its time, the last one of each scene', () => {
		const once = renewed(full, newer, ['Paced', 'Stop']);
		const twice = renewed(once, { ...newer, takenAt: 'third' }, ['Paced']);
		expect(twice.again).toEqual([
			{ scene: 'Stop', takenAt: 'second' },
			{ scene: 'Paced', takenAt: 'third' },
		]);
	});
});
