import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** Set in the sub-workflow of a parked execution only, where the node polls what it has handed over. */
export const parkedField: INodeProperties = {
	displayName: 'Parked',
	name: 'parked',
	type: 'hidden',
	default: false,
};

/** @returns true in the sub-workflow of a parked execution */
export function isParkedStep(context: IExecuteFunctions): boolean {
	return context.getNodeParameter('parked', 0, false) === true;
}
