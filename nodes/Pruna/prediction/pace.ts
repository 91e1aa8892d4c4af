import type { Rate } from '../api/rate';
import { createLimit } from '../core/limit';
import type { RunStop } from '../core/stop';
import type { AccountPace } from './accountPace';
import type { Slot } from './paceNotes';

/**
 * How long before its submit a job may be prepared, in minutes. This uploads its files, and an upload is valid for at least
 * half an hour (wire.md 6).
 */
const NEAR_MINUTES = 5;

/** What a submit states when it asks for its turn. */
export interface Turn {
	readonly model: string;
	/** The model's documented limit; undefined for none. */
	readonly perMinute: number | undefined;
	/** The user's own limit for this run; undefined for none. */
	readonly ownPerMinute: number | undefined;
	/** The longest pause after a 429 that the submit waits for, in seconds. */
	readonly patience: number;
	/** The answer comes only when the job ends. */
	readonly isSync: boolean;
}

/** The model and the limits that a turn falls under. */
export type Place = Pick<Turn, 'model' | 'perMinute' | 'ownPerMinute'>;

/** One run's access to the pace of its account, which keeps submits within the limit and respects the API's pauses. */
export interface Pacer {
	/** Prepares and submits a job once its turn is near. */
	near<T>(place: Place, prepareAndSubmit: () => Promise<T>): Promise<T>;
	/**
	 * Resolves when a submit may be sent. The runs of an account take turns; within a run, submits keep their order.
	 *
	 * @throws PrunaError if the pause after a 429 is longer than `patience`
	 * @throws ExecutionCanceled | RunHalted immediately when the run must stop
	 */
	take(turn: Turn): Promise<Slot>;
	/** The same for a submit that was refused. It goes before those of its run that have not had a turn. */
	takeAgain(turn: Turn): Promise<Slot>;
	/** Reports what the answer to a submit says about the limit. */
	accepted(turn: Place, slot: Slot, rate: Rate): void;
	/** Reports a 429. @param afterSeconds undefined if the API did not say how long to wait */
	refused(turn: Place, slot: Slot, afterSeconds: number | undefined, rate: Rate): void;
	/** Reports that no answer came. */
	unanswered(turn: Place, slot: Slot): void;
	/** Reports that nothing was sent, so that the turn goes to another submit. */
	unused(turn: Place, slot: Slot): void;
}

/** One run's submits of a model. */
interface Own {
	readonly slots: Slot[];
	/** Limits the jobs that are being prepared or wait for their turn to as many as will be sent in the next minutes. */
	readonly nearby: ReturnType<typeof createLimit>;
}

/** @param paceOf Returns the pace of a model for this run's account */
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
		const sentSoon = () => NEAR_MINUTES * Math.min(ownPerMinute, paceOf(model, perMinute).perMinute());
		const own = { slots: [], nearby: createLimit(sentSoon) };
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
		unused: ({ model, perMinute }, slot) => paceOf(model, perMinute).unused(slot),
	};
}
