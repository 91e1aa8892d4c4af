/** How long a run polls its jobs after the last of them was submitted, before it leaves those still running, in seconds. */
export const SECONDS_IN_NODE = 90;

/** Says when a run of the node leaves the jobs that are still running, so that its execution can be parked. */
export interface Handover {
	/** No job is left before this is called. @param count How many items the run has */
	open(count: number): void;
	/** The item will submit nothing more: its job is being polled, or the item has ended without one. */
	hasBought(itemIndex: number): void;
	/** Milliseconds since 1970; Infinity while any item has yet to submit its job. */
	readonly leaveAt: () => number;
}

/** @param now Milliseconds since 1970 */
export function createHandover(now: () => number): Handover {
	const done = new Set<number>();
	let count = Infinity;
	let last = 0;

	return {
		open: (items) => void (count = items),
		hasBought(itemIndex) {
			if (done.has(itemIndex)) return;
			done.add(itemIndex);
			last = now();
		},
		leaveAt: () => (done.size < count ? Infinity : last + SECONDS_IN_NODE * 1000),
	};
}
