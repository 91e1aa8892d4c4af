import type { Clock } from './clock';

/** Lets callers start a few at a time, with time for other work in between. */
export interface Gate {
	/**
	 * @param owner Owners take turns, so that an owner with one caller does not wait behind hundreds
	 * @returns undefined if the caller may start immediately; otherwise a promise that resolves when it may start
	 */
	enter(owner: object): Promise<void> | undefined;
}

/** Longest extra pause after the process was busy, in seconds. */
const LONGEST_PAUSE = 1;

/**
 * A gate for work that keeps n8n's single core busy. If the process was too busy to end a pause on time, the gate pauses
 * again for as long as it was late, so that even on a slow machine other work gets as much time as this work.
 *
 * @param groupSize How many callers may start together
 * @param seconds The pause after each group
 * @param clock A clock that outlives all runs
 */
export function createGate(groupSize: number, seconds: number, clock: Clock): Gate {
	/** Owners in the order of their turns. A Map keeps insertion order. */
	const waiting = new Map<object, Array<() => void>>();
	let free = groupSize;
	let isPausing = false;

	async function pause(): Promise<void> {
		const begun = clock.now();
		await clock.sleep(seconds);
		const late = (clock.now() - begun) / 1000 - seconds;
		if (late > 0) await clock.sleep(Math.min(LONGEST_PAUSE, late));
	}

	function takeNext(): (() => void) | undefined {
		for (const [owner, line] of waiting) {
			const start = line.shift();
			waiting.delete(owner);
			if (line.length > 0) waiting.set(owner, line);
			return start;
		}
		return undefined;
	}

	async function letIn(): Promise<void> {
		isPausing = true;
		while (free < groupSize) {
			await pause();
			free = groupSize;
			for (let start = takeNext(); start !== undefined; start = free > 0 ? takeNext() : undefined) {
				free--;
				start();
			}
		}
		isPausing = false;
	}

	return {
		enter(owner) {
			if (free === 0) {
				const line = waiting.get(owner) ?? [];
				waiting.set(owner, line);
				return new Promise((start) => line.push(start));
			}
			free--;
			if (!isPausing) void letIn();
			return undefined;
		},
	};
}
