/** The waiting entries of one run. */
interface Line<T> {
	/** Refused submits, which have already waited their turn. */
	readonly again: T[];
	readonly waiting: T[];
}

/** A queue in which runs take turns, so that a run with one item does not wait behind a batch of hundreds. */
export interface PaceQueue<T> {
	readonly size: number;
	/** @param isAgain Puts the entry before those of its run that have not had a turn */
	add(run: object, entry: T, isAgain: boolean): void;
	/**
	 * Removes the next entry: the first of the run whose turn comes next and that may go.
	 *
	 * @param mayGo Says whether a run whose next entry is this one may go
	 */
	next(mayGo: (entry: T) => boolean): T | undefined;
	/** The next entry of each run. */
	heads(): T[];
	/** Removes all entries of a run. */
	leave(run: object): T[];
	/** Removes all entries that match. */
	remove(isOut: (entry: T) => boolean): T[];
}

export function createPaceQueue<T>(): PaceQueue<T> {
	/** In the order of their turns, because a Map keeps the order in which its keys were added. */
	const lines = new Map<object, Line<T>>();
	let size = 0;

	const headOf = ({ again, waiting }: Line<T>) => again[0] ?? waiting[0];

	return {
		get size() {
			return size;
		},
		add(run, entry, isAgain) {
			const line = lines.get(run) ?? { again: [], waiting: [] };
			lines.set(run, line);
			(isAgain ? line.again : line.waiting).push(entry);
			size++;
		},
		next(mayGo) {
			for (const [run, line] of lines) {
				const head = headOf(line);
				if (head === undefined || !mayGo(head)) continue;
				(line.again.length > 0 ? line.again : line.waiting).shift();
				size--;
				lines.delete(run);
				if (headOf(line) !== undefined) lines.set(run, line);
				return head;
			}
			return undefined;
		},
		heads: () => [...lines.values()].flatMap((line) => headOf(line) ?? []),
		leave(run) {
			const line = lines.get(run);
			if (line === undefined) return [];
			lines.delete(run);
			size -= line.again.length + line.waiting.length;
			return [...line.again, ...line.waiting];
		},
		remove(isOut) {
			const out: T[] = [];
			for (const [run, line] of lines) {
				const entries = [line.again, line.waiting] as const;
				out.push(...entries.flatMap((list) => list.filter(isOut)));
				const [again, waiting] = entries.map((list) => list.filter((entry) => !isOut(entry)));
				if (headOf({ again: again!, waiting: waiting! }) === undefined) lines.delete(run);
				else lines.set(run, { again: again!, waiting: waiting! });
			}
			size -= out.length;
			return out;
		},
	};
}
