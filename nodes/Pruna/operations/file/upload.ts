import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../../core/errors';
import { settleAll } from '../../core/outcome';
import { binaryFieldsOf, isBinaryData, type BinaryFields } from '../../media/binaryFields';
import type { BinarySource } from '../../media/sources';
import { show } from '../../models/convert';
import { withoutEmptyError } from '../../prediction/jobItems';
import { deadlineOf } from '../../prediction/jobSettings';
import type { Operation } from '../operation';

function sourceOf(entry: unknown, fields: BinaryFields): BinarySource {
	if (isBinaryData(entry)) return { kind: 'binary', reference: entry, binary: entry };
	const binary = typeof entry === 'string' ? fields.find(entry) : undefined;
	if (binary) return { kind: 'binary', reference: entry as string, binary };
	throw new PrunaError(`The item has no binary field ${show(entry)}`, {
		advice:
			fields.names.length === 0
				? 'The item has no binary fields at all. Put a node that gives a file before this one.'
				: `Its binary fields are: ${fields.names.join(', ')}.`,
		job: 'none',
	});
}

/** Uploads the files of an item's binary fields, so that their URLs can be used in any input. One item per file. */
export const upload: Operation<BinarySource[]> = {
	resource: 'file',
	operation: 'upload',
	name: 'Upload',
	action: 'Upload file',
	description: 'Put a file where models can read it',
	fields: [
		{
			displayName: 'Input Binary Field',
			name: 'binaryField',
			type: 'string',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			hint: 'The name of the input field containing the file to upload',
			description: 'Several names are separated by commas',
		},
	],

	check({ context }, itemIndex) {
		const fields = binaryFieldsOf(context, itemIndex);
		const value: unknown = context.getNodeParameter('binaryField', itemIndex, 'data');
		const entries = (Array.isArray(value) ? (value as unknown[]) : [value])
			.flatMap((entry) => (typeof entry === 'string' ? entry.split(',').map((name) => name.trim()) : [entry]))
			.filter((entry) => entry !== '' && entry !== null && entry !== undefined);
		if (entries.length === 0) throw new PrunaError('Input Binary Field is required', { job: 'none' });
		return entries.map((entry) => sourceOf(entry, fields));
	},

	async run(run, itemIndex, sources) {
		const deadline = deadlineOf(run, 'image', {});
		return await settleAll(
			sources.map(async (source): Promise<INodeExecutionData> => {
				const { url, answer } = await run.upload(source, deadline);
				const json = { ...withoutEmptyError(answer as IDataObject), url };
				return { json, pairedItem: { item: itemIndex } };
			}),
		);
	},
};
