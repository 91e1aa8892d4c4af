import type { Rate } from '../api/rate';
import { createLimit } from '../core/limit';
import type { RunStop } from '../core/stop';
import type { AccountPace } from './accountPace';
import type { Slot } from './paceNotes';

/**
 * How long before its submit a job may be made ready, in minutes. Its files are uploaded then, and an upload lives for half
 * an hour at the least (wire.md 6).
 */
const NEAR_MINUTES = 5;

/** What a submit asks its turn with. */
export interface Turn {
	readonly model: string;
	/** The model's documented limit; undefined for none. */
	readonly perMinute: number | undefined;
	/** The user's own limit for this run; undefined for none. */
	readonly ownPerMinute: number | undefined;
	/** Longest pause after a 429 that is waited for, in seconds. */
	readonly patience: number;
	/** The answer comes when the job ends. */
	readonly isSync: boolean;
}

/** Where a turn belongs. */
export type Place = Pick<Turn, 'model' | 'perMinute' | 'ownPerMinute'>;

/** One run's part in the pace of its account: it keeps all submits of a model within the limit, and quiet when asked. */
export interface Pacer {
	/** Runs what makes a job ready and submits it, once its turn is near. */
	near<T>(place: Place, prepareAndSubmit: () => Promise<T>): Promise<T>;
	/**
	 * Resolves when a submit may go out. Turns go round between the runs of an account; within a run they come in order.
	 *
	 * @throws PrunaError when the API has asked for a longer pause than `patience`
	 * @throws ExecutionCanceled | RunHalted at once when the run is not to go on
	 */
	take(turn: Turn): Promise<Slot>;
	/** The same for a submit that was refused: it goes before those of its run that have not had a turn. */
	takeAgain(turn: Turn): Promise<Slot>;
	/** Tells what the answer to a submit says of the limit. */
	accepted(turn: Place, slot: Slot, rate: Rate): void;
	/** After a 429. @param afterSeconds undefined when the API did not say how long to wait */
	refused(turn: Place, slot: Slot, afterSeconds: number | undefined, rate: Rate): void;
	/** No answer came. */
	unanswered(turn: Place, slot: Slot): void;
}

/** What one run has of a model. */
interface Own {
	readonly slots: Slot[];
	/** Those that are being made ready or wait for their turn: as many as go out in the next minutes. */
	readonly nearby: ReturnType<typeof createLimit>;
}

/** @param paceOf The pace of a model at this run's account */
export function createPacer(
	stop: RunStop,
	paceOf: (model: string, perMinute: number | undefined) => AccountPace,
): Pacer {
	const run = {};
	const owns = new Map<string, Own>();
	const inUse = new Set<AccountPace>();

	function ownOf({ model, perMinute, ownPerMinute = Infinity }: Place): Own {
		const known = owns.get(model);
		if (known !== undefined) return known;
		const goOut = () => NEAR_MINUTES * Math.min(ownPerMinute, paceOf(model, perMinute).perMinute());
		const own = { slots: [], nearby: createLimit(goOut) };
		owns.set(model, own);
		return own;
	}

	async function take(turn: Turn, isAgain: boolean): Promise<Slot> {
		stop.check();
		const { model, perMinute, ownPerMinute, patience, isSync } = turn;
		const pace = paceOf(model, perMinute);
		inUse.add(pace);
		return await pace.take({ run, own: ownOf(turn).slots, ownPerMinute, patience, isSync, isAgain });
	}

	stop.onStop((error) => {
		for (const pace of inUse) pace.leave(run, error);
	});

	return {
		near: async (place, prepareAndSubmit) => await ownOf(place).nearby(prepareAndSubmit),
		take: async (turn) => await take(turn, false),
		takeAgain: async (turn) => await take(turn, true),
		accepted: ({ model, perMinute }, slot, rate) => paceOf(model, perMinute).accepted(slot, rate),
		refused: ({ model, perMinute }, slot, afterSeconds, rate) =>
			paceOf(model, perMinute).refused(slot, afterSeconds, rate),
		unanswered: ({ model, perMinute }, slot) => paceOf(model, perMinute).unanswered(slot),
	};
}
