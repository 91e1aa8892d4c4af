import type { Rate } from '../api/rate';
import { createPaceNotes, MINUTE, WINDOW, type Slot } from './paceNotes';
import {
	firstPart,
	growthByItself,
	growthIntoFree,
	heldBack,
	isNearlyFull,
	ownPauseSeconds,
	partAfterFull,
	partBesideOthers,
	type Sharing,
} from './paceShare';

/** Minutes without a full limit after which an account counts as this process's own again. */
const ALONE_MINUTES = 5;
/**
 * How long the last few of a full minute are held back, in milliseconds: longer in every other minute, because where the
 * API counts the last minute at any time, those of the minute before take up their places for as long as they were held.
 */
const HELD_BACK = { short: 800, long: 3300 };
/** One that got nothing begins within so many milliseconds of the next window, before others have used it up. */
const PROMPT = 300;

/**
 * When the submits of one account and model may go out. It holds no clock and waits for nothing.
 *
 * An account counts as this process's own at first: a burst up to the limit, then one each minute. Who finds the limit full
 * earlier than its own submits explain shares it: from then on its submits are spread over the minute, at what it got of
 * the full minute. The sum of what all got is the limit, so all of them settle there without knowing of each other.
 */
export interface PacePlan {
	/** The earliest time for the next submit, from `now` on, in milliseconds since 1970. */
	nextAt(now: number): number;
	/** Takes note of a submit that goes out. */
	submit(now: number): Slot;
	/** What an answer teaches that is no 429. */
	accepted(slot: Slot, now: number, rate: Rate): void;
	/** What a 429 teaches. @param afterSeconds The pause that the API asks for; undefined when it did not say */
	refused(slot: Slot, now: number, afterSeconds: number | undefined, rate: Rate): void;
	/** Until when the API has asked for quiet, in milliseconds since 1970. */
	pausedUntil(now: number): number;
	/** Submits per minute at present; Infinity for no known limit. */
	perMinute(): number;
}

/**
 * @param documented Submits per minute; undefined for no known limit
 * @param random From 0 up to 1
 */
export function createPacePlan(documented: number | undefined, random: () => number): PacePlan {
	const start = () => ({
		limit: documented ?? Infinity,
		pausedUntil: 0,
		sharing: undefined as Sharing | undefined,
		/** When a 429 last began a pause: what was sent before says the same once more. */
		refusedAt: -Infinity,
		/** It was this 429 that told of others, and those that follow it tell how much was got. */
		tellsPart: false,
		refusals: 0,
		/** When an answer told of others before any was refused: how much there is for this process is not known yet. */
		sharedAt: -Infinity,
		/** When the limit was last found full, and how many were accepted since. */
		fullAt: -Infinity,
		quiet: 0,
		grownAt: 0,
		latest: -Infinity,
	});
	let known = start();
	const notes = createPaceNotes();

	/** A clock that is set back makes a future of what was noted, and nobody knows how far away it is. */
	function see(now: number): void {
		if (notes.isFuture(known.latest, now)) {
			known = start();
			notes.forgetFuture(now);
		}
		known.latest = now;
	}

	const wholeLimit = () => Math.max(1, Math.floor(known.limit));

	function share(part: number, from: number): void {
		known.sharing = { part, nextAt: from };
	}

	/** The last few of a full minute let somebody in who waits for its end: else nobody would ever know of the other. */
	function heldBackUntil(own: readonly Slot[]): number {
		const [oldest] = own;
		if (oldest === undefined || own.length < wholeLimit() - heldBack(known.limit)) return 0;
		const minutes = notes.minutesBefore(oldest);
		if (minutes < 0.5 || wholeLimit() === 1) return 0;
		const isLong = Math.round(minutes) % 2 === 1 && minutes > 1.5;
		return oldest.time + (isLong ? HELD_BACK.long : HELD_BACK.short);
	}

	/** The window was found nearly full, or full, by what this process got of it. */
	function makeRoom(now: number, got: number | undefined): void {
		const { sharing } = known;
		if (sharing === undefined || now - known.fullAt < MINUTE) return;
		known.fullAt = now;
		sharing.part = partAfterFull(known.limit, sharing.part, got);
	}

	/** Learns from what is left of the window whether others use it, and how much of it nobody uses. */
	function compare({ remaining, resetSeconds }: Rate, now: number, minutes: number): void {
		if (remaining === undefined || resetSeconds === undefined || known.limit === Infinity) return;
		const elapsed = MINUTE - resetSeconds * 1000;
		if (known.sharing === undefined) {
			const others = known.limit - remaining - notes.since(now - elapsed - 1500).length;
			if (others < Math.max(1, known.limit / 100)) return;
			known.fullAt = now;
			known.sharedAt = now;
			known.quiet = 0;
			const part = partBesideOthers(known.limit, others);
			share(part, now + (random() * MINUTE) / part);
		} else if (isNearlyFull(known.limit, remaining) && resetSeconds > 1) {
			if (now - known.fullAt >= MINUTE) known.quiet = 0;
			makeRoom(now, notes.since(now - elapsed - 500).length);
			// All that wait for the end of the window would come at once.
			const again = now + resetSeconds * 1000 + (random() * MINUTE) / known.sharing.part;
			if (remaining === 0) known.sharing.nextAt = Math.max(known.sharing.nextAt, again);
		} else if (elapsed > MINUTE / 2 && now > known.pausedUntil + MINUTE / 2) {
			known.sharing.part += growthIntoFree(known.limit, remaining, elapsed, minutes);
		}
	}

	function grow(now: number, minutes: number): void {
		const { sharing, limit } = known;
		if (sharing === undefined) return;
		sharing.part += growthByItself(limit, sharing.part, known.quiet, minutes);
		if (sharing.part < limit) return;
		if (now - known.fullAt > ALONE_MINUTES * MINUTE) known.sharing = undefined;
		else sharing.part = limit;
	}

	return {
		nextAt(now) {
			see(now);
			const { limit, pausedUntil, sharing } = known;
			const at = Math.max(now, pausedUntil, notes.windowEnd(now), sharing?.nextAt ?? 0);
			if (limit === Infinity) return at;
			const own = notes.since(now - WINDOW);
			const oldest = own[own.length - wholeLimit()];
			if (oldest !== undefined) return Math.max(at, oldest.time + WINDOW);
			return sharing === undefined ? Math.max(at, heldBackUntil(own)) : at;
		},
		submit(now) {
			see(now);
			const { sharing } = known;
			if (sharing !== undefined) sharing.nextAt = now + MINUTE / sharing.part;
			return notes.add(now);
		},
		accepted(slot, now, rate) {
			see(now);
			slot.state = 'taken';
			known.refusals = 0;
			known.quiet++;
			known.limit = rate.perMinute ?? known.limit;
			notes.tellWindow(slot, now, rate);
			const minutes = Math.min(0.5, Math.max(0, now - known.grownAt) / MINUTE);
			known.grownAt = now;
			compare(rate, now, minutes);
			grow(now, minutes);
		},
		refused(slot, now, afterSeconds, rate) {
			see(now);
			notes.refuse(slot);
			known.limit = rate.perMinute ?? known.limit;
			const wait = afterSeconds ?? rate.resetSeconds;
			const begun = wait !== undefined && wait <= 60 ? now + wait * 1000 - MINUTE - 500 : now - WINDOW;
			const got = notes.since(begun).length;
			if (slot.time > known.refusedAt) {
				known.refusals++;
				known.refusedAt = now;
				known.quiet = 0;
				const isNews = known.sharing === undefined || now - known.sharedAt < MINUTE;
				known.tellsPart = isNews && notes.since(now - WINDOW).length < wholeLimit();
				makeRoom(now, wait === undefined ? undefined : got);
			}
			// "Retry-After: 0" must not turn the growth of the pauses off.
			const pause = wait !== undefined && wait >= 1 ? wait : ownPauseSeconds(known.refusals, random());
			known.pausedUntil = Math.max(known.pausedUntil, now + pause * 1000);
			known.grownAt = known.pausedUntil;
			if (known.tellsPart) {
				share(firstPart(known.limit, got), 0);
				known.fullAt = now;
			}
			if (known.sharing === undefined) return;
			const interval = MINUTE / known.sharing.part;
			known.sharing.nextAt =
				known.pausedUntil + random() * (got === 0 ? Math.min(PROMPT, interval) : interval);
		},
		pausedUntil(now) {
			see(now);
			return known.pausedUntil;
		},
		perMinute: () => Math.min(known.limit, known.sharing?.part ?? Infinity),
	};
}
