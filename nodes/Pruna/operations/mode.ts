import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { show } from '../models/convert';
import { operationsWithModels } from '../models/modelOperations';
import type { Mode } from '../prediction/jobSettings';

/** The places in which a job is started, as conditions of a field. */
export function jobStarters(): { resource: string[]; operation: string[] } {
	const started = [
		...operationsWithModels().map(({ resource, operation }) => ({ resource, operation })),
		{ resource: 'prediction', operation: 'create' },
	];
	return {
		resource: [...new Set(started.map(({ resource }) => resource))],
		operation: [...new Set(started.map(({ operation }) => operation))],
	};
}

/** How to wait for a job, or that there is to be none. */
export const mode: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	options: [
		{
			name: 'Wait for Result',
			value: 'wait',
			description: 'Submit, wait until the job is done, then fetch the files. Safe for every model.',
		},
		{
			name: 'Synchronous',
			value: 'sync',
			description:
				'One request, for fast models. After 60 seconds Pruna gives up without an ID, and may bill.',
		},
		{
			name: 'Check Only',
			value: 'check',
			description:
				'Say what would be sent and what it would cost. Nothing is uploaded, submitted or charged.',
		},
		{
			name: 'Submit Only',
			value: 'submit',
			description: 'Return the ID at once. Prediction → Get Result fetches the files later.',
		},
	],
	default: 'wait',
	description:
		'What the node does once everything is checked: wait for the file, hand on the job’s ID, or only tell what it would submit',
	displayOptions: { show: jobStarters() },
};

/** @throws PrunaError for what is none of them, which an expression may give */
export function readMode(context: IExecuteFunctions, itemIndex: number): Mode {
	const value: unknown = context.getNodeParameter('mode', itemIndex, 'wait');
	if (value === 'wait' || value === 'sync' || value === 'submit' || value === 'check') return value;
	throw new PrunaError(`Mode must be wait, sync, submit or check, not ${show(value)}`, { job: 'none' });
}
