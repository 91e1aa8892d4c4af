import type { Failure, IDataObject } from 'n8n-workflow';

/** What is known of a job at the moment that something goes wrong; it reaches the user with every message. */
export interface PredictionDetails extends IDataObject {
	id?: string;
	model?: string;
	status?: string;
	get_url?: string;
	generation_url?: string | string[];
	httpCode?: string;
}

export interface PrunaErrorFacts {
	/** What to do next, for the workflow's author. */
	description?: string;
	httpCode?: string;
	details?: PredictionDetails;
	/** The same GET may well be answered in a moment. */
	transient?: boolean;
	/** The API surely has not taken the request, so that repeating it cannot buy twice. */
	notTaken?: boolean;
	/** Nobody knows whether the API has taken a submit: a job may be running, and be billed. */
	inDoubt?: boolean;
	/** How long the API asked to wait, in seconds. */
	retryAfterSeconds?: number;
	/** The API's own words. */
	reason?: string;
	/** Why it failed, in n8n's own terms, for those who read errors by program. */
	cause?: Failure['cause'];
}

/**
 * Something that keeps one item from its result, in words for the workflow's author. It becomes a NodeApiError,
 * a NodeOperationError or an error item at the edge of the node (operations/failures.ts).
 */
export class PrunaError extends Error {
	readonly description?: string;
	readonly httpCode?: string;
	readonly transient: boolean;
	readonly notTaken: boolean;
	readonly inDoubt: boolean;
	readonly retryAfterSeconds?: number;
	readonly reason?: string;
	readonly failureCause?: Failure['cause'];
	readonly details: PredictionDetails;

	constructor(message: string, facts: PrunaErrorFacts = {}) {
		super(message);
		this.name = 'PrunaError';
		this.description = facts.description;
		this.httpCode = facts.httpCode;
		this.transient = facts.transient ?? false;
		this.notTaken = facts.notTaken ?? false;
		this.inDoubt = facts.inDoubt ?? false;
		this.retryAfterSeconds = facts.retryAfterSeconds;
		this.reason = facts.reason;
		this.failureCause = facts.cause;
		this.details = facts.details ?? {};
	}
}

/** The same failure with one more sentence for the workflow's author. */
export function withAdvice(error: PrunaError, advice: string): PrunaError {
	const description = [error.description, advice].filter(Boolean).join(' ');
	return new PrunaError(error.message, { ...error, cause: error.failureCause, description });
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
