/** The rows of the fault matrix: what goes wrong, and what must come of it. faults.test.ts tests them, docs/reliability.md shows them. */
import type { FaultSpec } from '../p-api/faults';

export type Step = 'upload' | 'submit' | 'status' | 'delivery';

/** What the fault of a row may lead to. */
export interface World {
	/** Origin of the API. */
	readonly api: string;
	/** Origin of a server that belongs to somebody else. */
	readonly foreign: string;
	/** Milliseconds since 1970. */
	readonly now: number;
}

/** A fault of the stand-in; `on` is the row's own step when it is left out, `times` says how often one item meets it. */
export type Fault = Omit<FaultSpec, 'on' | 'match' | 'times'> & { on?: Step; times?: number };

export interface FaultCase {
	/** What goes wrong, in a few words. Unique within a step. */
	readonly fault: string;
	/** What the second of three items meets; 'offline' takes the whole API away from all of them. */
	readonly meets: Fault | Fault[] | ((world: World) => Fault | Fault[]) | 'offline';
	/**
	 * `delivered`: the item has its file, however long the fault lasts. `passes`: it has it once the fault is over, and
	 * ends with `reads` when it never is. `fails`: it ends with `reads` at once.
	 */
	readonly ends: 'delivered' | 'passes' | 'fails';
	/** The whole text of the item's error: message and description. Of a delivered item there is none. */
	readonly reads?: readonly [message: string, ...description: string[]];
	/** Codes of the network that may stand for `{code}` in `reads`, the usual one first, where that is not ECONNRESET. */
	readonly codes?: readonly string[];
	/** True when the delivered file is the foreign server's own. */
	readonly fromForeign?: boolean;
	/** Least time between the first two requests that meet the fault, in seconds. */
	readonly waits?: number;
	/** Usable links of the result that the failed item keeps, where that is not one for each file. */
	readonly links?: number;
	/** True when the requests reach no server, so that they can only be counted at the node. */
	readonly unseen?: boolean;
	/** Requests of the item at this step until it fails, where that is not 1. */
	readonly requests?: number;
	/** True when the API has taken a submit that the item does not know of. */
	readonly taken?: boolean;
	/** True when an answer to the submit has given an ID although the item fails at that step. */
	readonly hasId?: boolean;
	/** What never comes, or never ends, so that time must go on while it is waited for. */
	readonly slow?: 'answer' | 'body';
	/** Files per job, where that is not 1. */
	readonly files?: number;
	/** Requests that reach the foreign server (never with the key). */
	readonly foreign?: number;
	/** What the node does, where the usual words of the page would not tell. */
	readonly does?: string;
}

export interface FaultTable {
	readonly step: Step;
	readonly title: string;
	readonly about: string;
	readonly rows: readonly FaultCase[];
}
