import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { settleAll } from '../core/outcome';
import { binaryFieldsOf, isBinaryData } from '../media/binaryFields';
import { show } from '../models/convert';
import { withoutEmptyError } from './deliver';
import { deadlineOf } from './job';
import type { Perform } from './perform';
import type { Run } from './run';

/** Uploads the files of an item's binary fields, so that their URLs can be used in any input. One item per file. */
export function uploadFile(run: Run, itemIndex: number): Perform {
	const fields = binaryFieldsOf(run.context, itemIndex);
	const given: unknown = run.context.getNodeParameter('binaryField', itemIndex, 'data');
	const entries = (Array.isArray(given) ? (given as unknown[]) : [given])
		.flatMap((entry) => (typeof entry === 'string' ? entry.split(',').map((name) => name.trim()) : [entry]))
		.filter((entry) => entry !== '' && entry !== null && entry !== undefined);
	if (entries.length === 0) throw new PrunaError('Input Binary Field is required');

	const sources = entries.map((entry) => {
		if (isBinaryData(entry)) return { kind: 'binary' as const, reference: entry, binary: entry };
		const binary = typeof entry === 'string' ? fields.find(entry) : undefined;
		if (binary) return { kind: 'binary' as const, reference: entry as string, binary };
		throw new PrunaError(`The item has no binary field ${show(entry)}`, {
			description:
				fields.names.length === 0
					? 'The item has no binary fields at all. Put a node that gives a file before this one.'
					: `Its binary fields are: ${fields.names.join(', ')}.`,
		});
	});

	return async () => {
		const deadline = deadlineOf(run, 'image', {});
		return await settleAll(
			sources.map(async (source): Promise<INodeExecutionData> => {
				const { url, answer } = await run.upload(itemIndex, source, deadline, { ownName: true });
				const json = { ...withoutEmptyError(answer as IDataObject), url };
				return { json, pairedItem: { item: itemIndex } };
			}),
		);
	};
}
