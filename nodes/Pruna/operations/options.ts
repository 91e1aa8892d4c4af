import type { INodeProperties } from 'n8n-workflow';
import { MOST_TAKES } from '../models/takes';
import { includeInput } from './includeInput';
import { jobStarters } from './mode';

/** Where a job is started. */
const STARTS_JOB = jobStarters();

/** Where a job is waited for, or its files are fetched. */
const DELIVERS = ['download', 'getResult', 'recover', ...STARTS_JOB.operation];

/** Where neither is done, but the input may go along with the result all the same. */
const OTHERS = ['getStatus', 'upload'];

/**
 * An option for waiting and for files, of which Submit Only does neither. It is there twice because a mode that lingers
 * in the parameters of an operation without one must not hide it.
 *
 * @param others The operations that start no job and have this option
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
		'Whether to park the execution when its jobs run for longer than about 90 seconds. It then takes no worker and survives a restart, and is polled every 66 seconds to 5 minutes.',
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
					'Whether to put the files into binary fields. An AI agent gets only their URLs unless this is set.',
			},
			['getResult', 'recover'],
		),
		{
			displayName: 'Extra Input',
			name: 'extraInput',
			type: 'json',
			default: '{}',
			description:
				'JSON object that is merged over the input without a check, for keys that this node does not know yet',
			displayOptions: { show: { '/operation': STARTS_JOB.operation } },
		},
		...unlessSubmitOnly(
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				default: '',
				placeholder: 'e.g. lighthouse',
				description: 'Name of the file. The extension is added; several files of one job are numbered.',
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
					'Whether all files of a job go into one item, as “data”, “data_1”, “data_2” and so on. Without it, each file is an item.',
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
				'What identifies the job, such as the ID of a row. A job with the same key, model and input that an earlier execution of this workflow has bought is fetched and not bought again. The keys are kept in the data table pruna_jobs.',
			displayOptions: { show: { '/operation': STARTS_JOB.operation } },
		},
		{
			displayName: 'Max Concurrent',
			name: 'maxConcurrent',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 100,
			description: 'How many items may be under way at once. Without it, as many as the account may submit.',
		},
		...unlessSubmitOnly(
			{
				displayName: 'Output Binary Field',
				name: 'outputField',
				type: 'string',
				default: 'data',
				placeholder: 'e.g. data',
				description: 'Name of the binary field that takes the file',
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
					'Seconds between two looks at a job. Without it, 1 second for images and 2 to 5 for videos.',
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
				'How many jobs this node submits per minute at most. Without it, as many as the account may: all executions share its limit, fairly.',
			displayOptions: { show: { '/operation': STARTS_JOB.operation } },
		},
		{
			displayName: 'Spending Limit',
			name: 'spendingLimit',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			description:
				'The most that one run of this node may cost, in USD by published prices. All items are added up before the first is submitted; over the limit nothing is bought.',
			displayOptions: { show: { '/operation': STARTS_JOB.operation } },
		},
		{
			displayName: 'Takes',
			name: 'takes',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MOST_TAKES, numberPrecision: 0 },
			default: 3,
			description:
				'How many results to make of each item, with seeds that count up from the one you set, or at random. Each is paid for, and comes out with its seed.',
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
					'Seconds to wait for a job, or for a download. Without it, 5 minutes for images, 30 for videos and 4 hours for trainings. The job goes on at Pruna after that; a result that this run has paid for gets 5 more minutes for its download.',
			},
			['download', 'getResult', 'recover'],
		),
	],
	displayOptions: {
		show: { resource: [...STARTS_JOB.resource, 'file'], operation: [...DELIVERS, ...OTHERS] },
	},
};
