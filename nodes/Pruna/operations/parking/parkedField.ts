import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** Set only in the sub-workflow of a parked execution, where the node polls the parked jobs. */
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
