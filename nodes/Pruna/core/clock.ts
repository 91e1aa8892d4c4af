import { sleep } from 'n8n-workflow';
import { settle } from './outcome';
import type { Stop } from './stop';

/** Time as the node sees it; tests hand in one that jumps. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** From 0 up to 1. */
	random(): number;
	/**
	 * Zero seconds lets whatever else n8n has to do come first.
	 *
	 * @throws ExecutionCanceled | RunHalted as soon as the work is not to go on
	 */
	sleep(seconds: number): Promise<void>;
}

/** Longest stretch that is slept without a look at the Stop button, in milliseconds. */
const SLICE = 100;

/**
 * The real clock of a run. n8n's `sleep` obeys a signal only from 2.34 on, and lint forbids timers, so the node sleeps
 * in slices and looks up between them.
 */
export function createClock(stop: Stop): Clock {
	const now = () => Date.now();
	let slice: Promise<unknown> | undefined;

	/** All that sleep wait for the same slice: hundreds, each with a timer and a listener of its own, cost much time. */
	async function sharedSlice(): Promise<void> {
		slice ??= settle(sleep(SLICE, stop.signal)).finally(() => (slice = undefined));
		await slice;
	}

	return {
		now,
		random: () => Math.random(),
		async sleep(seconds) {
			const end = now() + seconds * 1000;
			let rest = Math.max(0, end - now());
			do {
				stop.check();
				await (rest > SLICE ? sharedSlice() : settle(sleep(rest, stop.signal)));
				rest = end - now();
			} while (rest > 0);
			stop.check();
		},
	};
}
