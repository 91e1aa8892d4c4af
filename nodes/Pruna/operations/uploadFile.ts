import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../api/errors';
import { settleAll } from '../api/outcome';
import { show } from '../models/convert';
import { withoutEmptyError } from './deliver';
import { deadlineOf } from './job';
import type { Perform } from './perform';
import type { Run } from './run';
import { binaryFieldsOf } from './settings';

/** Uploads the files of an item's binary fields, so that their URLs can be used in any input. One item per file. */
export function uploadFile(run: Run, itemIndex: number): Perform {
	const fields = binaryFieldsOf(run.context, itemIndex);
	const given: unknown = run.context.getNodeParameter('binaryField', itemIndex, 'data');
	const entries = typeof given === 'string' ? given.split(',').map((name) => name.trim()) : [given];
	const references = entries.filter((entry) => entry !== '') as Array<string | IBinaryData>;
	if (references.length === 0) throw new PrunaError('Input Binary Field is required');

	const sources = references.map((reference) => {
		const binary = typeof reference === 'string' ? fields.find(reference) : reference;
		if (binary) return { kind: 'binary' as const, reference, binary };
		throw new PrunaError(`The item has no binary field ${show(reference)}`, {
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
