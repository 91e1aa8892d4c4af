import { PrunaError } from './errors';
import { settle } from './outcome';
import type { Clock } from './clock';

const FIRST_BACKOFF = 0.5;
const LONGEST_BACKOFF = 30;

/**
 * The pause before a request is repeated, in seconds: what the API asks for, else exponential with jitter, so that
 * many items that were refused together do not come back together.
 *
 * @param attempt How many tries have been made
 * @param random From 0 up to 1
 */
export function backoffSeconds(attempt: number, random: number, retryAfter?: number): number {
	const ceiling = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (attempt - 1));
	const jittered = ceiling * (0.5 + random / 2);
	// "Retry-After: 0" must not turn the growth of the pauses off.
	return Math.max(jittered, (retryAfter ?? 0) + random * FIRST_BACKOFF);
}

/**
 * Repeats an attempt while `mayRepeat` allows it, with growing pauses, until the deadline. The last error is the one
 * that is thrown, at once when the API asks for a pause that ends after the deadline.
 *
 * @param deadline Milliseconds since 1970
 */
export async function repeatUntil<T>(
	deadline: number,
	clock: Clock,
	mayRepeat: (error: PrunaError) => boolean,
	attempt: () => Promise<T>,
): Promise<T> {
	for (let tries = 1; ; tries++) {
		const outcome = await settle(attempt());
		if (outcome.ok) return outcome.value;
		const { error } = outcome;
		if (!(error instanceof PrunaError) || !mayRepeat(error)) throw error;
		const pause = backoffSeconds(tries, clock.random(), error.retryAfterSeconds);
		if (clock.now() + pause * 1000 > deadline) throw error;
		await clock.sleep(pause);
	}
}
