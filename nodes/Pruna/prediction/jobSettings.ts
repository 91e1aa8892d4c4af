import type { MediaInput } from '../media/readMedia';
import type { Estimate } from '../models/estimate';
import type { Take } from '../models/takes';
import type { Run } from './run';
import { defaultTimeoutSeconds, type JobKind } from './schedule';

/** `check` sends nothing: it tells what would be sent, and what it would cost. */
export type Mode = 'wait' | 'sync' | 'submit' | 'check';

/** What the user may set for every job, checked. */
export interface JobOptions {
	readonly downloadOutput: boolean;
	readonly outputField: string;
	readonly fileName?: string;
	/** Seconds. */
	readonly pollInterval?: number;
	/** Seconds. */
	readonly timeout?: number;
	/** The user's own limit for the submits of this run; 1 or more. */
	readonly requestsPerMinute?: number;
	/** The most that one run of the node may cost, in USD. */
	readonly spendingLimit?: number;
	readonly extraInput: Readonly<Record<string, unknown>>;
	/** All files of a job go into one item. */
	readonly combineFiles?: boolean;
	/** How many takes of the item are wanted; undefined where the user has not asked for takes. */
	readonly takes?: number;
	/** Park the execution while its jobs run. */
	readonly freeWorker?: boolean;
	/** What the user calls the job, so that no other execution buys it again. */
	readonly jobKey?: string;
}

/** What the wait for a job and its delivery need to know. */
export type DeliveryOptions = Pick<
	JobOptions,
	'downloadOutput' | 'outputField' | 'fileName' | 'pollInterval' | 'combineFiles'
>;

/** The same without all else, because a parked execution keeps it. */
export function deliveryOptions(options: JobOptions): DeliveryOptions {
	const { downloadOutput, outputField, fileName, pollInterval, combineFiles } = options;
	return { downloadOutput, outputField, fileName, pollInterval, combineFiles };
}

/** A prediction that is to be made for an item. All of it is checked. */
export interface Job {
	readonly model: string;
	readonly kind: JobKind;
	readonly mode: Mode;
	readonly options: JobOptions;
	/** The model's documented limit, in submits per minute; undefined for none. */
	readonly perMinute: number | undefined;
	/** The input, but for the files. */
	readonly input: Readonly<Record<string, unknown>>;
	readonly media: readonly MediaInput[];
	/** What it costs by published prices; undefined where that is not known. */
	readonly estimate?: Estimate;
	/** What is set and has no effect. */
	readonly warnings?: readonly string[];
	/** What is wrong with it. Only in Check Only a job with findings gets beyond the check. */
	readonly findings?: readonly string[];
	/** What tells this work from other work of the same item, as JSON: settings and files. */
	readonly work: unknown;
	/** Which of the item's takes it makes, where the user has asked for takes. */
	readonly take?: Take;
	/** The seed in its input, where the user has asked for takes. */
	readonly seed?: number;
}

/** @returns When the time of a job that begins now is up, in milliseconds since 1970 */
export function deadlineOf(run: Run, kind: JobKind, options: Pick<JobOptions, 'timeout'>): number {
	return run.clock.now() + (options.timeout ?? defaultTimeoutSeconds(kind)) * 1000;
}
