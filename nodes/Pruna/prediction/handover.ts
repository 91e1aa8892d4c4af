/** How long a run polls its jobs after the last of them was bought, before it leaves those that still run, in seconds. */
export const SECONDS_IN_NODE = 90;

/** When a run of the node leaves the jobs that still run, so that its execution can be parked. */
export interface Handover {
	/** Until it is opened, no job is left. @param count How many items the run has */
	open(count: number): void;
	/** The item has all that it buys: its job is waited for, or it has ended without one. */
	hasBought(itemIndex: number): void;
	/** Milliseconds since 1970; Infinity while some item has yet to buy. */
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
