/** The rows of the fault matrix: what goes wrong, and how it must end. faults.test.ts tests them, docs/reliability.md shows them. */
import type { FaultSpec } from '../p-api/faults';

export type Step = 'upload' | 'submit' | 'status' | 'delivery';

/** What the fault of a row may refer to. */
export interface World {
	/** Origin of the API. */
	readonly api: string;
	/** Origin of a third-party server. */
	readonly foreign: string;
	/** Milliseconds since 1970. */
	readonly now: number;
}

/** A fault of the stand-in. `on` defaults to the row's own step; `times` is how often one item meets the fault. */
export type Fault = Omit<FaultSpec, 'on' | 'match' | 'times'> & { on?: Step; times?: number };

export interface FaultCase {
	/** What goes wrong, in a few words. Unique within a step. */
	readonly fault: string;
	/** What the second of three items meets; 'offline' makes the whole API unreachable for all of them. */
	readonly meets: Fault | Fault[] | ((world: World) => Fault | Fault[]) | 'offline';
	/**
	 * `delivered`: the item gets its file, however long the fault lasts. `passes`: it gets its file once the fault is
	 * over, and fails with `reads` if it never is. `fails`: it fails with `reads` immediately.
	 */
	readonly ends: 'delivered' | 'passes' | 'fails';
	/** The whole text of the item's error: message and description. A delivered item has none. */
	readonly reads?: readonly [message: string, ...description: string[]];
	/** Network error codes that may replace `{code}` in `reads`, the usual one first. ECONNRESET by default. */
	readonly codes?: readonly string[];
	/** True if the delivered file comes from the third-party server. */
	readonly fromForeign?: boolean;
	/** Minimum time between the first two requests that meet the fault, in seconds. */
	readonly waits?: number;
	/** Number of usable result URLs that the failed item keeps. One for each file by default. */
	readonly urls?: number;
	/** True if the requests reach no server, so that only the node can count them. */
	readonly unseen?: boolean;
	/** Requests of the item at this step until it fails. 1 by default. */
	readonly requests?: number;
	/** True if the API has accepted a submit without the item knowing. */
	readonly taken?: boolean;
	/** True if the response to the submit had an ID although the item fails at that step. */
	readonly hasId?: boolean;
	/** What never comes or never ends, so that time must pass while the node waits for it. */
	readonly slow?: 'answer' | 'body';
	/** Files per job. 1 by default. */
	readonly files?: number;
	/** Requests that reach the third-party server (never with the key). */
	readonly foreign?: number;
	/** What the node does, where the page's standard wording does not fit. */
	readonly does?: string;
}

export interface FaultTable {
	readonly step: Step;
	readonly title: string;
	readonly about: string;
	readonly rows: readonly FaultCase[];
}
