import type { INodeProperties } from 'n8n-workflow';
import { MOST_TAKES } from '../models/takes';
import { includeInput } from './includeInput';
import { jobStarters } from './mode';

/** Operations that start a job. */
const STARTS_JOB = jobStarters();

/** Operations that wait for a job or download its files. */
const DELIVERS = ['download', 'getResult', 'recover', ...STARTS_JOB.operation];

/** Operations that do neither, but can include the input in the result. */
const OTHERS = ['getStatus', 'upload'];

/**
 * Hides an option about waiting or files when the mode is Submit Only, which does neither. The option is listed twice,
 * because a mode that remains in the parameters of an operation without modes must not hide it.
 *
 * @param others The operations that do not start a job and have this option
 */
function unlessSubmitOnly(option: INodeProperties, others: readonly string[]): INodeProperties[] {
	return [
		{
			...option,
			displayOptions: { show: { '/operation': STARTS_JOB.operation }, hide: { '/mode': ['submit'] } },
		},
		{ ...option, displayOptions: { show: { '/operation': [...others] } } },
	];
}

const freeWorker: INodeProperties = {
	displayName: 'Free the Worker While Waiting',
	name: 'freeWorker',
	type: 'boolean',
	default: true,
	description:
		'Whether to park the execution in n8n’s Waiting state when its jobs take longer than about 90 seconds. It then uses no worker and survives a restart. Its jobs are polled every 66 seconds to 5 minutes.',
};

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		...unlessSubmitOnly(
			{
				displayName: 'Download Output',
				name: 'downloadOutput',
				type: 'boolean',
				default: true,
				description:
					'Whether to download the files into binary fields. An AI agent gets only the URLs unless this is turned on.',
			},
			['getResult', 'recover'],
		),
		{
			displayName: 'Extra Input',
			name: 'extraInput',
			type: 'json',
			default: '{}',
			description:
				'JSON object to merge into the model’s input, for keys that this node does not know yet. It overrides the other fields and is not checked.',
			displayOptions: { show: { '/operation': STARTS_JOB.operation } },
		},
		...unlessSubmitOnly(
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				default: '',
				placeholder: 'e.g. lighthouse',
				description:
					'Name of the output file. The extension is added automatically, and several files of one job are numbered.',
			},
			['download', 'getResult', 'recover'],
		),
		...unlessSubmitOnly(
			{
				displayName: 'Files in One Item',
				name: 'combineFiles',
				type: 'boolean',
				default: true,
				description:
					'Whether to put all files of a job into one item, as “data”, “data_1”, “data_2”, and so on, instead of creating one item per file',
			},
			['download', 'getResult'],
		),
		{
			...freeWorker,
			displayOptions: { show: { '/operation': STARTS_JOB.operation, '/mode': ['wait'] } },
		},
		{ ...freeWorker, displayOptions: { show: { '/operation': ['getResult'] } } },
		includeInput,
		{
			displayName: 'Job Key',
			name: 'jobKey',
			type: 'string',
			default: '',
			placeholder: 'e.g. order-1234',
			description:
				'Your own identifier for the job, such as the ID of a row. If an earlier execution of this workflow submitted a job with the same key, model, and input, you get its result and do not pay again. The keys are stored in the data table pruna_jobs.',
			displayOptions: { show: { '/operation': STARTS_JOB.operation } },
		},
		{
			displayName: 'Max Concurrent',
			name: 'maxConcurrent',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 100,
			description:
				'Maximum number of items processed in parallel. If not set, only the rate limit of the account applies.',
		},
		...unlessSubmitOnly(
			{
				displayName: 'Output Binary Field',
				name: 'outputField',
				type: 'string',
				default: 'data',
				placeholder: 'e.g. data',
				description: 'Name of the output binary field to put the file in',
			},
			['download', 'getResult', 'recover'],
		),
		...unlessSubmitOnly(
			{
				displayName: 'Poll Interval',
				name: 'pollInterval',
				type: 'number',
				typeOptions: { minValue: 0.1 },
				default: 2,
				description:
					'Number of seconds between two polls of a job. If not set, the interval is about 1 second for images and 2 to 5 seconds for videos.',
			},
			['getResult', 'recover'],
		),
		{
			displayName: 'Requests per Minute',
			name: 'requestsPerMinute',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
			description:
				'Maximum number of jobs that this node submits per minute. If not set, the rate limit of the account applies, shared fairly by all executions.',
			displayOptions: { show: { '/operation': STARTS_JOB.operation } },
		},
		{
			displayName: 'Spending Limit',
			name: 'spendingLimit',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			description:
				'Maximum cost of one run of this node, in USD, estimated from published prices. If the total of all items exceeds the limit, nothing is submitted.',
			displayOptions: { show: { '/operation': STARTS_JOB.operation } },
		},
		{
			displayName: 'Takes',
			name: 'takes',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MOST_TAKES, numberPrecision: 0 },
			default: 3,
			description:
				'Number of results to generate for each item. You pay for each result. The seeds count up from the seed you set or are random, and are included in the output.',
			displayOptions: { show: { '/operation': ['generate'] } },
		},
		...unlessSubmitOnly(
			{
				displayName: 'Timeout',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 600,
				description:
					'Number of seconds to wait for a job or a download. If not set, the node waits 5 minutes for images, 30 minutes for videos, and 4 hours for LoRA training. After the timeout, the job continues at Pruna. Results that this run has paid for get 5 more minutes to download.',
			},
			['download', 'getResult', 'recover'],
		),
	],
	displayOptions: {
		show: { resource: [...STARTS_JOB.resource, 'file'], operation: [...DELIVERS, ...OTHERS] },
	},
};
