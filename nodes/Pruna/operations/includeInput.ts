import type {
	IBinaryData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { binaryFieldsOf, COMBINED_FILES } from '../media/binaryFields';
import { show } from '../models/convert';
import { isUnset } from './parameters';

/** Which parts of the input item to include in its results. */
export type IncludeInput = 'none' | 'json' | 'all';

const CHOICES = ['none', 'json', 'all'] as const;

export const includeInput: INodeProperties = {
	displayName: 'Include Input',
	name: 'includeInput',
	type: 'options',
	options: [
		{
			name: 'JSON',
			value: 'json',
			description: 'Add the fields of the input item to each result',
		},
		{
			name: 'JSON and Binary',
			value: 'all',
			description: 'Add the fields and the files of the input item to each result',
		},
		{ name: 'Nothing', value: 'none', description: 'Output the result only' },
	],
	default: 'json',
	description:
		'Which parts of the input item to add to each of its results. If both have a field with the same name, the result keeps its value, and the input’s value is placed under “input”.',
};

/** @throws PrunaError for any other value, which an expression may return */
export function readIncludeInput(context: IExecuteFunctions, itemIndex: number): IncludeInput {
	const options = context.getNodeParameter('options', itemIndex, {}) as { includeInput?: unknown } | null;
	const value = options?.includeInput;
	if (isUnset(value)) return 'none';
	const choice = CHOICES.find((one) => one === value);
	if (choice !== undefined) return choice;
	throw new PrunaError(`Include Input must be none, json, or all, not ${show(value)}`, { job: 'none' });
}

/** Input keys that must not be at the top level of a result: n8n treats an item with an `error` as failed. */
const NEVER_ON_TOP = new Set(['error']);

/** Merges the fields of both. An input field that the result also has, or must not have, is placed under `input`. */
export function withInputJson(own: IDataObject, input: IDataObject): IDataObject {
	const fields = Object.entries(input).filter(([key]) => key !== COMBINED_FILES);
	const isClash = (key: string) => Object.hasOwn(own, key) || NEVER_ON_TOP.has(key);
	const hasClash = fields.some(([key]) => isClash(key));
	if (!hasClash) return { ...Object.fromEntries(fields), ...own };
	// The key "input" is now taken, so an input field with that name moves, too.
	const isMoved = (key: string) => isClash(key) || key === 'input';
	const kept = fields.filter(([key]) => !isMoved(key));
	const moved = fields.filter(([key]) => isMoved(key));
	return { ...Object.fromEntries(kept), ...own, input: Object.fromEntries(moved) };
}

/** Merges the files of both. If the result has a file of the same name, the input's name gets the prefix "input_". */
export function withInputFiles(
	own: Readonly<Record<string, IBinaryData>>,
	input: Readonly<Record<string, IBinaryData>>,
): Record<string, IBinaryData> {
	const files: Record<string, IBinaryData> = { ...own };
	for (const [name, file] of Object.entries(input)) {
		let free = name;
		while (Object.hasOwn(files, free)) free = `input_${free}`;
		files[free] = file;
	}
	return files;
}

/**
 * Adds the wanted parts of the input item to a successful result.
 *
 * @param itemIndex The index of the input item
 */
export function withInput(
	context: IExecuteFunctions,
	itemIndex: number,
	wanted: IncludeInput,
	item: INodeExecutionData,
): INodeExecutionData {
	if (wanted === 'none') return item;
	const json = withInputJson(item.json, context.getInputData()[itemIndex]?.json ?? {});
	if (wanted === 'json') return { ...item, json };
	const fields = binaryFieldsOf(context, itemIndex);
	const files = fields.names.flatMap((name) => {
		const file = fields.find(name);
		return file ? [[name, file] as const] : [];
	});
	if (files.length === 0) return { ...item, json };
	return { ...item, json, binary: withInputFiles(item.binary ?? {}, Object.fromEntries(files)) };
}
