import fc from 'fast-check';
import { createPaceQueue } from '../../../nodes/Pruna/prediction/paceQueue';

const all = () => true;

/** Takes everything out of the queue. */
function drain<T>(queue: ReturnType<typeof createPaceQueue<T>>, mayGo: (entry: T) => boolean = all): T[] {
	const out: T[] = [];
	for (let next = queue.next(mayGo); next !== undefined; next = queue.next(mayGo)) out.push(next);
	return out;
}

describe('turns', () => {
	it('alternate between runs, and stay in order within each run', () => {
		const queue = createPaceQueue<string>();
		const [a, b, c] = [{}, {}, {}];
		for (const entry of ['a1', 'a2', 'a3']) queue.add(a, entry, false);
		queue.add(b, 'b1', false);
		for (const entry of ['c1', 'c2']) queue.add(c, entry, false);
		expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
		expect(queue.size).toBe(0);
	});

	it('go to a refused submit before the first tries of its run, and stay in order among refused ones', () => {
		const queue = createPaceQueue<string>();
		const run = {};
		queue.add(run, 'new', false);
		queue.add(run, 'again 1', true);
		queue.add(run, 'again 2', true);
		expect(drain(queue)).toEqual(['again 1', 'again 2', 'new']);
	});

	it('skip a run that may not go, which keeps its place', () => {
		const queue = createPaceQueue<string>();
		const [a, b] = [{}, {}];
		queue.add(a, 'a1', false);
		queue.add(b, 'b1', false);
		queue.add(b, 'b2', false);
		expect(queue.next((entry) => entry !== 'a1')).toBe('b1');
		expect(queue.heads()).toEqual(['a1', 'b2']);
		expect(queue.next(() => false)).toBeUndefined();
		expect(drain(queue)).toEqual(['a1', 'b2']);
	});

	it('are never further away than the number of runs, and never come twice', () => {
		const entries = fc.array(fc.tuple(fc.nat({ max: 4 }), fc.boolean()), { maxLength: 60 });
		fc.assert(
			fc.property(entries, (wanted) => {
				const queue = createPaceQueue<number>();
				const runs = Array.from({ length: 5 }, () => ({}));
				wanted.forEach(([run, isAgain], entry) => queue.add(runs[run]!, entry, isAgain));
				expect(queue.size).toBe(wanted.length);
				const order = drain(queue);
				expect([...order].sort((a, b) => a - b)).toEqual(wanted.map((_, entry) => entry));
				const firsts = runs.flatMap((_, run) => {
					const place = order.findIndex((entry) => wanted[entry]![0] === run);
					return place < 0 ? [] : [place];
				});
				expect(Math.max(-1, ...firsts)).toBeLessThan(runs.length);
			}),
		);
	});
});

describe('a run that leaves', () => {
	it('takes all of its own entries with it, and no others', () => {
		const queue = createPaceQueue<string>();
		const [a, b] = [{}, {}];
		queue.add(a, 'a1', false);
		queue.add(b, 'b1', false);
		queue.add(a, 'a0', true);
		expect(queue.leave(a)).toEqual(['a0', 'a1']);
		expect(queue.leave(a)).toEqual([]);
		expect(queue.size).toBe(1);
		expect(drain(queue)).toEqual(['b1']);
	});

	it('can also lose single entries, which a predicate picks from any run', () => {
		const queue = createPaceQueue<number>();
		const [a, b] = [{}, {}];
		for (const entry of [1, 2, 3, 4]) queue.add(entry % 2 ? a : b, entry, entry === 4);
		expect(queue.remove((entry) => entry !== 3).sort()).toEqual([1, 2, 4]);
		expect(queue.size).toBe(1);
		expect(queue.heads()).toEqual([3]);
	});
});
