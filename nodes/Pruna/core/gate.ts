import type { Clock } from './clock';

/** Lets callers start in order of arrival, a few at a time, with time for other work in between. */
export interface Gate {
	/** @returns undefined if the caller may start immediately; otherwise a promise that resolves when it may start */
	enter(): Promise<void> | undefined;
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
	const waiting: Array<() => void> = [];
	let free = groupSize;
	let isPausing = false;

	async function pause(): Promise<void> {
		const start = clock.now();
		await clock.sleep(seconds);
		const late = (clock.now() - start) / 1000 - seconds;
		if (late > 0) await clock.sleep(Math.min(LONGEST_PAUSE, late));
	}

	async function letIn(): Promise<void> {
		isPausing = true;
		while (free < groupSize) {
			await pause();
			free = groupSize;
			for (const begin of waiting.splice(0, groupSize)) {
				free--;
				begin();
			}
		}
		isPausing = false;
	}

	return {
		enter() {
			if (free === 0) return new Promise((begin) => waiting.push(begin));
			free--;
			if (!isPausing) void letIn();
			return undefined;
		},
	};
}
