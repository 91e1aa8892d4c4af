import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../../core/errors';
import { settleAll } from '../../core/outcome';
import { binaryFieldsOf, isBinaryData, type BinaryFields } from '../../media/binaryFields';
import type { FileReader } from '../../media/fileFacts';
import { mediaEntries } from '../../media/mediaList';
import type { BinarySource } from '../../media/sources';
import { show } from '../../models/convert';
import { withoutEmptyError } from '../../prediction/jobItems';
import { deadlineOf } from '../../prediction/jobSettings';
import type { Operation } from '../operation';

function binaryOf(entry: unknown, fields: BinaryFields): IBinaryData {
	const binary = typeof entry === 'string' ? fields.find(entry) : entry;
	if (isBinaryData(binary)) return binary;
	throw new PrunaError(`The item has no binary field ${show(entry)}`, {
		advice:
			fields.names.length === 0
				? 'The item has no binary fields at all. Before this node, add one that outputs a file.'
				: `Its binary fields are: ${fields.names.join(', ')}.`,
		job: 'none',
	});
}

async function sourceOf(entry: unknown, fields: BinaryFields, files: FileReader): Promise<BinarySource> {
	const label = typeof entry === 'string' ? `The file in the binary field “${entry}”` : 'The file';
	const result = await files.check(binaryOf(entry, fields), label, {});
	if ('source' in result && result.source.kind === 'binary') return result.source;
	throw new PrunaError('finding' in result ? result.finding : 'There is no file', { job: 'none' });
}

/** Uploads the files of an item's binary fields so that their URLs can be used in any input. Returns one item per file. */
export const upload: Operation<BinarySource[]> = {
	resource: 'file',
	operation: 'upload',
	name: 'Upload',
	action: 'Upload file',
	description: 'Upload a file to Pruna and get a URL that models can use as input',
	toolDescription:
		'Uploads the files in the input item’s binary fields so that models can read them. Takes the name of a binary field. Returns JSON: “url” is the URL of the uploaded file, which the other tools accept for a limited time.',
	fields: [
		{
			displayName: 'Input Binary Field',
			name: 'binaryField',
			type: 'string',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			hint: 'The name of the input field containing the file to upload',
			description: 'To upload several files, separate the field names with commas',
		},
	],

	async check({ context, files }, itemIndex) {
		const fields = binaryFieldsOf(context, itemIndex);
		const value: unknown = context.getNodeParameter('binaryField', itemIndex, 'data');
		const entries = mediaEntries(value, (name) => fields.find(name) !== undefined);
		if (entries.length === 0) throw new PrunaError('Input Binary Field is required', { job: 'none' });
		return await settleAll(entries.map(async (entry) => await sourceOf(entry, fields, files)));
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
