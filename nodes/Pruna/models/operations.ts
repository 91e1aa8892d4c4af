import { catalogue } from './catalogue';
import type { Model, ModelCategory } from './types';

/** An operation of the node that runs a model, and the categories of models that it offers. */
export interface ModelOperation {
	readonly resource: 'image' | 'video' | 'lora';
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly categories: readonly ModelCategory[];
}

export const MODEL_OPERATIONS: readonly ModelOperation[] = [
	{
		resource: 'image',
		operation: 'generate',
		name: 'Generate',
		action: 'Generate image',
		description: 'Make an image from a text',
		categories: ['text-to-image'],
	},
	{
		resource: 'image',
		operation: 'edit',
		name: 'Edit',
		action: 'Edit image',
		description: 'Change or combine images by a text',
		categories: ['image-edit'],
	},
	{
		resource: 'image',
		operation: 'tryOn',
		name: 'Try On',
		action: 'Try on clothing in image',
		description: 'Dress a person in the garments of other images',
		categories: ['virtual-try-on'],
	},
	{
		resource: 'image',
		operation: 'upscale',
		name: 'Upscale',
		action: 'Upscale image',
		description: 'Make an image larger and sharper',
		categories: ['upscale'],
	},
	{
		resource: 'video',
		operation: 'generate',
		name: 'Generate',
		action: 'Generate video',
		description: 'Make a video from a text or an image',
		categories: ['text-to-video', 'image-to-video'],
	},
	{
		resource: 'video',
		operation: 'edit',
		name: 'Edit',
		action: 'Edit video',
		description: 'Change a video by a text or other media',
		categories: ['video-edit'],
	},
	{
		resource: 'lora',
		operation: 'train',
		name: 'Train',
		action: 'Train LoRA',
		description: 'Train a LoRA on your own pictures',
		categories: ['training'],
	},
];

/** The models that an operation offers, in the order of the catalogue. */
export function modelsOf(operation: ModelOperation, models: readonly Model[] = catalogue): Model[] {
	return models.filter((model) =>
		[model.category, ...(model.alsoIn ?? [])].some((category) => operation.categories.includes(category)),
	);
}

/** The operations that have a model to run. */
export function operationsWithModels(models: readonly Model[] = catalogue): ModelOperation[] {
	return MODEL_OPERATIONS.filter((operation) => modelsOf(operation, models).length > 0);
}

/** The catalogue's entry for a model id, or undefined for one that the node does not know. */
export function findModel(id: string, models: readonly Model[] = catalogue): Model | undefined {
	return models.find((model) => model.id === id);
}

/** The keys of an input that are tokens: a value of theirs is never shown. */
export const SECRET_INPUTS: readonly string[] = [
	...new Set(
		catalogue.flatMap(({ parameters }) => parameters.filter(({ secret }) => secret).map(({ name }) => name)),
	),
];
