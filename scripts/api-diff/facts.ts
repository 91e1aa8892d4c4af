// What is compared: the facts of a model, in the format of the facts file (test/p-api/models.json).
import { MODEL_KINDS } from '../../nodes/Pruna/models/kinds';
import type { Model, ModelParameter } from '../../nodes/Pruna/models/types';
import type { Model as StoredModel, Parameter } from '../../test/p-api/models';

export type { Parameter, StoredModel };

/** A model as a schema describes it, which includes neither its output nor its category. */
export interface SpecModel {
	id: string;
	description: string;
	rate_limit_per_minute?: number;
	parameters: SpecParameter[];
}

export interface SpecParameter extends Omit<Parameter, 'type' | 'media' | 'formats'> {
	/** `string[]` is a list of strings that the schema does not declare as URLs. */
	type: Parameter['type'] | 'string[]';
	description: string;
}

/** The facts that a schema can state about a parameter, in addition to its type. */
export const PARAMETER_FACTS = [
	'required',
	'default',
	'enum',
	'minimum',
	'maximum',
	'multiple_of',
	'min_items',
	'max_items',
] as const;

/** A parameter of the catalog, in the format of the facts file. */
export function catalogFacts(parameter: ModelParameter): Omit<Parameter, 'media' | 'formats'> {
	const { name, type, choices, minimum, maximum, multipleOf, minItems, maxItems } = parameter;
	return {
		name,
		type,
		required: parameter.required === true,
		default: parameter.default,
		enum: choices && [...choices],
		minimum,
		maximum,
		multiple_of: multipleOf,
		min_items: minItems,
		max_items: maxItems,
	};
}

/** The kind of file that a field accepts, guessed from its name and description. */
export function guessMedia(parameter: SpecParameter): 'image' | 'video' | 'audio' | 'zip' | undefined {
	if (parameter.type !== 'url' && parameter.type !== 'url[]') return undefined;
	const text = `${parameter.name} ${parameter.description}`.toLowerCase();
	if (/lora|weights|safetensors/.test(text)) return undefined;
	if (/\bzip\b/.test(text)) return 'zip';
	const kinds = ['image', 'video', 'audio'] as const;
	return kinds.find((kind) => parameter.name.includes(kind)) ?? kinds.find((kind) => text.includes(kind));
}

/** The category of a new model, guessed from its ID and its fields. A person has to check it. */
export function guessCategory({ id, parameters }: SpecModel): Model['category'] {
	const media = new Map(parameters.map((parameter) => [guessMedia(parameter), parameter.required]));
	if (id.includes('trainer')) return 'training';
	if (id.includes('try-on')) return 'virtual-try-on';
	if (/video|t2v|i2v/.test(id) || media.has('video')) {
		if (media.get('video')) return 'video-edit';
		return media.get('image') ? 'image-to-video' : 'text-to-video';
	}
	if (id.includes('upscale')) return 'upscale';
	return media.get('image') ? 'image-edit' : 'text-to-image';
}

export function guessTitle(id: string): string {
	return id
		.split('-')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ')
		.replace(/^P /, 'P-')
		.replace(/\bLora\b/, 'LoRA');
}

export const outputOfCategory = (category: Model['category']): StoredModel['output'] =>
	MODEL_KINDS[category].output;
