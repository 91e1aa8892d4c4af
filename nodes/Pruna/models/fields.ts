import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { catalogue } from './catalogue';
import { displayNameOf, titleCase } from './displayName';
import { modelsOf, operationsWithModels } from './operations';
import type { Model, ModelParameter } from './types';

/** Choices that speak for themselves in the API's own spelling ("16:9", "480p", "Juiced 🔥 (default)"). */
const IS_PLAIN_WORD = /^[a-z]+([_ ][a-z]+)*$/;

function choiceName(choice: string | number): string {
	return typeof choice === 'string' && IS_PLAIN_WORD.test(choice) ? titleCase(choice) : String(choice);
}

function modelDescription(model: Model): string {
	const facts = [
		model.description,
		model.price,
		model.rateLimitPerMinute && `up to ${model.rateLimitPerMinute} requests per minute`,
	];
	return facts.filter(Boolean).join('; ');
}

function mediaHint(parameter: ModelParameter): string {
	const several = parameter.type === 'url[]';
	if (!parameter.media) return several ? 'Several URLs are separated by commas.' : '';
	return several
		? 'Public URLs or names of binary fields, separated by commas.'
		: 'A public URL or the name of a binary field.';
}

function mediaExample(parameter: ModelParameter): string {
	const file = { image: 'photo.jpg', video: 'clip.mp4', audio: 'voice.mp3', zip: 'pictures.zip' };
	if (!parameter.media) return 'https://example.com/lora.safetensors';
	return `data, or https://example.com/${file[parameter.media]}`;
}

function sentences(...parts: string[]): string {
	const texts = parts.filter((part) => part !== '');
	// n8n's guideline: no period at the end of a description of one sentence.
	return texts.length < 2 ? (texts[0] ?? '') : texts.map((text) => text.replace(/\.?$/, '.')).join(' ');
}

/** What the editor puts into a field at the moment that the user adds it. */
function startValue(parameter: ModelParameter): string | number | boolean {
	if (parameter.default !== undefined) return parameter.default;
	switch (parameter.type) {
		case 'boolean':
			return false;
		case 'integer':
		case 'number':
			return parameter.minimum ?? 0;
		case 'enum':
			return parameter.choices?.[0] ?? '';
		default:
			return '';
	}
}

/** The widget of one API parameter, without the conditions under which it is shown. */
export function editorField(parameter: ModelParameter): INodeProperties {
	const field = {
		displayName: displayNameOf(parameter),
		name: parameter.name,
		default: startValue(parameter),
		...(parameter.required ? { required: true } : {}),
		description: parameter.description,
	};
	switch (parameter.type) {
		case 'boolean':
			return { ...field, type: 'boolean' };
		case 'enum':
			return {
				...field,
				type: 'options',
				options: (parameter.choices ?? []).map((value) => ({ name: choiceName(value), value })),
			};
		case 'integer':
		case 'number':
			return {
				...field,
				type: 'number',
				typeOptions: {
					...(parameter.minimum === undefined ? {} : { minValue: parameter.minimum }),
					...(parameter.maximum === undefined ? {} : { maxValue: parameter.maximum }),
					...(parameter.type === 'integer' ? { numberPrecision: 0 } : {}),
				},
			};
		case 'string':
			return {
				...field,
				type: 'string',
				...(parameter.example ? { placeholder: `e.g. ${parameter.example}` } : {}),
				...(parameter.rows ? { typeOptions: { rows: parameter.rows } } : {}),
				...(parameter.secret ? { typeOptions: { password: true } } : {}),
			};
		case 'number[]':
			return {
				...field,
				type: 'string',
				placeholder: 'e.g. 0.5, 1',
				description: sentences(parameter.description, 'Several numbers are separated by commas.'),
			};
		case 'url':
		case 'url[]':
			return {
				...field,
				type: 'string',
				placeholder: `e.g. ${parameter.example ?? mediaExample(parameter)}`,
				description: sentences(parameter.description, mediaHint(parameter)),
			};
	}
}

/**
 * One property for all models whose field is the same to the letter, so that the description, which n8n sends to
 * every browser, does not grow with the number of models.
 */
function mergeFields(
	models: readonly Model[],
	wanted: (parameter: ModelParameter) => boolean,
): Array<{ field: INodeProperties; parameter: ModelParameter; models: Model[] }> {
	const merged = new Map<string, { field: INodeProperties; parameter: ModelParameter; models: Model[] }>();
	for (const model of models) {
		for (const parameter of model.parameters.filter(wanted)) {
			const field = editorField(parameter);
			const key = JSON.stringify([field, parameter.onlyWhen]);
			const entry = merged.get(key) ?? { field, parameter, models: [] };
			entry.models.push(model);
			merged.set(key, entry);
		}
	}
	return [...merged.values()];
}

function unique<T>(values: readonly T[]): T[] {
	return [...new Set(values)];
}

/**
 * The editor's fields for a catalogue: per operation the choice of model, at the top the fields that a model
 * requires, and all others in `additionalFields`, where only what the user has added is sent.
 */
export function modelFields(models: readonly Model[] = catalogue): INodeProperties[] {
	const operations = operationsWithModels(models);

	const pickers = operations.map((operation): INodeProperties => {
		const options = modelsOf(operation, models).map((model): INodePropertyOptions => ({
			name: model.title,
			value: model.id,
			description: modelDescription(model),
		}));
		const standard = options[0]?.value ?? '';
		return {
			displayName: 'Model',
			name: 'model',
			type: 'options',
			options,
			default: standard,
			required: true,
			description: 'Model that does the work',
			displayOptions: { show: { resource: [operation.resource], operation: [operation.operation] } },
		};
	});

	const required = mergeFields(models, (parameter) => parameter.required === true).map(
		({ field, models: users }): INodeProperties => {
			const shownIn = operations.filter((operation) =>
				modelsOf(operation, models).some((model) => users.includes(model)),
			);
			return {
				...field,
				displayOptions: {
					show: {
						resource: unique(shownIn.map(({ resource }) => resource)),
						operation: unique(shownIn.map(({ operation }) => operation)),
						model: users.map(({ id }) => id),
					},
				},
			};
		},
	);

	const optional = mergeFields(models, (parameter) => parameter.required !== true).map(
		({ field, parameter, models: users }): INodeProperties => ({
			...field,
			displayOptions: {
				show: {
					'/model': users.map(({ id }) => id),
					...Object.fromEntries(
						Object.entries(parameter.onlyWhen ?? {}).map(([name, values]) => [name, [...values]]),
					),
				},
			},
		}),
	);

	const additionalFields: INodeProperties = {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: optional,
		displayOptions: {
			show: {
				resource: unique(operations.map(({ resource }) => resource)),
				operation: unique(operations.map(({ operation }) => operation)),
			},
		},
	};

	return [...pickers, ...required, additionalFields];
}
