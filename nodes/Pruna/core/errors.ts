import type { Failure, IDataObject } from 'n8n-workflow';

/** What is known about a job when something goes wrong. Every message to the user includes it. */
export interface PredictionDetails extends IDataObject {
	id?: string;
	model?: string;
	status?: string;
	get_url?: string;
	generation_url?: string | string[];
	/** The job's seed, if the item has takes. */
	seed?: number;
	/** Number of the take within the item, counted from 0. */
	take_index?: number;
	httpCode?: string;
}

/**
 * What an error says about the job, and so about the bill.
 * - `none`: there is no job.
 * - `maybe`: nobody knows whether there is a job. `maybe kept`: later executions will remember this, too.
 * - `running`: the job is still running.
 * - `done`: the job is done and paid for.
 * - `lost`: the result is no longer available.
 * - undefined: the error says nothing about a job.
 */
export type JobKnowledge = 'none' | 'maybe' | 'maybe kept' | 'running' | 'done' | 'lost' | undefined;

/**
 * Whether the request that failed may be sent again, and when.
 * - `never`: it would fail the same way.
 * - `ifFree`: it may succeed soon, but the API may also have accepted it already, so it is repeated only if it is free.
 * - `always`: the API definitely did not accept it, so even a submit may be repeated.
 * - `whileUnreachable`: there was no connection. Any request may be repeated, but not for as long as a job may take.
 */
export interface Repeat {
	readonly allowed: 'never' | 'ifFree' | 'always' | 'whileUnreachable';
	/** How long the API asked to wait, in seconds. */
	readonly afterSeconds?: number;
	/** The limit that the API reported, in requests per minute. */
	readonly perMinute?: number;
}

export interface PrunaErrorFacts {
	/** What the workflow's author should do next. What it means for the bill follows from `job`. */
	readonly advice?: string;
	/** The API's own words. */
	readonly reason?: string;
	/** Input keys that the API rejected, if it lists them. */
	readonly invalidFields?: readonly string[];
	/** Everything that is wrong with the item's settings, one entry each. The message contains all of them. */
	readonly findings?: readonly string[];
	readonly job?: JobKnowledge;
	readonly repeat?: Repeat;
	readonly httpCode?: string;
	readonly details?: PredictionDetails;
	/** Why it failed, in n8n's own terms, for programs that read errors. */
	readonly failureCause?: Failure['cause'];
}

/**
 * The reason why an item has no result. It holds data. At the edge of the node, where it becomes an error item, a
 * NodeApiError or a NodeOperationError, operations/errorText.ts turns that data into sentences.
 */
export class PrunaError extends Error {
	readonly advice?: string;
	readonly reason?: string;
	readonly invalidFields: readonly string[];
	readonly findings?: readonly string[];
	readonly job: JobKnowledge;
	readonly repeat: Repeat;
	readonly httpCode?: string;
	readonly details: PredictionDetails;
	readonly failureCause?: Failure['cause'];

	constructor(
		message: string,
		private readonly facts: PrunaErrorFacts = {},
	) {
		super(message);
		this.name = 'PrunaError';
		this.advice = facts.advice;
		this.reason = facts.reason;
		this.invalidFields = facts.invalidFields ?? [];
		this.findings = facts.findings;
		this.job = facts.job;
		this.repeat = facts.repeat ?? { allowed: 'never' };
		this.httpCode = facts.httpCode;
		this.details = facts.details ?? {};
		this.failureCause = facts.failureCause;
	}

	/** @returns the same failure with some facts changed */
	with({ message = this.message, ...facts }: PrunaErrorFacts & { message?: string }): PrunaError {
		return new PrunaError(message, { ...this.facts, ...facts });
	}

	/** @returns true if nobody knows whether the API accepted the submit, so it must not be sent again */
	get inDoubt(): boolean {
		return this.job === 'maybe' || this.job === 'maybe kept';
	}
}

/**
 * The execution was stopped or timed out. Nothing more is sent, and the items do not count as failed. n8n recognizes this
 * error by the word "canceled" in its message, and marks the execution as canceled instead of failed.
 */
export class ExecutionCanceled extends Error {
	constructor() {
		super('The execution was canceled');
		this.name = 'ExecutionCanceled';
	}
}

/** Another item failed, and the node fails with it. This item stops where it is, and its paid job is recorded. */
export class RunHalted extends Error {
	constructor() {
		super('The run was halted because another item failed');
		this.name = 'RunHalted';
	}
}
