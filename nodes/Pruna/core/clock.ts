import { sleep } from 'n8n-workflow';
import { settle } from './outcome';
import type { Stop } from './stop';

/** The node's source of time. Tests pass one that jumps. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** At least 0 and below 1. */
	random(): number;
	/**
	 * Zero seconds only yields to n8n's other work.
	 *
	 * @throws ExecutionCanceled | RunHalted as soon as the work must stop
	 */
	sleep(seconds: number): Promise<void>;
}

/** Longest time between two checks for a stop, in milliseconds. */
const SLICE = 100;

/** A caller that sleeps for longer than a slice. */
interface Sleeper {
	/** Milliseconds since 1970. */
	readonly end: number;
	readonly wake: () => void;
}

/**
 * The real clock of a run. n8n's `sleep` respects a signal only since n8n 2.34, and the linter forbids timers, so the
 * node sleeps in slices and checks for a stop between them.
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
			// Each sleeper checks for the reason itself.
			return true;
		}
	}

	/**
	 * Runs the slices of all sleepers. With thousands of them, a timer and a listener for each would take a lot of time,
	 * and so would waking all of them in every slice.
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

	/** Resolves when at most one slice is left, or when the work must stop. */
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
