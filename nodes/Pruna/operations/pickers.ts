import type { INodeProperties } from 'n8n-workflow';
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

export const resource: INodeProperties = {
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

export const operationPickers: INodeProperties[] = [...modelOperationPickers, ...otherOperationPickers];
