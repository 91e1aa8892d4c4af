/** Runs a task when its turn comes. */
export interface Limit {
	<T>(task: () => Promise<T>): Promise<T>;
	/** Whether a task that arrives now would have to wait. */
	isFull(): boolean;
}

/**
 * Limits how many tasks run at a time. Tasks start in order of arrival.
 *
 * @param concurrency A number, or a function if it changes; the function is called whenever a task arrives or ends
 */
export function createLimit(concurrency: number | (() => number)): Limit {
	const waiting: Array<() => void> = [];
	const limit = () => (typeof concurrency === 'number' ? concurrency : concurrency());
	const isFull = () => waiting.length > 0 || running >= limit();
	let running = 0;

	async function run<T>(task: () => Promise<T>): Promise<T> {
		if (isFull()) await new Promise<void>((resolve) => waiting.push(resolve));
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
	}
	return Object.assign(run, { isFull });
}
