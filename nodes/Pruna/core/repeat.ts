import type { Clock } from './clock';
import { PrunaError } from './errors';
import { settle } from './outcome';

const FIRST_BACKOFF = 0.5;
const LONGEST_BACKOFF = 30;

/**
 * The pause before a request is repeated, in seconds. It grows exponentially and has jitter, so that items that were
 * refused together do not return together. It is never shorter than what the API asks for.
 *
 * @param attempt Number of attempts so far
 * @param random At least 0 and below 1
 */
export function backoffSeconds(attempt: number, random: number, retryAfter?: number): number {
	const ceiling = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (attempt - 1));
	const jittered = ceiling * (0.5 + random / 2);
	// "Retry-After: 0" must not keep the pauses from growing.
	return Math.max(jittered, (retryAfter ?? 0) + random * FIRST_BACKOFF);
}

/** What may be repeated, and for how long. */
export interface RepeatPolicy {
	/** Milliseconds since 1970. */
	readonly deadline: number;
	/** The request costs nothing, so it may be repeated even if the API may have accepted it. */
	readonly isFree: boolean;
	/**
	 * How long to wait for an unreachable host, in seconds; until the deadline if left out. This should cover the restart of
	 * a gateway, but with a mistyped Base URL nobody should wait for as long as a job takes.
	 */
	readonly unreachableSeconds?: number;
}

/**
 * Repeats an attempt with growing pauses until the deadline, as long as its error and the policy allow it. It throws the
 * last error, and does not start a pause that would end after the deadline.
 *
 * @param attempt Receives the number of the attempt, counted from 1
 */
export async function repeatUntil<T>(
	{ deadline, isFree, unreachableSeconds = Infinity }: RepeatPolicy,
	clock: Clock,
	attempt: (tries: number) => Promise<T>,
): Promise<T> {
	let unreachableUntil: number | undefined;

	function mayRepeat({ repeat: { allowed } }: PrunaError): boolean {
		if (allowed !== 'whileUnreachable') {
			// The host was reached, so the next outage gets the full time.
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
