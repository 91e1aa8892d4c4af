import type { INodeProperties } from 'n8n-workflow';
import { modelFields } from '../models/fields';
import { operationsWithModels } from '../models/operations';

const modelOperations = operationsWithModels();
const modelResources = [...new Set(modelOperations.map(({ resource }) => resource))];

const RESOURCES = [
	{ name: 'File', value: 'file' },
	{ name: 'Image', value: 'image' },
	{ name: 'LoRA', value: 'lora' },
	{ name: 'Prediction', value: 'prediction' },
	{ name: 'Video', value: 'video' },
];

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: RESOURCES.filter(
		({ value }) =>
			value === 'file' || value === 'prediction' || modelResources.some((known) => known === value),
	),
	default: 'image',
};

const modelOperationPickers = modelResources.map((own): INodeProperties => {
	const options = modelOperations
		.filter((entry) => entry.resource === own)
		.map(({ name, operation, action, description }) => ({ name, value: operation, action, description }))
		.sort((a, b) => a.name.localeCompare(b.name));
	const standard = options.find(({ value }) => value === 'generate')?.value ?? options[0]!.value;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options,
		default: standard,
		displayOptions: { show: { resource: [own] } },
	};
});

const otherOperationPickers: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Upload',
				value: 'upload',
				action: 'Upload file',
				description: 'Put a file where models can read it',
			},
		],
		default: 'upload',
		displayOptions: { show: { resource: ['file'] } },
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create prediction',
				description: 'Run any model by its ID, with its input as JSON',
			},
			{
				name: 'Download',
				value: 'download',
				action: 'Download prediction result',
				description: 'Fetch the files of a finished prediction by their URLs',
			},
			{
				name: 'Get Result',
				value: 'getResult',
				action: 'Get prediction result',
				description: 'Wait for a submitted prediction and fetch its files',
			},
			{
				name: 'Get Status',
				value: 'getStatus',
				action: 'Get prediction status',
				description: 'Look once how far a submitted prediction is',
			},
		],
		default: 'create',
		displayOptions: { show: { resource: ['prediction'] } },
	},
];

const plainFields: INodeProperties[] = [
	{
		displayName: 'Input Binary Field',
		name: 'binaryField',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		hint: 'The name of the input field containing the file to upload',
		description: 'Several names are separated by commas',
		displayOptions: { show: { resource: ['file'], operation: ['upload'] } },
	},
	{
		displayName: 'Model ID',
		name: 'modelId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. p-image',
		description: "ID of the model, as in Pruna's documentation",
		displayOptions: { show: { resource: ['prediction'], operation: ['create'] } },
	},
	{
		displayName: 'Input',
		name: 'input',
		type: 'json',
		default: '{\n  "prompt": ""\n}',
		required: true,
		description: "The model's input as a JSON object. It is sent as it is, without a check.",
		displayOptions: { show: { resource: ['prediction'], operation: ['create'] } },
	},
	{
		displayName: 'Prediction ID',
		name: 'predictionId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 1zww7deyssrme0csqwr90phzzr',
		description: 'ID of a submitted prediction, or its status URL (get_url)',
		displayOptions: { show: { resource: ['prediction'], operation: ['getStatus', 'getResult'] } },
	},
	{
		displayName: 'Generation URL',
		name: 'generationUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://api.pruna.ai/v1/predictions/delivery/…/output.jpg',
		description: 'The generation_url of a finished prediction. Several are separated by commas.',
		displayOptions: { show: { resource: ['prediction'], operation: ['download'] } },
	},
];

/** Where a job is started, and where one is waited for or its files are fetched. */
const STARTS_JOB = {
	resource: [...modelResources, 'prediction'],
	operation: [...new Set(modelOperations.map(({ operation }) => operation)), 'create'],
};

const mode: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	options: [
		{
			name: 'Wait for Result',
			value: 'wait',
			description: 'Submit, look until the job is done, then fetch the files. Safe for every model.',
		},
		{
			name: 'Synchronous',
			value: 'sync',
			description:
				'Ask for the result in one request, for fast models. After about 60 seconds Pruna gives up without an ID, and the job may still be billed.',
		},
		{
			name: 'Submit Only',
			value: 'submit',
			description: 'Return the ID at once. Prediction → Get Result fetches the files later.',
		},
	],
	default: 'wait',
	description: 'How to wait for the job',
	displayOptions: { show: STARTS_JOB },
};

const delivers = ['create', 'download', 'getResult', ...STARTS_JOB.operation];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Download Output',
			name: 'downloadOutput',
			type: 'boolean',
			default: true,
			description:
				'Whether to put the files into binary fields. An AI agent gets only their URLs unless this is set.',
			displayOptions: { hide: { '/operation': ['download'] } },
		},
		{
			displayName: 'Extra Input',
			name: 'extraInput',
			type: 'json',
			default: '{}',
			description:
				'JSON object that is merged over the input without a check, for keys that this node does not know yet',
			displayOptions: { show: { '/operation': STARTS_JOB.operation } },
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. lighthouse',
			description: 'Name of the file. The extension is added; several files of one job are numbered.',
		},
		{
			displayName: 'Max Concurrent',
			name: 'maxConcurrent',
			type: 'number',
			typeOptions: { minValue: 1, numberPrecision: 0 },
			default: 100,
			description: 'How many items may be under way at once',
		},
		{
			displayName: 'Output Binary Field',
			name: 'outputField',
			type: 'string',
			default: 'data',
			placeholder: 'e.g. data',
			description: 'Name of the binary field that takes the file',
		},
		{
			displayName: 'Poll Interval',
			name: 'pollInterval',
			type: 'number',
			typeOptions: { minValue: 0.1 },
			default: 2,
			description:
				'Seconds between two looks at a job. Without it, 1 second for images and 2 to 5 for videos.',
			displayOptions: { hide: { '/operation': ['download'] } },
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 600,
			description:
				'Seconds to wait for a job. Without it, 5 minutes for images, 30 for videos and 4 hours for trainings. The job goes on at Pruna after that.',
		},
	],
	displayOptions: {
		show: { resource: [...modelResources, 'prediction'], operation: [...new Set(delivers)] },
	},
};

/** All fields of the node, in the order in which the panel shows them. */
export const properties: INodeProperties[] = [
	resource,
	...modelOperationPickers,
	...otherOperationPickers,
	...plainFields,
	...modelFields(),
	mode,
	options,
];
