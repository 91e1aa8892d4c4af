import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { mapError, settleAll } from '../core/outcome';
import { download } from '../media/download';
import type { Take } from '../models/takes';
import type { JobOptions } from './jobSettings';
import { withoutUndefined } from './jobItems';
import { readResult } from './result';
import type { Run } from './run';

/** A finished prediction. */
export interface FinishedJob {
	/** What its output items say about it. */
	readonly facts: {
		readonly id?: string;
		readonly model?: string;
		readonly status?: string;
		/** Set if the item has takes. */
		readonly seed?: number;
	};
	readonly generationUrl: unknown;
	/** This run has paid for it. */
	readonly isPaid: boolean;
}

/** The node knows nothing about the job behind a URL that came from elsewhere. */
function withoutJob(error: unknown): unknown {
	return error instanceof PrunaError ? error.with({ job: undefined }) : error;
}

/** Which take of its item a file is. A job that makes several takes delivers one file for each. */
function takeFacts(take: Take | undefined, fileIndex: number): IDataObject {
	if (take === undefined) return {};
	return { take_index: take.index + (take.size > 1 ? fileIndex : 0), take_count: take.count };
}

/** The numbers of a file within its item: its take, and its position among the files of one job. */
function fileNumbers(take: Take | undefined, index: number, count: number): number[] {
	if (take === undefined || take.count === 1) return count > 1 ? [index + 1] : [];
	if (take.size > 1) return [take.index + index + 1];
	return count > 1 ? [take.index + 1, index + 1] : [take.index + 1];
}

/**
 * Makes the output items of a finished job: one per file, or one for all of them. The files are stored in n8n if the
 * options ask for that. A result that is not a URL (scores) is passed on as it is.
 *
 * @param deadline Milliseconds since 1970
 */
export async function deliver(
	run: Run,
	itemIndex: number,
	{ facts, generationUrl, isPaid }: FinishedJob,
	options: Pick<JobOptions, 'downloadOutput' | 'outputField' | 'fileName' | 'combineFiles'>,
	deadline: number,
): Promise<INodeExecutionData[]> {
	const pairedItem = { item: itemIndex };
	const { take } = run;
	const result = readResult(run.api.address, generationUrl);
	if (result.kind === 'output') {
		const output = result.output as IDataObject;
		run.records.tell(itemIndex, { kind: 'delivered' });
		const json = { ...facts, output, output_index: 0, output_count: 1, ...takeFacts(take, 0) };
		return [{ json: withoutUndefined(json), pairedItem }];
	}

	const { urls } = result;
	const { downloadOutput, outputField, fileName, combineFiles = false } = options;
	run.records.tell(itemIndex, { kind: 'located', urls, urlsOnly: !downloadOutput });

	async function fileOf(url: string, index: number): Promise<IBinaryData> {
		const { id, model } = facts;
		const name = { wanted: fileName, model, label: id ?? `item-${itemIndex}` };
		const numbers = fileNumbers(take, index, urls.length);
		const file = download(run, { url, ...name, numbers, isPaid }, deadline);
		const isJob = isPaid || id !== undefined;
		return await mapError(file, (error) => (isJob ? error : withoutJob(error)));
	}

	const files = downloadOutput ? await settleAll(urls.map(fileOf)) : [];
	run.records.tell(itemIndex, { kind: 'delivered' });

	/** The output item for these files of the job. */
	function itemOf(indexes: readonly number[]): INodeExecutionData {
		const [first = 0] = indexes;
		const own = indexes.map((index) => urls[index]!);
		const generation_url = own.length === 1 ? own[0] : own;
		const place = { generation_url, output_index: first, output_count: urls.length };
		const json = withoutUndefined({ ...facts, ...place, ...takeFacts(take, first) });
		if (!downloadOutput) return { json, pairedItem };
		const fields = indexes.map((index, number) => [
			number === 0 ? outputField : `${outputField}_${number}`,
			files[index]!,
		]);
		return { json, binary: Object.fromEntries(fields) as Record<string, IBinaryData>, pairedItem };
	}

	const all = urls.map((_, index) => index);
	return combineFiles ? [itemOf(all)] : all.map((index) => itemOf([index]));
}
