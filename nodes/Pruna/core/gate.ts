import type { Clock } from './clock';

/** Lets work begin a few pieces at a time, with time for everything else in between. */
export interface Gate {
	/**
	 * @param owner Turns go round between owners, so that one with a single piece of work is not behind hundreds
	 * @returns undefined when the work may begin immediately; otherwise a promise that resolves when it may
	 */
	enter(owner: object): Promise<void> | undefined;
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
	/** Owners in the order of their turns; a Map keeps the order in which its keys were added. */
	const waiting = new Map<object, Array<() => void>>();
	let free = atOnce;
	let isPausing = false;

	async function pause(): Promise<void> {
		const begun = clock.now();
		await clock.sleep(seconds);
		const late = (clock.now() - begun) / 1000 - seconds;
		if (late > 0) await clock.sleep(Math.min(LONGEST_PAUSE, late));
	}

	function takeNext(): (() => void) | undefined {
		for (const [owner, line] of waiting) {
			const begin = line.shift();
			waiting.delete(owner);
			if (line.length > 0) waiting.set(owner, line);
			return begin;
		}
		return undefined;
	}

	async function letIn(): Promise<void> {
		isPausing = true;
		while (free < atOnce) {
			await pause();
			free = atOnce;
			for (let begin = takeNext(); begin !== undefined; begin = free > 0 ? takeNext() : undefined) {
				free--;
				begin();
			}
		}
		isPausing = false;
	}

	return {
		enter(owner) {
			if (free === 0) {
				const line = waiting.get(owner) ?? [];
				waiting.set(owner, line);
				return new Promise((begin) => line.push(begin));
			}
			free--;
			if (!isPausing) void letIn();
			return undefined;
		},
	};
}
