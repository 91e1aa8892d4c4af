import { createHash } from 'crypto';
import type { IContextObject } from 'n8n-workflow';
import { isRecord } from '../api/answer';

/**
 * What an item has bought, or may have. n8n's Retry On Fail runs the whole node again; an entry is what keeps that run
 * from buying again. Nothing is noted of what failed or was surely not taken: that is submitted anew.
 */
export type LedgerEntry =
	| { readonly state: 'submitted'; readonly id: string }
	/** A sync result, which has no id. */
	| { readonly state: 'succeeded'; readonly id?: string; readonly generationUrl: unknown }
	/** A submit without a readable answer: a job may be running, so this item must not be submitted again. */
	| { readonly state: 'in doubt'; readonly message: string };

export interface Ledger {
	/**
	 * The entry of an item: of an earlier try in this execution, or of the same work in an execution that this one repeats.
	 *
	 * @param work What identifies the work, as JSON
	 */
	find(itemIndex: number, work: unknown): LedgerEntry | undefined;
	note(itemIndex: number, work: unknown, entry: LedgerEntry): void;
	forget(itemIndex: number): void;
	/** Forgets this run of the node, when every item of it has its result. */
	clear(): void;
}

const KEY = 'prunaJobs';

interface Noted {
	readonly hash: string;
	readonly execution?: string;
	readonly entry: LedgerEntry;
}

function hashOf(work: unknown): string {
	return createHash('sha256').update(JSON.stringify(work)).digest('hex').slice(0, 32);
}

/**
 * A ledger in n8n's node context, the one place that outlives the tries of Retry On Fail and is saved with the execution.
 * Each run of the node within an execution (a loop) has pages of its own, because each is new work, even with equal input.
 *
 * @param context `getContext('node')`
 * @param runIndex Which run of the node this is, `$runIndex`
 * @param execution The execution's ID: within it an item's job is known whatever its work looks like now, because each
 * try reads the expressions anew, and a random seed or `$now` gives another value. undefined where one run may do
 * several pieces of work, as an agent's tool does; then the work alone tells
 */
export function createLedger(context: IContextObject, runIndex: number, execution?: string): Ledger {
	const runs = isRecord(context[KEY]) ? context[KEY] : {};
	const known = runs[String(runIndex)];
	const page = (isRecord(known) ? known : {}) as Record<string, Noted>;
	// Assigned back whole: a key that n8n restored from its database may be any JSON.
	context[KEY] = runs;
	runs[String(runIndex)] = page;

	return {
		find(itemIndex, work) {
			const found = page[String(itemIndex)];
			const isEarlierTry = execution !== undefined && found?.execution === execution;
			return isEarlierTry || found?.hash === hashOf(work) ? found.entry : undefined;
		},
		note(itemIndex, work, entry) {
			page[String(itemIndex)] = { hash: hashOf(work), execution, entry };
		},
		forget(itemIndex) {
			delete page[String(itemIndex)];
		},
		clear() {
			delete runs[String(runIndex)];
			if (Object.keys(runs).length === 0) delete context[KEY];
		},
	};
}
