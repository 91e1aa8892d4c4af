/** Those of one run that wait. */
interface Line<T> {
	/** Refused submits: they have waited their turn already. */
	readonly again: T[];
	readonly waiting: T[];
}

/** A queue in which turns go round between runs, so that a run with one item is not behind a batch of hundreds. */
export interface PaceQueue<T> {
	readonly size: number;
	/** @param isAgain Puts it before those of its run that have not had a turn */
	add(run: object, entry: T, isAgain: boolean): void;
	/**
	 * Takes the next one out: the first of the first run whose turn it is and that may go.
	 *
	 * @param mayGo Tells whether a run may go that would be next with this entry
	 */
	next(mayGo: (entry: T) => boolean): T | undefined;
	/** The entries that each run would be next with. */
	heads(): T[];
	/** Takes out all entries of a run. */
	leave(run: object): T[];
	/** Takes out all entries that fit. */
	remove(isOut: (entry: T) => boolean): T[];
}

export function createPaceQueue<T>(): PaceQueue<T> {
	/** In the order in which their turns come; a Map keeps the order in which its keys were put in. */
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
