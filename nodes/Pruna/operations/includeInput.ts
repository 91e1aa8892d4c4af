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

/** What of the input item goes along with its results. */
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
			description: 'The fields of the input item stand beside those of the result',
		},
		{ name: 'JSON and Binary', value: 'all', description: 'Its files go along as well' },
		{ name: 'Nothing', value: 'none', description: 'Only the fields of the result' },
	],
	default: 'json',
	description:
		'What of the input item goes along with each of its results. Fields that both have keep the result’s value; the input’s stands under “input”.',
};

/** @throws PrunaError for what is none of the choices, which an expression may give */
export function readIncludeInput(context: IExecuteFunctions, itemIndex: number): IncludeInput {
	const options = context.getNodeParameter('options', itemIndex, {}) as { includeInput?: unknown } | null;
	const value = options?.includeInput;
	if (isUnset(value)) return 'none';
	const choice = CHOICES.find((one) => one === value);
	if (choice !== undefined) return choice;
	throw new PrunaError(`Include Input must be ${CHOICES.join(', ')}, not ${show(value)}`, { job: 'none' });
}

/** Keys of an input item that must not stand at the top of a result: n8n takes an item with an `error` for a failed one. */
const NEVER_ON_TOP = new Set(['error']);

/** The fields of both; where the result has a field too, or must not have it, the input's stands under `input`. */
export function withInputJson(own: IDataObject, input: IDataObject): IDataObject {
	const fields = Object.entries(input).filter(([key]) => key !== COMBINED_FILES);
	const isClash = (key: string) => Object.hasOwn(own, key) || NEVER_ON_TOP.has(key);
	const hasClash = fields.some(([key]) => isClash(key));
	if (!hasClash) return { ...Object.fromEntries(fields), ...own };
	// The key "input" itself is taken now.
	const isMoved = (key: string) => isClash(key) || key === 'input';
	const kept = fields.filter(([key]) => !isMoved(key));
	const moved = fields.filter(([key]) => isMoved(key));
	return { ...Object.fromEntries(kept), ...own, input: Object.fromEntries(moved) };
}

/** The files of both; where the result has a file of the same name, the input's gets "input_" before its own. */
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
 * A good item of the node with what is wanted of its input item.
 *
 * @param itemIndex The input item's
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
