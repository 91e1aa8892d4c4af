import type { ExpectedEnd } from './durations';

/** How long a run polls its jobs after the last of them was submitted, before it leaves those still running, in seconds. */
export const SECONDS_IN_NODE = 90;
/** The same for a job that will hardly end by then. It is long enough to notice a job that fails immediately. */
const SECONDS_FOR_LONG_JOBS = 5;
/** A job is long if fewer than this share of its model's jobs end while the run would poll them. */
const LONG_SHARE = 0.2;

/** Says when a run of the node leaves the jobs that are still running, so that its execution can be parked. */
export interface Handover {
	/** No job is left before this is called. @param count How many items the run has */
	open(count: number): void;
	/** The item will submit nothing more: its job is being polled, or the item has ended without one. */
	noMoreSubmits(itemIndex: number): void;
	/**
	 * @param ends When jobs of the model are expected to end; empty if unknown
	 * @returns Milliseconds since 1970; Infinity while any item has yet to submit its job
	 */
	readonly leaveAt: (ends: readonly ExpectedEnd[]) => number;
}

function isLong(ends: readonly ExpectedEnd[]): boolean {
	const ended = ends.reduce((sum, { seconds, share }) => sum + (seconds <= SECONDS_IN_NODE ? share : 0), 0);
	return ends.length > 0 && ended < LONG_SHARE;
}

/** For a job of a model with these expected ends, in seconds. */
function secondsInNode(ends: readonly ExpectedEnd[]): number {
	return isLong(ends) ? SECONDS_FOR_LONG_JOBS : SECONDS_IN_NODE;
}

/** @param now Milliseconds since 1970 */
export function createHandover(now: () => number): Handover {
	const done = new Set<number>();
	let count = Infinity;
	let last = 0;

	return {
		open: (items) => void (count = items),
		noMoreSubmits(itemIndex) {
			if (done.has(itemIndex)) return;
			done.add(itemIndex);
			last = now();
		},
		leaveAt: (ends) => (done.size < count ? Infinity : last + secondsInNode(ends) * 1000),
	};
}
