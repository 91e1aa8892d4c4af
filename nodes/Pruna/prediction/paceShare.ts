import { MINUTE } from './paceNotes';

/** Of what was got of a full limit, so much is taken the next time: the sum over all that share it then stays below it. */
const ENTRY = 0.93;
/** Of the limit, so much may be in use before what is left counts as free. */
const IN_USE = 0.95;
/** As ENTRY, for one whose limit is full again. It makes room for those that have less, and all of them grow alike. */
const AGAIN = 0.9;
/** What all are let have although they got less: a process that came too late must not starve. One part in so many. */
const LEAST_PART = 16;
/** What one takes for its part that got nothing at all, and so knows nothing. */
const UNKNOWN_PART = 8;
/** What all can have of a limit that was found to be shared: who had nearly all of it cannot know how many there are. */
const MOST = 0.6;
/** A limit counts as nearly full, and is left alone, when less than this part of it remains. */
const NEARLY_FULL = 0.02;
/** Submits after a full limit without which nothing grows by itself; a refused one in so many is the price of growth. */
const QUIET_SUBMITS = 25;
/** The growth by itself, as a part of the limit in a minute: so much after that number of submits, and twice that after twice. */
const GROWTH = 0.02;

/** How long a model is left in peace after a 429 that does not say for how long, in seconds: the first time, and at most. */
const SHORTEST_PAUSE = 1;
const LONGEST_PAUSE = 30;

/** What is known of an account that is not this process's own. */
export interface Sharing {
	/** Submits per minute. */
	part: number;
	/** When the next may go, in milliseconds since 1970. */
	nextAt: number;
}

/*
 * All numbers are submits per minute. A limit may be Infinity: it is not known then, only that there is one.
 */

function leastPart(limit: number): number {
	return limit === Infinity ? 1 : Math.max(1, limit / LEAST_PART);
}

/** @returns The first part of one that found the limit full and got so many submits of the full minute */
export function firstPart(limit: number, got: number): number {
	if (got === 0 && limit !== Infinity) return Math.max(1, limit / UNKNOWN_PART);
	return Math.max(leastPart(limit), Math.min(ENTRY * got, limit * MOST));
}

/** @returns The first part of one that learned of others, and of so many submits of theirs, before the limit was full */
export function partBesideOthers(limit: number, others: number): number {
	return Math.max(limit * MOST, ENTRY * (limit - 2 * others));
}

/** @returns The part of one that found the limit full again. @param got undefined where the minute is not known */
export function partAfterFull(limit: number, part: number, got: number | undefined): number {
	const less = got === undefined ? part * AGAIN : Math.max(Math.min(AGAIN * got, part), part / 2);
	return Math.max(leastPart(limit), less);
}

/** How much a part may grow because nobody uses what is left of the window. @param elapsed Milliseconds of the window */
export function growthIntoFree(limit: number, remaining: number, elapsed: number, minutes: number): number {
	const free = IN_USE - ((limit - remaining) / limit) * (MINUTE / elapsed);
	return free > 1 - IN_USE ? minutes * limit * free : 0;
}

/** How much a part grows by itself. @param quiet Submits that were accepted since the limit was full */
export function growthByItself(limit: number, part: number, quiet: number, minutes: number): number {
	if (quiet <= QUIET_SUBMITS) return 0;
	return minutes * GROWTH * (limit === Infinity ? part : limit) * (quiet / QUIET_SUBMITS);
}

export function isNearlyFull(limit: number, remaining: number): boolean {
	return remaining <= limit * NEARLY_FULL;
}

/** @returns Seconds, growing with each 429 in a row. @param random From 0 up to 1 */
export function ownPauseSeconds(refusals: number, random: number): number {
	return Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 4 ** (refusals - 1) * (1 + random / 2));
}

/** @returns How many of a full minute are held back for a while, so that others are noticed */
export function heldBack(limit: number): number {
	return Math.max(1, Math.ceil(limit * NEARLY_FULL));
}
