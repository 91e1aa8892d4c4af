/** Runs tasks in the order of their arrival, at most so many at a time. */
export function createLimit(concurrency: number): <T>(task: () => Promise<T>) => Promise<T> {
	const waiting: Array<() => void> = [];
	let running = 0;

	return async (task) => {
		if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
		else running++;
		try {
			return await task();
		} finally {
			// The place is handed on, not given back and taken again, so that nobody can slip in between.
			const next = waiting.shift();
			if (next) next();
			else running--;
		}
	};
}
