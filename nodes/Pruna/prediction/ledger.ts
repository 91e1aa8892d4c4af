import { createHash } from 'crypto';
import type { IContextObject } from 'n8n-workflow';
import { isRecord } from '../core/json';
import type { Take } from '../models/takes';
import type { JobRecord, Moment, RecordReader } from './record';

/**
 * The job that an item has paid for, or may have. n8n's Retry On Fail runs the whole node again; an entry keeps that run
 * from paying again. Jobs that failed or were definitely not accepted have no entry, so they are submitted again.
 */
export type LedgerEntry =
	| { readonly state: 'submitted'; readonly id: string; readonly seed?: number }
	/** A sync result, which has no ID. */
	| {
			readonly state: 'succeeded';
			readonly id?: string;
			readonly generationUrl: unknown;
			readonly seed?: number;
	  }
	/** A submit without a readable answer: a job may be running, so no try of this run may submit the item again. */
	| { readonly state: 'in doubt'; readonly message: string };

/** A paid job: one to wait for, or one that has its result. */
export type PaidJob = Exclude<LedgerEntry, { state: 'in doubt' }>;

export interface Ledger {
	/**
	 * The item's entry from an earlier try in this execution, or for the same work in an execution that this one repeats. In
	 * the second case a submit in doubt is ignored: a person has pressed Retry, after being told to check first.
	 *
	 * @param work Identifies the work, as JSON
	 * @param take Which of the item's jobs this is, if it has several
	 */
	find(itemIndex: number, work: unknown, take?: Take): LedgerEntry | undefined;
	/** Records jobs that are paid for, and forgets those that failed. */
	readonly reader: RecordReader;
	/** Forgets what this run of the node has recorded. Call it when every item has its result. */
	clear(): void;
}

const KEY = 'prunaJobs';

interface Noted {
	readonly hash: string;
	readonly execution?: string;
	readonly entry: LedgerEntry;
}

type Page = Record<string, unknown>;

/** n8n may restore any JSON from its database, and a job without an ID cannot be polled. */
function readNoted(value: unknown): Noted | undefined {
	if (!isRecord(value) || !isRecord(value.entry)) return undefined;
	const { state, id } = value.entry;
	const isEntry =
		state === 'succeeded' || state === 'in doubt' || (state === 'submitted' && typeof id === 'string');
	return isEntry ? (value as unknown as Noted) : undefined;
}

function hashOf(work: unknown): string {
	return createHash('sha256')
		.update(JSON.stringify(work) ?? '')
		.digest('hex')
		.slice(0, 32);
}

/** What a moment means for the ledger: a new entry, null to forget the entry, undefined for no change. */
function entryAfter({ details, result, doubt }: JobRecord, moment: Moment): LedgerEntry | null | undefined {
	switch (moment.kind) {
		case 'in doubt':
			return { state: 'in doubt', message: doubt ?? '' };
		case 'submitted': {
			const { id, seed } = details;
			// A later try may have another seed, but its result was made with this one.
			const made = seed === undefined ? {} : { seed };
			if (result) return { state: 'succeeded', id, generationUrl: result.generationUrl, ...made };
			return id === undefined ? undefined : { state: 'submitted', id, ...made };
		}
		case 'ended':
			// A failed job is of no use to a later try, which submits it again.
			return moment.status === 'succeeded' ? undefined : null;
		default:
			return undefined;
	}
}

/**
 * A ledger in n8n's node context, the only place that is shared by all tries of Retry On Fail and saved with the execution.
 * Each run of the node within an execution (in a loop) has its own page, because each is new work, even with equal input.
 *
 * @param context `getContext('node')`
 * @param run `runIndex` is `$runIndex`: which run of the node this is. `isTool`: an agent's calls are all item 0 of run 0,
 * several at the same time, so a job is found by its work. Otherwise, a job of this execution is found by its item, even if
 * its work looks different now: each try evaluates the expressions again, and a random seed or `$now` gives another value
 */
export function createLedger(
	context: IContextObject,
	run: { readonly runIndex: number; readonly executionId: string; readonly isTool: boolean },
): Ledger {
	const own = new Set<string>();
	const keyOf = (itemIndex: number, work: unknown, take: Take | undefined) => {
		const place = take === undefined || take.index === 0 ? `${itemIndex}` : `${itemIndex}.${take.index}`;
		return run.isTool ? `${place} ${hashOf(work)}` : place;
	};

	/** Read again each time, because another call of the same tool may have changed it. */
	function pages(): Record<string, Page> {
		if (!isRecord(context[KEY])) context[KEY] = {};
		return context[KEY] as Record<string, Page>;
	}

	function page(): Page {
		const known = pages()[String(run.runIndex)];
		return isRecord(known) ? known : {};
	}

	function note(key: string, value: Noted): void {
		const changed = page();
		changed[key] = value;
		pages()[String(run.runIndex)] = changed;
	}

	/** Removes empty objects as well, because the context is saved with the execution. */
	function forget(keys: readonly string[]): void {
		const changed = page();
		for (const key of keys) delete changed[key];
		if (Object.keys(changed).length === 0) delete pages()[String(run.runIndex)];
		if (Object.keys(pages()).length === 0) delete context[KEY];
	}

	return {
		find(itemIndex, work, take) {
			const found = readNoted(page()[keyOf(itemIndex, work, take)]);
			if (found === undefined) return undefined;
			const isThisExecution = found.execution === run.executionId;
			const isKnown = isThisExecution || found.hash === hashOf(work);
			return isKnown && (isThisExecution || found.entry.state !== 'in doubt') ? found.entry : undefined;
		},
		reader(record, moment) {
			if (record.work === undefined) return;
			const entry = entryAfter(record, moment);
			if (entry === undefined) return;
			const key = keyOf(record.itemIndex, record.work, record.take);
			own.add(key);
			if (entry === null) forget([key]);
			else note(key, { hash: hashOf(record.work), execution: run.executionId, entry });
		},
		clear: () => forget(run.isTool ? [...own] : Object.keys(page())),
	};
}
