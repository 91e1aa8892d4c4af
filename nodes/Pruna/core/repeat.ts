import type { Clock } from './clock';
import { PrunaError } from './errors';
import { settle } from './outcome';

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

/** What may be repeated, and for how long. */
export interface RepeatPolicy {
	/** Milliseconds since 1970. */
	readonly deadline: number;
	/** What costs nothing may be repeated although it may have been taken. */
	readonly isFree: boolean;
	/**
	 * How long a host that cannot be reached gets to come back, in seconds; until the deadline when left out. A mistyped
	 * Base URL should not be waited for as long as a job is; a gateway that restarts should.
	 */
	readonly unreachableSeconds?: number;
}

/**
 * Repeats an attempt while its error and the policy allow it, with growing pauses, until the deadline. The last error is
 * the one that is thrown, at once when the API asks for a pause that ends after the deadline.
 *
 * @param attempt Told which try it is, from 1
 */
export async function repeatUntil<T>(
	{ deadline, isFree, unreachableSeconds = Infinity }: RepeatPolicy,
	clock: Clock,
	attempt: (tries: number) => Promise<T>,
): Promise<T> {
	let unreachableUntil: number | undefined;

	function mayRepeat({ repeat: { allowed } }: PrunaError): boolean {
		if (allowed !== 'whileUnreachable') {
			// It has been reached, so the next outage has all of its time.
			unreachableUntil = undefined;
			return allowed === 'always' || (allowed === 'ifFree' && isFree);
		}
		unreachableUntil ??= clock.now() + unreachableSeconds * 1000;
		return clock.now() < unreachableUntil;
	}

	for (let tries = 1; ; tries++) {
		const outcome = await settle(attempt(tries));
		if (outcome.ok) return outcome.value;
		const { error } = outcome;
		if (!(error instanceof PrunaError) || !mayRepeat(error)) throw error;
		const pause = backoffSeconds(tries, clock.random(), error.repeat.afterSeconds);
		if (clock.now() + pause * 1000 > deadline) throw error;
		await clock.sleep(pause);
	}
}
