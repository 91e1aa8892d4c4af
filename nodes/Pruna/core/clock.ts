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

/** One that sleeps for longer than a slice. */
interface Sleeper {
	/** Milliseconds since 1970. */
	readonly end: number;
	readonly wake: () => void;
}

/**
 * The real clock of a run. n8n's `sleep` obeys a signal only from 2.34 on, and lint forbids timers, so the node sleeps
 * in slices and looks up between them.
 */
export function createClock(stop: Stop): Clock {
	const now = () => Date.now();
	const sleepers = new Set<Sleeper>();
	let isTicking = false;

	function hasEnded(): boolean {
		try {
			stop.check();
			return false;
		} catch {
			// Each sleeper finds out for itself why.
			return true;
		}
	}

	/**
	 * The slices of all that sleep. Thousands with a timer and a listener each would cost much time, and so would
	 * thousands that are woken in each slice to find that they have to sleep on.
	 */
	async function tick(): Promise<void> {
		isTicking = true;
		while (sleepers.size > 0) {
			await settle(sleep(SLICE, stop.signal));
			const isOver = hasEnded();
			for (const sleeper of sleepers) {
				if (!isOver && sleeper.end - now() > SLICE) continue;
				sleepers.delete(sleeper);
				sleeper.wake();
			}
		}
		isTicking = false;
	}

	/** Lasts until the slice in which the time is up, or until the work is not to go on. */
	async function lastSlice(end: number): Promise<void> {
		await new Promise<void>((wake) => {
			sleepers.add({ end, wake });
			if (!isTicking) void tick();
		});
	}

	return {
		now,
		random: () => Math.random(),
		async sleep(seconds) {
			const end = now() + seconds * 1000;
			let rest = Math.max(0, end - now());
			do {
				stop.check();
				await (rest > SLICE ? lastSlice(end) : settle(sleep(rest, stop.signal)));
				rest = end - now();
			} while (rest > 0);
			stop.check();
		},
	};
}
