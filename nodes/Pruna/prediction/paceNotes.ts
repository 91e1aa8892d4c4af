import type { Rate } from '../api/rate';

export const MINUTE = 60_000;
/**
 * A minute, and a little more: a submit arrives some time after it was sent, and not always the same, so one that was sent
 * exactly a minute after the first of a full minute may arrive within it. In milliseconds.
 */
export const WINDOW = 60_250;
/** A clock is set right by less than this now and then, in milliseconds. */
const TOLERANCE = 1000;
/** Ends of the same window differ by the time of the way and by rounding, in milliseconds. */
const SAME_WINDOW = 5000;

/** A submit that may go out, or has gone. */
export interface Slot {
	/** Milliseconds since 1970. */
	readonly time: number;
	/** A submit that was refused has not been counted by the API, one that is not answered yet may have been. */
	state: 'open' | 'taken' | 'refused';
}

/**
 * When the next submit may go out, so that no minute, wherever it begins, holds more than `perMinute` of them. A burst
 * up to the limit is allowed, which is how the API itself counts (wire.md 8).
 *
 * @param taken Those of the submits so far, oldest first
 * @param now Milliseconds since 1970
 */
export function nextSlot(taken: ReadonlyArray<Pick<Slot, 'time'>>, perMinute: number, now: number): number {
	const limit = Math.max(1, Math.floor(perMinute));
	const oldest = taken[taken.length - limit];
	return oldest === undefined ? now : Math.max(now, oldest.time + WINDOW);
}

/** What is left of the API's own window, by its answers. */
interface Left {
	readonly remaining: number;
	/** Milliseconds since 1970. */
	readonly end: number;
	/** When the submit was sent whose answer told it: later ones come on top. */
	readonly asOf: number;
}

/** The submits of the last two minutes, and what the API told of the minute that it counts. Times as in `Slot`. */
export function createPaceNotes() {
	/** Those that count, oldest first: a refused one does not. */
	let slots: Slot[] = [];
	let first: number | undefined;
	let left: Left | undefined;

	const isFuture = (time: number, now: number) => time > now + TOLERANCE;

	/** How many went out at that time or before. Each submit asks, so it must not take longer the more there are. */
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
	/** Those that count, oldest first. */
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
			// After a pause of its own, a burst is a first one again.
			if (slots.length === 0) first = time;
			slots.push(slot);
			return slot;
		},
		/** The API has not counted it. */
		refuse(slot: Slot): void {
			slot.state = 'refused';
			const index = slots.lastIndexOf(slot);
			if (index >= 0) slots.splice(index, 1);
		},
		/** How long submits had gone out before this one, in minutes. */
		minutesBefore: ({ time }: Slot) => (time - (first ?? time)) / MINUTE,
		/** Takes down what is left of the window. Of several answers about the same one, the most careful counts. */
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
		/** When a window ends of which nothing is left; 0 while something is. */
		windowEnd(now: number): number {
			if (left === undefined || left.end <= now) return 0;
			return left.remaining - since(left.asOf).length > 0 ? 0 : left.end;
		},
	};
}
