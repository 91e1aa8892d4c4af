/**
 * Runs tasks in the order of their arrival, at most so many at a time.
 *
 * @param concurrency A number, or a function where it changes: then it is asked whenever a task comes or ends
 */
export function createLimit(concurrency: number | (() => number)): <T>(task: () => Promise<T>) => Promise<T> {
	const waiting: Array<() => void> = [];
	const most = () => (typeof concurrency === 'number' ? concurrency : concurrency());
	let running = 0;

	return async (task) => {
		if (waiting.length > 0 || running >= most()) await new Promise<void>((resolve) => waiting.push(resolve));
		else running++;
		try {
			return await task();
		} finally {
			running--;
			// A place is taken for the next before anybody else runs, so that nobody can slip in between.
			while (waiting.length > 0 && running < Math.max(1, most())) {
				running++;
				waiting.shift()?.();
			}
		}
	};
}
