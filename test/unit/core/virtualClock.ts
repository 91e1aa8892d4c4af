import type { Clock } from '../../../nodes/Pruna/core/clock';

/**
 * A clock for many sleepers: when no other work is pending, the time jumps to the next sleeper. Pending work of Node.js
 * (streams, promises) therefore takes no time, and hours pass in milliseconds.
 *
 * @param onWake Called before a sleeper continues; if it throws, that sleep ends with the error
 */
export function virtualClock(start = 1_000_000, onWake: () => void = () => undefined) {
	let now = start;
	let isPumping = false;
	const sleepers: Array<{ at: number; wake: () => void }> = [];

	function pump(): void {
		const at = Math.min(...sleepers.map((sleeper) => sleeper.at));
		const next = sleepers.findIndex((sleeper) => sleeper.at === at);
		now = Math.max(now, at);
		sleepers.splice(next, 1)[0]?.wake();
		isPumping = sleepers.length > 0;
		if (isPumping) setImmediate(pump);
	}

	const clock: Clock = {
		now: () => now,
		random: () => 0.5,
		sleep: async (seconds) => {
			onWake();
			await new Promise<void>((wake) => {
				// Whole milliseconds like the real clock, and never less than requested.
				sleepers.push({ at: now + Math.ceil(seconds * 1000 - 1e-6), wake });
				if (!isPumping) setImmediate(pump);
				isPumping = true;
			});
			onWake();
		},
	};
	return { clock, elapsed: () => now - start };
}
