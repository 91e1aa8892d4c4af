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

/** After this many minutes without a full limit, an account counts as this process's own again. */
const ALONE_MINUTES = 5;
/**
 * How long the last few submits of a full minute are held back, in milliseconds: longer in every other minute. If the
 * API counts a sliding minute, the submits of the previous minute occupy their places for as long as they were held back.
 */
const HELD_BACK = { short: 800, long: 3300 };
/** A process that got nothing starts within this many milliseconds of the next window, before others use it up. */
const PROMPT = 300;

/**
 * Plans when the submits of one account and model may be sent. It has no clock and waits for nothing.
 *
 * At first, an account counts as this process's own: it may send a burst up to the limit, then one burst each minute. A
 * process that finds the limit full earlier than its own submits explain shares the account. From then on it spreads its
 * submits over the minute, at the rate that it got in the full minute. These rates add up to the limit, so the processes
 * settle there without knowing of each other.
 */
export interface PacePlan {
	/**
	 * The earliest time for the next submit, from `now` on, in milliseconds since 1970.
	 *
	 * @param waiting How many submits wait for their turn, including this one
	 */
	nextAt(now: number, waiting: number): number;
	/** Records a submit that is sent. */
	submit(now: number): Slot;
	/** Learns from an answer that is not a 429. */
	accepted(slot: Slot, now: number, rate: Rate): void;
	/** Learns from a 429. @param afterSeconds The pause that the API asks for; undefined if it did not say */
	refused(slot: Slot, now: number, afterSeconds: number | undefined, rate: Rate): void;
	/** Takes back a submit that was not sent after all. */
	unused(slot: Slot): void;
	/** When the pause that the API has asked for ends, in milliseconds since 1970. */
	pausedUntil(now: number): number;
	/** The current rate, in submits per minute; Infinity if no limit is known. */
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
		/** When a 429 last started a pause. Submits that were sent earlier only repeat what it said. */
		refusedAt: -Infinity,
		/** That 429 revealed other processes, and those that follow show how much this process got. */
		tellsPart: false,
		refusals: 0,
		/** When an answer revealed others before any submit was refused. This process's own part is not known yet. */
		sharedAt: -Infinity,
		/** When the limit was last found full, and how many submits were accepted since then. */
		fullAt: -Infinity,
		quiet: 0,
		grownAt: 0,
		latest: -Infinity,
	});
	let known = start();
	const notes = createPaceNotes();

	/** Forgets everything if the clock was set back, because all recorded times are then wrong by an unknown amount. */
	function checkClock(now: number): void {
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

	/**
	 * Holds back the last few submits of a full minute, so that a waiting process gets in and each notices the other. If no
	 * submit is left for the next minute, that minute is free for others anyway.
	 */
	function heldBackUntil(own: readonly Slot[], waiting: number): number {
		const [oldest] = own;
		if (oldest === undefined || own.length < wholeLimit() - heldBack(known.limit)) return 0;
		if (own.length + waiting <= wholeLimit()) return 0;
		const minutes = notes.minutesBefore(oldest);
		if (minutes < 0.5 || wholeLimit() === 1) return 0;
		const isLong = Math.round(minutes) % 2 === 1 && minutes > 1.5;
		return oldest.time + (isLong ? HELD_BACK.long : HELD_BACK.short);
	}

	/** Reduces the part after the window was found full, or nearly so, by what this process got of the window. */
	function makeRoom(now: number, got: number | undefined): void {
		const { sharing } = known;
		if (sharing === undefined || now - known.fullAt < MINUTE) return;
		known.fullAt = now;
		sharing.part = partAfterFull(known.limit, sharing.part, got);
	}

	/** Learns from the rest of the window whether others use it, and how much of it nobody uses. */
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
			// Otherwise, all that wait for the end of the window would send at the same time.
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
		nextAt(now, waiting) {
			checkClock(now);
			const { limit, pausedUntil, sharing } = known;
			const at = Math.max(now, pausedUntil, notes.windowEnd(now), sharing?.nextAt ?? 0);
			if (limit === Infinity) return at;
			const own = notes.since(now - WINDOW);
			const oldest = own[own.length - wholeLimit()];
			if (oldest !== undefined) return Math.max(at, oldest.time + WINDOW);
			return sharing === undefined ? Math.max(at, heldBackUntil(own, waiting)) : at;
		},
		submit(now) {
			checkClock(now);
			const { sharing } = known;
			if (sharing !== undefined) sharing.nextAt = now + MINUTE / sharing.part;
			return notes.add(now);
		},
		accepted(slot, now, rate) {
			checkClock(now);
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
			checkClock(now);
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
			// "Retry-After: 0" must not stop the pauses from growing.
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
		unused: (slot) => notes.refuse(slot),
		pausedUntil(now) {
			checkClock(now);
			return known.pausedUntil;
		},
		perMinute: () => Math.min(known.limit, known.sharing?.part ?? Infinity),
	};
}
