import type { INodeProperties } from 'n8n-workflow';
import { modelFields } from '../models/modelFields';
import { operations } from './operations';
import { mode } from './mode';
import { safetyNotice, syncNotice } from './notices';
import { options } from './options';
import { toolDescriptionFields } from './toolDescription';

/** Display names of resources that are not simply the value in title case. */
const RESOURCE_NAMES: Readonly<Record<string, string>> = { lora: 'LoRA' };

/** The default operation of each resource: the one that most people want. */
const DEFAULT_OPERATIONS: Readonly<Record<string, string>> = {
	file: 'upload',
	image: 'generate',
	lora: 'train',
	prediction: 'create',
	video: 'generate',
};

const resources = [...new Set(operations.map((one) => one.resource))].sort();

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map((value) => ({
		name: RESOURCE_NAMES[value] ?? value.charAt(0).toUpperCase() + value.slice(1),
		value,
	})),
	default: 'image',
};

const operationPickers = resources.map((own): INodeProperties => {
	const choices = operations
		.filter((one) => one.resource === own)
		.map(({ name, operation, action, description }) => ({ name, value: operation, action, description }))
		.sort((a, b) => a.name.localeCompare(b.name));
	const initial = DEFAULT_OPERATIONS[own] ?? '';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: choices,
		default: initial,
		displayOptions: { show: { resource: [own] } },
	};
});

const ownFields = operations.flatMap((one) =>
	one.fields.map((field): INodeProperties => ({
		...field,
		displayOptions: {
			show: { resource: [one.resource], operation: [one.operation], ...field.displayOptions?.show },
		},
	})),
);

/** All fields of the node, in the order of the panel. */
export const properties: INodeProperties[] = [
	resource,
	...operationPickers,
	...toolDescriptionFields(operations),
	...ownFields,
	...modelFields(),
	safetyNotice,
	mode,
	syncNotice,
	options,
];
