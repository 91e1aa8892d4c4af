/**
 * Limits how many tasks run at a time. Tasks start in order of arrival.
 *
 * @param concurrency A number, or a function if it changes; the function is called whenever a task arrives or ends
 */
export function createLimit(concurrency: number | (() => number)): <T>(task: () => Promise<T>) => Promise<T> {
	const waiting: Array<() => void> = [];
	const limit = () => (typeof concurrency === 'number' ? concurrency : concurrency());
	let running = 0;

	return async (task) => {
		if (waiting.length > 0 || running >= limit()) await new Promise<void>((resolve) => waiting.push(resolve));
		else running++;
		try {
			return await task();
		} finally {
			running--;
			// Reserve the place for the next task before any other code runs, so that no new task can take it.
			while (waiting.length > 0 && running < Math.max(1, limit())) {
				running++;
				waiting.shift()?.();
			}
		}
	};
}
