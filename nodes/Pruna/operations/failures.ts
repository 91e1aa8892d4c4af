import {
	type Failure,
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import { ExecutionCanceled, PrunaError, type PredictionDetails } from '../core/errors';

/** Most jobs that an error's text lists, so that it stays readable with 500 items; its context has them all. */
const MAX_JOBS_LISTED = 20;

/** A plain error of n8n or of a bug, in the shape of the node's own. */
function asPrunaError(error: unknown): PrunaError {
	if (error instanceof PrunaError) return error;
	const own = (error as { message?: unknown } | null)?.message;
	const message = typeof own === 'string' && own !== '' ? own : String(error);
	const description = (error as { description?: unknown } | null)?.description;
	return new PrunaError(message, { description: typeof description === 'string' ? description : undefined });
}

/**
 * The error item of Continue On Fail. These are the only keys with which n8n 2.41 sends an item to the error output
 * and keeps its details.
 */
export function errorItem(error: unknown, itemIndex: number, job: PredictionDetails): INodeExecutionData {
	const failure = asPrunaError(error);
	const details: IDataObject = { ...job, ...failure.details };
	if (failure.description) details.description = failure.description;
	return { json: { error: failure.message, details }, pairedItem: { item: itemIndex } };
}

/**
 * Why it failed, for whoever reads n8n's errors by program (n8n 2.41 knows this field, an older one leaves it out). A
 * submit in doubt has none: a reader that waits and repeats would buy a second time.
 */
function failureOf({ failureCause, inDoubt, details, ...error }: PrunaError): Failure | undefined {
	if (inDoubt) return undefined;
	const ofNetwork = error.transient ? 'temporarily-unavailable' : 'configuration-invalid';
	const cause = failureCause ?? (details.networkCode === undefined ? undefined : ofNetwork);
	switch (cause) {
		case 'rate-limited':
		case 'quota-exhausted':
		case 'temporarily-unavailable': {
			const { retryAfterSeconds: seconds } = error;
			return { cause, ...(seconds !== undefined && { retryAfterMs: Math.round(seconds * 1000) }) };
		}
		default:
			return cause && { cause };
	}
}

/** The jobs of the other items, without what a reader can do without. */
function otherJobs(jobs: ReadonlyMap<number, PredictionDetails>, failed: number) {
	return [...jobs]
		.filter(
			([itemIndex, { id, status }]) => itemIndex !== failed && (id !== undefined || status === 'in doubt'),
		)
		.map(([item, { id, model, status = 'unknown' }]) => ({ item, id, model, status }));
}

function describeJobs(jobs: ReturnType<typeof otherJobs>): string {
	if (jobs.length === 0) return '';
	const listed = jobs
		.slice(0, MAX_JOBS_LISTED)
		.map(({ item, id, status }) => `item ${item}: ${id ?? 'no ID'} (${status})`);
	const rest = jobs.length - listed.length;
	const more = rest > 0 ? `, and ${rest} more in the details of this message` : '';
	return `Jobs of other items, counted from 0: ${listed.join(', ')}${more}. Prediction → Get Result fetches them by ID.`;
}

/**
 * The error that ends the node: of the first item that failed, with the ids of all jobs of this run, so that what is
 * paid can still be fetched with Prediction → Get Result.
 */
export function nodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	jobs: ReadonlyMap<number, PredictionDetails>,
): NodeApiError | NodeOperationError {
	const failure = asPrunaError(error);
	const details: PredictionDetails = { ...jobs.get(itemIndex), ...failure.details };
	const others = otherJobs(jobs, itemIndex);
	const description = [
		failure.description,
		details.id && `Prediction ID: ${details.id}.`,
		describeJobs(others),
	]
		.filter(Boolean)
		.join(' ');

	const { message, httpCode } = failure;
	const options = { description, itemIndex, failure: failureOf(failure) };
	const isFromApi = httpCode !== undefined || details.networkCode !== undefined || details.id !== undefined;
	const result = isFromApi
		? new NodeApiError(node, { message }, { ...options, message, httpCode })
		: new NodeOperationError(node, message, options);
	// n8n rewrites messages that contain a network code; this one is already in the user's words. But n8n takes every error
	// whose message says "canceled" for the Stop button, and the execution for one that did not fail (workflow-execute.ts,
	// processSuccessExecution), so Pruna's word for a job that somebody ended is spelled the other way.
	result.message = error instanceof ExecutionCanceled ? message : message.replace(/canceled/g, 'cancelled');
	result.context.details = details;
	if (others.length > 0) result.context.jobs = others;
	return result;
}
