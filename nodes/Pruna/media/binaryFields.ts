import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** The binary fields of one input item. */
export interface BinaryFields {
	readonly names: readonly string[];
	/** @returns the file in that field, or undefined when the item has none of that name */
	find(name: string): IBinaryData | undefined;
}

/** The binary fields of one item, through n8n's helpers, which know every binary mode of a workflow. */
export function binaryFieldsOf(context: IExecuteFunctions, itemIndex: number): BinaryFields {
	const item: INodeExecutionData | undefined = context.getInputData()[itemIndex];
	return {
		names: Object.keys(item?.binary ?? {}),
		find(name) {
			try {
				return context.helpers.assertBinaryData(itemIndex, name);
			} catch {
				return undefined;
			}
		},
	};
}

/** A file as n8n's expressions give it: `$binary.data` has the id of the stored file, but not its content. */
export function isBinaryData(value: unknown): value is IBinaryData {
	if (typeof value !== 'object' || value === null) return false;
	const { mimeType, id, data } = value as Partial<IBinaryData>;
	return typeof mimeType === 'string' && (typeof id === 'string' || typeof data === 'string');
}
