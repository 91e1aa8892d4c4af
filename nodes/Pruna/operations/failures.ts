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

/** Maximum number of jobs listed in an error's text, so that it stays readable with 500 items. Its context has them all. */
const MAX_JOBS_LISTED = 20;

/** Converts any error, such as one from n8n or from a bug, to a PrunaError. */
function asPrunaError(error: unknown): PrunaError {
	if (error instanceof PrunaError) return error;
	const own = (error as { message?: unknown } | null)?.message;
	const message = typeof own === 'string' && own !== '' ? own : String(error);
	const advice = (error as { description?: unknown } | null)?.description;
	return new PrunaError(message, { advice: typeof advice === 'string' ? advice : undefined });
}

/**
 * The error item for Continue On Fail. n8n 2.41 sends an item to the error output with its details only if it has
 * exactly these keys.
 */
export function errorItem(error: unknown, record: JobRecord): INodeExecutionData {
	const failure = asPrunaError(error);
	const details: IDataObject = { ...record.details, ...failure.details };
	const description = describeError(failure, details);
	if (description !== '') details.description = description;
	return { json: { error: failure.message, details }, pairedItem: { item: record.itemIndex } };
}

/**
 * The cause of the failure, for programs that read n8n's errors (n8n 2.41 has this field; older releases ignore it). A
 * submit in doubt has no cause: a program that waits and tries again would pay twice.
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

/** The jobs of the other items, with only what a reader needs. A synchronous result has a URL but no ID. */
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
	const more = rest > 0 ? `, and ${rest} more in the details of this error` : '';
	const instructions = [
		jobs.some(({ id }) => id !== undefined) &&
			'Prediction → Get Result retrieves each of these results by its ID.',
		jobs.some((job) => 'generation_url' in job) &&
			'Prediction → Download retrieves these files by their URLs.',
	];
	const heading = jobs.some(({ take }) => take)
		? 'Other jobs (items numbered from 0)'
		: 'Jobs of other items (numbered from 0)';
	const list = `${heading}: ${listed.join(', ')}${more}.`;
	return [list, ...instructions].filter(Boolean).join(' ');
}

/**
 * The error that ends the node: that of the first failed item, with the IDs of all jobs of this run, so that results
 * that are paid for can still be downloaded.
 *
 * @param records All records of the run
 * @param take Which of the item's jobs failed, if it has several
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
	// n8n rewrites messages that contain a network code, so the message, which is already clear, is set again. But n8n
	// takes any error whose message says "canceled" as caused by the Stop button, and treats the execution as not failed
	// (workflow-execute.ts, processSuccessExecution). So Pruna's word for a canceled job is spelled the British way.
	result.message = error instanceof ExecutionCanceled ? message : message.replace(/canceled/g, 'cancelled');
	result.context.details = details;
	if (others.length > 0) result.context.jobs = others;
	return result;
}
