import {
	type Failure,
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import { ExecutionCanceled, PrunaError, type PredictionDetails } from '../core/errors';
import type { Take } from '../models/takes';
import { newRecord, placeOf, type JobRecord } from '../prediction/record';
import { describeError } from './errorText';

/** Most jobs that an error's text lists, so that it stays readable with 500 items; its context has them all. */
const MAX_JOBS_LISTED = 20;

/** A plain error of n8n or of a bug, in the shape of the node's own. */
function asPrunaError(error: unknown): PrunaError {
	if (error instanceof PrunaError) return error;
	const own = (error as { message?: unknown } | null)?.message;
	const message = typeof own === 'string' && own !== '' ? own : String(error);
	const advice = (error as { description?: unknown } | null)?.description;
	return new PrunaError(message, { advice: typeof advice === 'string' ? advice : undefined });
}

/**
 * The error item of Continue On Fail. These are the only keys with which n8n 2.41 sends an item to the error output
 * and keeps its details.
 */
export function errorItem(error: unknown, record: JobRecord): INodeExecutionData {
	const failure = asPrunaError(error);
	const details: IDataObject = { ...record.details, ...failure.details };
	const description = describeError(failure, details);
	if (description !== '') details.description = description;
	return { json: { error: failure.message, details }, pairedItem: { item: record.itemIndex } };
}

/**
 * Why it failed, for whoever reads n8n's errors by program (n8n 2.41 knows this field, an older one leaves it out). A
 * submit in doubt has none: a reader that waits and repeats would buy a second time.
 */
function failureOf({ failureCause, inDoubt, details, repeat }: PrunaError): Failure | undefined {
	if (inDoubt) return undefined;
	const ofNetwork = repeat.allowed === 'never' ? 'configuration-invalid' : 'temporarily-unavailable';
	const cause = failureCause ?? (details.networkCode === undefined ? undefined : ofNetwork);
	switch (cause) {
		case 'rate-limited':
		case 'quota-exhausted':
		case 'temporarily-unavailable': {
			const { afterSeconds } = repeat;
			return {
				cause,
				...(afterSeconds !== undefined && { retryAfterMs: Math.round(afterSeconds * 1000) }),
			};
		}
		default:
			return cause && { cause };
	}
}

/** The jobs of the other items, without what a reader can do without. A synchronous result has no ID, but a URL. */
function otherJobs(records: readonly JobRecord[], failed: JobRecord) {
	return records
		.filter(
			(record) =>
				placeOf(record) !== placeOf(failed) &&
				(record.details.id !== undefined ||
					record.details.generation_url !== undefined ||
					record.stage === 'in doubt'),
		)
		.map(({ itemIndex, take, details: { id, model, status = 'unknown', generation_url } }) => ({
			item: itemIndex,
			...(take && { take }),
			id,
			model,
			status,
			...(id === undefined && generation_url !== undefined && { generation_url }),
		}));
}

function describeJobs(jobs: ReturnType<typeof otherJobs>): string {
	if (jobs.length === 0) return '';
	const listed = jobs.slice(0, MAX_JOBS_LISTED).map(({ item, take, id, status, generation_url }) => {
		const urls = generation_url === undefined ? undefined : [generation_url].flat().join(' ');
		return `${placeOf({ itemIndex: item, take })}: ${id ?? urls ?? 'no ID'} (${status})`;
	});
	const rest = jobs.length - listed.length;
	const more = rest > 0 ? `, and ${rest} more in the details of this message` : '';
	const ways = [
		jobs.some(({ id }) => id !== undefined) && 'Prediction → Get Result fetches them by ID.',
		jobs.some((job) => 'generation_url' in job) && 'Prediction → Download fetches a URL.',
	];
	const list = `${jobs.some(({ take }) => take) ? 'Other jobs, their items' : 'Jobs of other items,'} counted from 0: ${listed.join(', ')}${more}.`;
	return [list, ...ways].filter(Boolean).join(' ');
}

/**
 * The error that ends the node: of the first item that failed, with the ids of all jobs of this run, so that what is
 * paid can still be fetched.
 *
 * @param records All of the run
 * @param take Which of the item's jobs failed, where it has several
 */
export function nodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	records: readonly JobRecord[],
	take?: Take,
): NodeApiError | NodeOperationError {
	const failure = asPrunaError(error);
	const failed = newRecord(itemIndex, take);
	const own = records.find((record) => placeOf(record) === placeOf(failed)) ?? failed;
	const details: PredictionDetails = { ...own.details, ...failure.details };
	const others = otherJobs(records, own);
	const description = [
		describeError(failure, details),
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
