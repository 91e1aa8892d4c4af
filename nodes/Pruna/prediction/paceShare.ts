import { MINUTE } from './paceNotes';

/** A process takes this part of what it got of a full limit, so that the sum over all processes stays below it. */
const ENTRY = 0.93;
/** The rest of the limit counts as free only while less than this part of it is in use. */
const IN_USE = 0.95;
/** Like ENTRY, when the limit is full again. This makes room for processes that have less, and all of them grow alike. */
const AGAIN = 0.9;
/** Every process gets at least the limit divided by this, so that one that came too late does not starve. */
const LEAST_PART = 16;
/** A process that got nothing, and so knows nothing, takes the limit divided by this. */
const UNKNOWN_PART = 8;
/** The most of a shared limit that a process takes: if it had nearly all of it, it cannot know how many others there are. */
const MOST = 0.6;
/** A limit counts as nearly full when no more than this part of it remains. */
const NEARLY_FULL = 0.02;
/** A part grows by itself only after this many submits since the limit was full. One refusal per that many is the price. */
const QUIET_SUBMITS = 25;
/** The growth by itself per minute, as a part of the limit, after QUIET_SUBMITS; twice that after twice as many. */
const GROWTH = 0.02;

/** How long to pause after a 429 that does not say how long to wait, in seconds: the first time, and at most. */
const SHORTEST_PAUSE = 1;
const LONGEST_PAUSE = 30;

/** What is known about an account that this process shares with others. */
export interface Sharing {
	/** Submits per minute. */
	part: number;
	/** When the next submit may be sent, in milliseconds since 1970. */
	nextAt: number;
}

/*
 * All numbers are submits per minute. A limit of Infinity means that there is a limit, but its value is unknown.
 */

function leastPart(limit: number): number {
	return limit === Infinity ? 1 : Math.max(1, limit / LEAST_PART);
}

/** @returns The first part of a process that found the limit full. @param got Its submits in the full minute */
export function firstPart(limit: number, got: number): number {
	if (got === 0 && limit !== Infinity) return Math.max(1, limit / UNKNOWN_PART);
	return Math.max(leastPart(limit), Math.min(ENTRY * got, limit * MOST));
}

/** @returns The first part of a process that noticed others before the limit was full. @param others Their submits */
export function partBesideOthers(limit: number, others: number): number {
	return Math.max(limit * MOST, ENTRY * (limit - 2 * others));
}

/** @returns The part of a process that found the limit full again. @param got undefined if the full minute is not known */
export function partAfterFull(limit: number, part: number, got: number | undefined): number {
	const less = got === undefined ? part * AGAIN : Math.max(Math.min(AGAIN * got, part), part / 2);
	return Math.max(leastPart(limit), less);
}

/** @returns How much a part may grow into what nobody uses of the window. @param elapsed Milliseconds of the window */
export function growthIntoFree(limit: number, remaining: number, elapsed: number, minutes: number): number {
	const free = IN_USE - ((limit - remaining) / limit) * (MINUTE / elapsed);
	return free > 1 - IN_USE ? minutes * limit * free : 0;
}

/** @returns How much a part grows by itself. @param quiet Submits accepted since the limit was full */
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

/** @returns How many submits of a full minute are held back for a while, so that others are noticed */
export function heldBack(limit: number): number {
	return Math.max(1, Math.ceil(limit * NEARLY_FULL));
}
