import type { Clock } from './clock';

/** Lets those that come begin in the order of their arrival, a few at a time, with time for everything else between. */
export interface Gate {
	/** @returns undefined when one may begin at once; otherwise what resolves when one may */
	enter(): Promise<void> | undefined;
}

/** Longest pause that is made because the process was busy, in seconds. */
const LONGEST_PAUSE = 1;

/**
 * A gate for work of which each piece takes some of n8n's one core. The pause between the few is as long as asked for. It
 * is longer by as much as the process was too busy to end it in time, so that on a slow machine as much time is left for
 * others as the work takes.
 *
 * @param atOnce How many may begin together
 * @param seconds The pause after them
 * @param clock One that no run ends
 */
export function createGate(atOnce: number, seconds: number, clock: Clock): Gate {
	const waiting: Array<() => void> = [];
	let free = atOnce;
	let isPausing = false;

	async function pause(): Promise<void> {
		const begun = clock.now();
		await clock.sleep(seconds);
		const late = (clock.now() - begun) / 1000 - seconds;
		if (late > 0) await clock.sleep(Math.min(LONGEST_PAUSE, late));
	}

	async function letIn(): Promise<void> {
		isPausing = true;
		while (free < atOnce) {
			await pause();
			free = atOnce;
			for (const begin of waiting.splice(0, atOnce)) {
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
