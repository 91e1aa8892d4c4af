import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PrunaError, withAdvice, type PredictionDetails } from '../core/errors';
import { JOB_IS_DONE } from '../api/explain';
import { settle, settleAll } from '../core/outcome';
import { download } from '../media/download';
import { readResult } from '../prediction/result';
import type { Run } from './run';
import type { JobOptions } from './jobOptions';

/** A finished job gets this long for its download even when the wait has used up its own time, in seconds. */
const LEAST_DOWNLOAD_TIME = 5 * 60;

/** An item's JSON has only the keys that are known: a sync result has no id, for one. */
export function withoutUndefined(json: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

/** An empty "error" on a good item would make n8n's Retry On Fail run the node again. */
export function withoutEmptyError({ error, ...json }: IDataObject): IDataObject {
	return error === undefined || error === null || error === '' ? json : { ...json, error };
}

/** A transfer that got no answer, or only a part of it, says nothing about the job by itself. */
function deliveryError(error: unknown): unknown {
	if (!(error instanceof PrunaError)) return error;
	const isOfNetwork = error.description === undefined || error.details.networkCode !== undefined;
	return isOfNetwork ? withAdvice(error, JOB_IS_DONE) : error;
}

/**
 * Makes the output items of a finished job: one per file, with the file in n8n's storage when it is wanted. A result
 * that is no link (scores) is passed on as it is.
 *
 * @param deadline Milliseconds since 1970
 */
export async function deliver(
	run: Run,
	itemIndex: number,
	job: { id?: string; model?: string; status?: string },
	generationUrl: unknown,
	options: Pick<JobOptions, 'downloadOutput' | 'outputField' | 'fileName'>,
	deadline: number,
): Promise<INodeExecutionData[]> {
	const known: PredictionDetails = run.journal.jobOf(itemIndex);
	const result = readResult(run.api.address, generationUrl);
	const pairedItem = { item: itemIndex };
	if (result.kind === 'output') {
		const output = result.output as IDataObject;
		return [{ json: withoutUndefined({ ...job, output, output_index: 0, output_count: 1 }), pairedItem }];
	}

	const { urls } = result;
	known.generation_url = urls.length === 1 ? urls[0] : [...urls];
	const wantsFiles = options.downloadOutput ?? !run.isTool;
	if (!wantsFiles) run.journal.linksOnly();
	const downloadDeadline = Math.max(deadline, run.clock.now() + LEAST_DOWNLOAD_TIME * 1000);

	return await settleAll(
		urls.map(async (url, index): Promise<INodeExecutionData> => {
			const json = withoutUndefined({
				...job,
				generation_url: url,
				output_index: index,
				output_count: urls.length,
			});
			if (!wantsFiles) return { json, pairedItem };
			const file = { url, index, count: urls.length, fileName: options.fileName };
			const stored = await settle(download(run, file, downloadDeadline));
			if (!stored.ok) throw deliveryError(stored.error);
			return { json, binary: { [options.outputField]: stored.value }, pairedItem };
		}),
	);
}
