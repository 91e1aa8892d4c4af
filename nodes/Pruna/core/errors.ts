import type { Failure, IDataObject } from 'n8n-workflow';

/** What is known of a job at the moment that something goes wrong. It reaches the user with every message. */
export interface PredictionDetails extends IDataObject {
	id?: string;
	model?: string;
	status?: string;
	get_url?: string;
	generation_url?: string | string[];
	/** With which the job was made, where the item has takes. */
	seed?: number;
	/** Which of the item's takes it is, counted from 0. */
	take_index?: number;
	httpCode?: string;
}

/**
 * What an error says of the job, and so of the bill: there is none, nobody knows whether there is one (`maybe kept`: and
 * later executions remember that), it runs, it is done and paid, or its result is no longer there. undefined where the
 * error says nothing of a job.
 */
export type JobKnowledge = 'none' | 'maybe' | 'maybe kept' | 'running' | 'done' | 'lost' | undefined;

/**
 * Whether the request that failed may be sent again, and when.
 * - `never`: it would fail the same way.
 * - `ifFree`: it may well be answered in a moment, but it may also have been taken, so only what costs nothing is repeated.
 * - `always`: the API surely has not taken it, so that even a submit may be repeated.
 * - `whileUnreachable`: there was no connection. Anything may be repeated, but not for as long as a job may take.
 */
export interface Repeat {
	readonly allowed: 'never' | 'ifFree' | 'always' | 'whileUnreachable';
	/** How long the API asked to wait, in seconds. */
	readonly afterSeconds?: number;
	/** The limit that the API named, in requests per minute. */
	readonly perMinute?: number;
}

export interface PrunaErrorFacts {
	/** What to do next, for the workflow's author. What it means for the bill follows from `job`. */
	readonly advice?: string;
	/** The API's own words. */
	readonly reason?: string;
	/** Keys of the input that the API found fault with, where it names them apart. */
	readonly invalidFields?: readonly string[];
	/** All that is wrong with the item's settings, one by one; the message has them all. */
	readonly findings?: readonly string[];
	readonly job?: JobKnowledge;
	readonly repeat?: Repeat;
	readonly httpCode?: string;
	readonly details?: PredictionDetails;
	/** Why it failed, in n8n's own terms, for those who read errors by program. */
	readonly failureCause?: Failure['cause'];
}

/**
 * Something that keeps one item from its result. It holds data; the sentences that a person reads are made of it at the
 * edge of the node (operations/errorText.ts), where it becomes an error item, a NodeApiError or a NodeOperationError.
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

	/** @returns true when nobody knows whether the API has taken a submit: it must not be sent again */
	get inDoubt(): boolean {
		return this.job === 'maybe' || this.job === 'maybe kept';
	}
}

/**
 * The execution was stopped or timed out: nothing more is sent, and nothing is reported as the item's fault. n8n knows it
 * by the word "canceled" in the message, and ends the execution as canceled instead of failed.
 */
export class ExecutionCanceled extends Error {
	constructor() {
		super('The execution was canceled');
		this.name = 'ExecutionCanceled';
	}
}

/** Another item has failed and the node fails with it: this one is left where it is, and what it has bought is noted. */
export class RunHalted extends Error {
	constructor() {
		super('The run was halted because another item failed');
		this.name = 'RunHalted';
	}
}
