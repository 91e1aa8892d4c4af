import type { MediaInput } from '../media/readMedia';
import type { Run } from './run';
import { defaultTimeoutSeconds, type JobKind } from './schedule';

export type Mode = 'wait' | 'sync' | 'submit';

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
	readonly extraInput: Readonly<Record<string, unknown>>;
	/** What the user calls the job, so that no other execution buys it again. */
	readonly jobKey?: string;
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
	/** What tells this work from other work of the same item, as JSON: settings and files. */
	readonly work: unknown;
}

/** @returns When the time of a job that begins now is up, in milliseconds since 1970 */
export function deadlineOf(run: Run, kind: JobKind, options: Pick<JobOptions, 'timeout'>): number {
	return run.clock.now() + (options.timeout ?? defaultTimeoutSeconds(kind)) * 1000;
}
