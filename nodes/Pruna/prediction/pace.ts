import { RATE_LIMITED } from '../api/explain';
import type { Clock } from '../core/clock';
import { PrunaError } from '../core/errors';
import { createLimit } from '../core/limit';
import { settle } from '../core/outcome';

/**
 * A minute, and a little more: a submit arrives some time after it was sent, and not always the same, so one that was sent
 * exactly a minute after the first of a full minute may arrive within it. In milliseconds.
 */
const WINDOW = 60_250;
/** How long a model is left in peace after a 429 that does not say for how long, in seconds. */
const SHORTEST_PAUSE = 1;
/**
 * How long before its submit a job may be made ready, in minutes. Its files are uploaded then, and an upload lives for half
 * an hour at the least (wire.md 6).
 */
const NEAR_MINUTES = 5;

/** A submit that may go out, or has gone. */
export interface Slot {
	readonly model: string;
	/** Milliseconds since 1970. */
	readonly time: number;
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

/** Keeps the submits of each model within its limit, and all of them quiet when the API asks for it. */
export interface Pacer {
	/** Runs what makes a job ready and submits it, once its turn is near. */
	near<T>(turn: Pick<Turn, 'model' | 'perMinute'>, prepareAndSubmit: () => Promise<T>): Promise<T>;
	/**
	 * Resolves when a submit of this model may go out, after those that asked before.
	 *
	 * @throws PrunaError when the API has asked for a longer pause than `patience`
	 */
	take(turn: Turn): Promise<Slot>;
	/** The same for a submit that was refused: it has waited its turn already, and goes before those that have not. */
	takeAgain(turn: Turn): Promise<Slot>;
	/**
	 * After a 429: no submit of this model for as long as the API asks. If it does, it counts in minutes as Kong's
	 * rate limiting does, which refuses before it counts, so the slot is free again.
	 *
	 * @param seconds undefined when the API did not say
	 */
	refused(slot: Slot, seconds: number | undefined): void;
}

export interface Turn {
	readonly model: string;
	/** undefined for no known limit. */
	readonly perMinute: number | undefined;
	/** Longest pause after a 429 that is waited for, in seconds. */
	readonly patience: number;
}

function rateLimitError(pause: number): PrunaError {
	const { message, advice, ...facts } = RATE_LIMITED;
	return new PrunaError(message, {
		...facts,
		advice: `It asked to wait ${pause} seconds, which is longer than this item may take. ${advice}`,
		httpCode: '429',
		job: 'none',
		details: { httpCode: '429' },
	});
}

interface ModelState {
	taken: Slot[];
	pausedUntil: number;
	lastInQueue: Promise<unknown>;
	/** Those that are being made ready or wait for their slot: as many as go out in the next minutes. */
	nearby: ReturnType<typeof createLimit> | undefined;
}

export function createPacer(clock: Clock): Pacer {
	const models = new Map<string, ModelState>();

	function stateOf(model: string): ModelState {
		const state = models.get(model) ?? {
			taken: [],
			pausedUntil: 0,
			lastInQueue: Promise.resolve(),
			nearby: undefined,
		};
		models.set(model, state);
		return state;
	}

	async function takeAgain({ model, perMinute, patience }: Turn): Promise<Slot> {
		const state = stateOf(model);
		for (;;) {
			const now = clock.now();
			const pause = Math.ceil((state.pausedUntil - now) / 1000);
			if (pause > patience) throw rateLimitError(pause);
			const slot = perMinute === undefined ? now : nextSlot(state.taken, perMinute, now);
			const start = Math.max(slot, state.pausedUntil);
			if (start <= now) break;
			await clock.sleep((start - now) / 1000);
		}
		const slot = { model, time: clock.now() };
		// Only the last minute counts, for whatever limit the next item has.
		state.taken = [...state.taken.filter(({ time }) => time > slot.time - WINDOW), slot];
		return slot;
	}

	return {
		async near({ model, perMinute }, prepareAndSubmit) {
			const state = stateOf(model);
			state.nearby ??= createLimit(NEAR_MINUTES * (perMinute ?? Infinity));
			return await state.nearby(prepareAndSubmit);
		},
		async take(turn) {
			// Only the first in the queue looks at the clock, so that all come to their turns in order.
			const state = stateOf(turn.model);
			const taken = settle(state.lastInQueue).then(async () => await takeAgain(turn));
			state.lastInQueue = settle(taken);
			return await taken;
		},
		takeAgain,
		refused(slot, seconds) {
			const state = stateOf(slot.model);
			if (seconds !== undefined) state.taken = state.taken.filter((one) => one !== slot);
			const pause = (seconds ?? SHORTEST_PAUSE) * 1000;
			state.pausedUntil = Math.max(state.pausedUntil, clock.now() + pause);
		},
	};
}
