import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isRecord } from '../core/json';

/** The binary fields of one input item. */
export interface BinaryFields {
	readonly names: readonly string[];
	/** @returns the file in that field, or undefined when the item has none of that name */
	find(name: string): IBinaryData | undefined;
}

/** Where n8n puts the files of an item in a workflow whose binary mode is "combined" (n8n-core, convertBinaryData). */
export const COMBINED_FILES = '_files';

/**
 * A file as n8n's expressions give it: `$binary.data` has the ID of the stored file, but not its content. The ID begins
 * with the storage ("filesystem-v2:…"), which tells it from a service's description of a file.
 */
export function isBinaryData(value: unknown): value is IBinaryData {
	if (!isRecord(value) || typeof value.mimeType !== 'string') return false;
	const { id, data } = value;
	return (typeof id === 'string' && id.includes(':')) || (typeof data === 'string' && data !== '');
}

/** The files of one item, in both binary modes of a workflow; a path of n8n's combined mode (`_files.data`) works too. */
export function binaryFieldsOf(context: IExecuteFunctions, itemIndex: number): BinaryFields {
	const item: INodeExecutionData | undefined = context.getInputData()[itemIndex];
	const combined = item?.json[COMBINED_FILES];
	const own = new Map(
		[combined, item?.binary]
			.flatMap((files) => (isRecord(files) ? Object.entries(files) : []))
			.filter((entry): entry is [string, IBinaryData] => isBinaryData(entry[1])),
	);
	return {
		names: [...own.keys()],
		find(name) {
			const file = own.get(name);
			if (file) return file;
			try {
				return context.helpers.assertBinaryData(itemIndex, name);
			} catch {
				return undefined;
			}
		},
	};
}
