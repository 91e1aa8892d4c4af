import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isRecord } from '../core/json';

/** The binary fields of one input item. */
export interface BinaryFields {
	readonly names: readonly string[];
	/** @returns the file in that field, or undefined when the item has no such field */
	find(name: string): IBinaryData | undefined;
}

/** The key that holds an item's files when the workflow's binary mode is "combined" (n8n-core, convertBinaryData). */
export const COMBINED_FILES = '_files';

/**
 * Whether a value is a file as n8n's expressions return it: `$binary.data` has the ID of the stored file, but not its
 * content. The ID starts with the storage ("filesystem-v2:…"); that of another service's file does not. n8n always states
 * a type, and a name only as text; an object from a Code node may contain anything.
 */
export function isBinaryData(value: unknown): value is IBinaryData {
	if (!isRecord(value) || typeof value.mimeType !== 'string' || value.mimeType === '') return false;
	const { id, data, fileName } = value;
	if (fileName !== undefined && fileName !== null && typeof fileName !== 'string') return false;
	return (typeof id === 'string' && id.includes(':')) || (typeof data === 'string' && data !== '');
}

/** The files of one item, in both of n8n's binary modes. A path of the combined mode (`_files.data`) works too. */
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
