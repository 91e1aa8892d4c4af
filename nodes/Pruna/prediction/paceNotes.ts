import type { Rate } from '../api/rate';

export const MINUTE = 60_000;
/**
 * A little more than a minute, in milliseconds. Submits take different times to arrive, so one that is sent exactly a
 * minute after the first of a full minute may still arrive within that minute.
 */
export const WINDOW = 60_250;
/** Ordinary clock corrections are smaller than this, in milliseconds. */
const TOLERANCE = 1000;
/** How much the stated end of the same window may vary because of latency and rounding, in milliseconds. */
const SAME_WINDOW = 5000;

/** A submit that may be sent, or has been sent. */
export interface Slot {
	/** Milliseconds since 1970. */
	readonly time: number;
	/** The API has not counted a refused submit. It may have counted an open one, which has no answer yet. */
	state: 'open' | 'taken' | 'refused';
}

/**
 * When the next submit may be sent, so that no minute, wherever it starts, contains more than `perMinute` of them. A burst
 * up to the limit is allowed, because the API itself counts that way (wire.md 8).
 *
 * @param taken The times of the submits so far, oldest first
 * @param now Milliseconds since 1970
 * @returns Milliseconds since 1970
 */
export function nextSlot(taken: ReadonlyArray<Pick<Slot, 'time'>>, perMinute: number, now: number): number {
	const limit = Math.max(1, Math.floor(perMinute));
	const oldest = taken[taken.length - limit];
	return oldest === undefined ? now : Math.max(now, oldest.time + WINDOW);
}

/** What is left of the API's own window, according to its answers. */
interface Left {
	readonly remaining: number;
	/** Milliseconds since 1970. */
	readonly end: number;
	/** When the submit was sent whose answer said so. Later submits are not included. */
	readonly asOf: number;
}

/** Records the submits of the last two minutes, and what the API said about its current window. Times as in `Slot`. */
export function createPaceNotes() {
	/** The submits that count, oldest first. Refused ones do not. */
	let slots: Slot[] = [];
	let first: number | undefined;
	let left: Left | undefined;

	const isFuture = (time: number, now: number) => time > now + TOLERANCE;

	/** How many were sent at that time or before. It is called for each submit, so it must stay fast with many of them. */
	function countUntil(time: number): number {
		let low = 0;
		let high = slots.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (slots[middle]!.time <= time) low = middle + 1;
			else high = middle;
		}
		return low;
	}
	/** The submits after that time that count, oldest first. */
	const since = (time: number) => slots.slice(countUntil(time));

	return {
		isFuture,
		since,
		forgetFuture(now: number): void {
			slots = slots.filter(({ time }) => !isFuture(time, now));
			first = slots[0]?.time;
			left = undefined;
		},
		add(time: number): Slot {
			const slot: Slot = { time, state: 'open' };
			slots.splice(0, countUntil(time - 2 * MINUTE));
			// After a pause, a burst counts as the first one again.
			if (slots.length === 0) first = time;
			slots.push(slot);
			return slot;
		},
		/** Removes a submit that the API has not counted. */
		refuse(slot: Slot): void {
			slot.state = 'refused';
			const index = slots.lastIndexOf(slot);
			if (index >= 0) slots.splice(index, 1);
		},
		/** How long this one was sent after the first submit since the last pause, in minutes. */
		minutesBefore: ({ time }: Slot) => (time - (first ?? time)) / MINUTE,
		/** Records what is left of the window. Of several answers about the same window, the most cautious one counts. */
		tellWindow({ time: asOf }: Slot, now: number, { remaining, resetSeconds }: Rate): void {
			if (remaining === undefined || resetSeconds === undefined) return;
			const end = now + resetSeconds * 1000;
			if (left === undefined || left.end <= now || end > left.end + SAME_WINDOW) {
				left = { remaining, end, asOf };
				return;
			}
			const isLess = remaining < left.remaining;
			left = {
				remaining: isLess ? remaining : left.remaining,
				end: Math.min(end, left.end),
				asOf: isLess ? asOf : left.asOf,
			};
		},
		/** When the current window ends, if nothing is left of it; else 0. */
		windowEnd(now: number): number {
			if (left === undefined || left.end <= now) return 0;
			return left.remaining - since(left.asOf).length > 0 ? 0 : left.end;
		},
	};
}
