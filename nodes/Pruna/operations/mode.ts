import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { show } from '../models/convert';
import { operationsWithModels } from '../models/modelOperations';
import type { Mode } from '../prediction/jobSettings';

/** The resources and operations that start a job, as display conditions for a field. */
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

/** How to wait for a job, or whether to start one at all. */
export const mode: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	options: [
		{
			name: 'Wait for Result',
			value: 'wait',
			description: 'Submit the job, wait for it to finish, then download the files. Works for every model.',
		},
		{
			name: 'Synchronous',
			value: 'sync',
			description:
				'Get the result in a single request. Only for fast models: after 60 seconds, Pruna times out without returning an ID and may still charge you.',
		},
		{
			name: 'Check Only',
			value: 'check',
			description:
				'Return the input that would be sent and its estimated cost. Nothing is uploaded, submitted, or charged.',
		},
		{
			name: 'Submit Only',
			value: 'submit',
			description:
				'Submit the job and return its ID immediately. Get the files later with Prediction → Get Result.',
		},
	],
	default: 'wait',
	description:
		'How to run the job: wait for the files, return only the ID, or report what would be sent without submitting it. All items are checked first.',
	displayOptions: { show: jobStarters() },
};

/** @throws PrunaError for any other value, which an expression may return */
export function readMode(context: IExecuteFunctions, itemIndex: number): Mode {
	const value: unknown = context.getNodeParameter('mode', itemIndex, 'wait');
	if (value === 'wait' || value === 'sync' || value === 'submit' || value === 'check') return value;
	throw new PrunaError(`Mode must be wait, sync, submit, or check, not ${show(value)}`, { job: 'none' });
}
