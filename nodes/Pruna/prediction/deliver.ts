import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { mapError, settleAll } from '../core/outcome';
import { download } from '../media/download';
import type { JobOptions } from './jobSettings';
import { withoutUndefined } from './jobItems';
import { readResult } from './result';
import type { Run } from './run';

/** A finished prediction. */
export interface FinishedJob {
	/** What its items tell of it. */
	readonly facts: { readonly id?: string; readonly model?: string; readonly status?: string };
	readonly generationUrl: unknown;
	/** This run has paid for it. */
	readonly isPaid: boolean;
}

/** Of what somebody else's URL leads to, nothing is known. */
function withoutJob(error: unknown): unknown {
	return error instanceof PrunaError ? error.with({ job: undefined }) : error;
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
	{ facts, generationUrl, isPaid }: FinishedJob,
	options: Pick<JobOptions, 'downloadOutput' | 'outputField' | 'fileName'>,
	deadline: number,
): Promise<INodeExecutionData[]> {
	const pairedItem = { item: itemIndex };
	const result = readResult(run.api.address, generationUrl);
	if (result.kind === 'output') {
		const output = result.output as IDataObject;
		run.records.tell(itemIndex, { kind: 'delivered' });
		return [{ json: withoutUndefined({ ...facts, output, output_index: 0, output_count: 1 }), pairedItem }];
	}

	const { urls } = result;
	const { downloadOutput, outputField, fileName } = options;
	run.records.tell(itemIndex, { kind: 'located', urls, urlsOnly: !downloadOutput });

	async function fileItem(url: string, index: number): Promise<INodeExecutionData> {
		const place = { generation_url: url, output_index: index, output_count: urls.length };
		const json = withoutUndefined({ ...facts, ...place });
		if (!downloadOutput) return { json, pairedItem };
		const file = download(run, { url, index, count: urls.length, fileName, isPaid }, deadline);
		const isJob = isPaid || facts.id !== undefined;
		const binary = await mapError(file, (error) => (isJob ? error : withoutJob(error)));
		return { json, binary: { [outputField]: binary }, pairedItem };
	}

	const items = await settleAll(urls.map(fileItem));
	run.records.tell(itemIndex, { kind: 'delivered' });
	return items;
}
