import type { MediaInput } from '../media/readMedia';
import type { Estimate } from '../models/estimate';
import type { Take } from '../models/takes';
import type { Run } from './run';
import { defaultTimeoutSeconds, type JobKind } from './schedule';

/** `check` sends nothing: it reports what would be sent and what it would cost. */
export type Mode = 'wait' | 'sync' | 'submit' | 'check';

/** The options that a user can set for any job, after the check. */
export interface JobOptions {
	readonly downloadOutput: boolean;
	readonly outputField: string;
	readonly fileName?: string;
	/** Seconds. */
	readonly pollInterval?: number;
	/** Seconds. */
	readonly timeout?: number;
	/** The user's limit for the submits of this run; 1 or more. */
	readonly requestsPerMinute?: number;
	/** The most that one run of the node may cost, in USD. */
	readonly spendingLimit?: number;
	readonly extraInput: Readonly<Record<string, unknown>>;
	/** All files of a job go into one item. */
	readonly combineFiles?: boolean;
	/** How many takes of the item the user wants; undefined if Takes is not set. */
	readonly takes?: number;
	/** Park the execution while its jobs run. */
	readonly freeWorker?: boolean;
	/** The user's name for the job, so that no other execution pays for it again. */
	readonly jobKey?: string;
}

/** The options that waiting for a job and delivering it need. */
export type DeliveryOptions = Pick<
	JobOptions,
	'downloadOutput' | 'outputField' | 'fileName' | 'pollInterval' | 'combineFiles'
>;

/** Leaves out all other options, because a parked execution stores the result. */
export function deliveryOptions(options: JobOptions): DeliveryOptions {
	const { downloadOutput, outputField, fileName, pollInterval, combineFiles } = options;
	return { downloadOutput, outputField, fileName, pollInterval, combineFiles };
}

/** A prediction to make for an item. Everything in it has been checked. */
export interface Job {
	readonly model: string;
	readonly kind: JobKind;
	readonly mode: Mode;
	readonly options: JobOptions;
	/** The model's documented limit, in submits per minute; undefined for none. */
	readonly perMinute: number | undefined;
	/** The input without the files. */
	readonly input: Readonly<Record<string, unknown>>;
	readonly media: readonly MediaInput[];
	/** What it costs at published prices; undefined if unknown. */
	readonly estimate?: Estimate;
	/** Settings that have no effect. */
	readonly warnings?: readonly string[];
	/** What is wrong with it. Only in Check Only does a job with findings pass the check. */
	readonly findings?: readonly string[];
	/** Distinguishes this work from other work of the same item, as JSON: settings and files. */
	readonly work: unknown;
	/** Which of the item's takes it makes, if Takes is set. */
	readonly take?: Take;
	/** The seed in its input, if Takes is set. */
	readonly seed?: number;
}

/** @returns When a job that starts now times out, in milliseconds since 1970 */
export function deadlineOf(run: Run, kind: JobKind, options: Pick<JobOptions, 'timeout'>): number {
	return run.clock.now() + (options.timeout ?? defaultTimeoutSeconds(kind)) * 1000;
}
