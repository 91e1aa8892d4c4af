import type { PredictionDetails } from '../core/errors';
import type { Take } from '../models/takes';

/**
 * How far an item's job has come. `refused` and `in doubt` are the two outcomes of a submit without a known job;
 * `delivered` means that the item has everything that its job returned.
 */
export type JobStage =
	'new' | 'submitting' | 'refused' | 'in doubt' | 'running' | 'succeeded' | 'failed' | 'delivered';

/** A synchronous result. Even so, its URL may be missing. */
export interface ImmediateResult {
	readonly generationUrl: unknown;
}

/** What is known about one job. Everything that is said about the job, anywhere, is read from here. */
export interface JobRecord {
	readonly itemIndex: number;
	/** Which take this job makes, if the item has several jobs. */
	readonly take?: Take;
	readonly stage: JobStage;
	/** What reaches the user with every message. */
	readonly details: PredictionDetails;
	/** Distinguishes this work from other work of the item, as JSON: settings and files. undefined if only the ID is known. */
	readonly work?: unknown;
	/** When the submit was sent, in milliseconds since 1970. */
	readonly since?: number;
	/** When the job was seen to have ended, in milliseconds since 1970. */
	readonly endedAt?: number;
	/** An earlier try of this run, or another execution, has paid for it. */
	readonly isResumed?: boolean;
	/** Another execution has paid for it under the same key. */
	readonly isRemembered?: boolean;
	/** There was a paid job for this key, but its result is no longer available. */
	readonly isOutdated?: boolean;
	/** The result, if the answer to the submit already contained it. */
	readonly result?: ImmediateResult;
	/** Why it is unknown whether the submit was accepted. */
	readonly doubt?: string;
	/** The user gets URLs instead of files. */
	readonly urlsOnly?: boolean;
}

/** Something that happens to a job. Each moment is reported once, where it happens. */
export type Moment =
	/** The item is about this job: a model to run, or a prediction by its ID. */
	| { readonly kind: 'named'; readonly details: PredictionDetails; readonly work?: unknown }
	/** The submit is being sent: from now on, a job may be running. */
	| { readonly kind: 'submitting' }
	| { readonly kind: 'refused' }
	| { readonly kind: 'in doubt'; readonly message: string }
	| { readonly kind: 'submitted'; readonly details: PredictionDetails; readonly result?: ImmediateResult }
	/** A job of an earlier try, or of another execution, is continued. */
	| {
			readonly kind: 'resumed';
			readonly details: PredictionDetails;
			readonly result?: ImmediateResult;
			readonly isRemembered?: boolean;
	  }
	/** There was a paid job for this key, but its result is too old to download. */
	| { readonly kind: 'outdated' }
	| { readonly kind: 'polled'; readonly status: string }
	| { readonly kind: 'ended'; readonly status: string }
	/** The result's URLs are known. */
	| { readonly kind: 'located'; readonly urls: readonly string[]; readonly urlsOnly: boolean }
	| { readonly kind: 'delivered' };

export function newRecord(itemIndex: number, take?: Take): JobRecord {
	return { itemIndex, ...(take && { take }), stage: 'new', details: {} };
}

/** The job's place in words: "item 2" or "item 2, take 1". Items are counted from 0, takes from 1. */
export function placeOf({ itemIndex, take }: Pick<JobRecord, 'itemIndex' | 'take'>): string {
	return take === undefined || take.count === 1
		? `item ${itemIndex}`
		: `item ${itemIndex}, take ${take.index + 1}`;
}

/**
 * The record after a moment.
 *
 * @param now Milliseconds since 1970
 */
export function after(record: JobRecord, moment: Moment, now: number): JobRecord {
	const { details } = record;
	switch (moment.kind) {
		case 'named':
			return { ...record, details: { ...details, ...moment.details }, work: moment.work };
		case 'submitting':
			return { ...record, stage: 'submitting', since: now };
		case 'refused':
			return { ...record, stage: 'refused' };
		case 'in doubt':
			return {
				...record,
				stage: 'in doubt',
				details: { ...details, status: 'in doubt' },
				doubt: moment.message,
			};
		case 'submitted':
		case 'resumed':
			return {
				...record,
				stage: 'running',
				details: { ...details, status: 'starting', ...moment.details },
				since: record.since ?? now,
				isResumed: moment.kind === 'resumed',
				...(moment.kind === 'resumed' && moment.isRemembered && { isRemembered: true }),
				result: moment.result,
			};
		case 'outdated':
			return { ...record, isOutdated: true };
		case 'polled':
			return { ...record, details: { ...details, status: moment.status } };
		case 'ended':
			return {
				...record,
				stage: moment.status === 'succeeded' ? 'succeeded' : 'failed',
				details: { ...details, status: moment.status },
				endedAt: now,
			};
		case 'located': {
			const { urls, urlsOnly } = moment;
			const generation_url = urls.length === 1 ? urls[0] : [...urls];
			return { ...record, details: { ...details, generation_url }, urlsOnly };
		}
		case 'delivered':
			return { ...record, stage: 'delivered' };
	}
}

/** @returns true while ending the execution would lose something: the job is running, or its files are not yet delivered */
export function isOpen({ stage, since }: JobRecord): boolean {
	return since !== undefined && ['submitting', 'running', 'succeeded'].includes(stage);
}

/** Is called with each moment and the record after it: the ledger, the log. */
export type RecordReader = (record: JobRecord, moment: Moment) => void;

/** The records of one run of the node. */
export interface Records {
	of(itemIndex: number, take?: Take): JobRecord;
	all(): readonly JobRecord[];
	tell(itemIndex: number, moment: Moment, take?: Take): void;
}

export function createRecords(now: () => number, readers: readonly RecordReader[]): Records {
	const records = new Map<string, JobRecord>();
	const keyOf = (itemIndex: number, take?: Take) => `${itemIndex}.${take?.index ?? 0}`;
	const of = (itemIndex: number, take?: Take) =>
		records.get(keyOf(itemIndex, take)) ?? newRecord(itemIndex, take);
	return {
		of,
		all: () => [...records.values()],
		tell(itemIndex, moment, take) {
			const record = after(of(itemIndex, take), moment, now());
			records.set(keyOf(itemIndex, take), record);
			for (const reader of readers) reader(record, moment);
		},
	};
}
