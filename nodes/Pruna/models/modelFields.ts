import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { catalog } from './catalog';
import { editorField, inOrder } from './editorField';
import { MODEL_KINDS, type ModelKinds } from './kinds';
import { isOnTop } from './place';
import { modelsOf, operationsWithModels, type ModelOperation } from './modelOperations';
import { priceInBrief } from './priceText';
import type { AnyModel, ModelParameter } from './types';

/** A model that is not in Pruna's schema may have changed without notice, or may be gone. */
function sourceNote({ source }: AnyModel): string | false {
	return source.by !== 'pruna-schema' && "not in Pruna's published schema";
}

/** n8n's list shows two lines, about 120 characters, so this is a short version of docs/models.md. */
function modelDescription(model: AnyModel): string {
	const facts = [
		model.description,
		priceInBrief(model),
		model.rateLimitPerMinute && `${model.rateLimitPerMinute} requests/min`,
		sourceNote(model),
	];
	return facts.filter(Boolean).join('; ');
}

/**
 * Merges identical fields of several models into one property, so that the node description, which n8n sends to every
 * browser, does not grow with the number of models.
 */
function mergeFields(
	models: readonly AnyModel[],
	wanted: (parameter: ModelParameter) => boolean,
): Array<{ field: INodeProperties; models: AnyModel[] }> {
	const merged = new Map<string, { field: INodeProperties; models: AnyModel[] }>();
	for (const model of models) {
		for (const parameter of model.parameters.filter(wanted)) {
			const field = editorField(parameter);
			const key = JSON.stringify(field);
			const entry = merged.get(key) ?? { field, models: [] };
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
 * Matches a model that an expression chooses: the engine checks the expression's text, but the editor checks its value
 * for the first item, which is empty until there is one.
 */
const IS_EXPRESSION = [{ _cnd: { startsWith: '=' } }, '', null];

function shownIn(operations: readonly ModelOperation[]) {
	return {
		resource: unique(operations.map(({ resource }) => resource)),
		operation: unique(operations.map(({ operation }) => operation)),
	};
}

function idsOf(models: readonly AnyModel[]): string[] {
	return models.map(({ id }) => id);
}

function modelPicker(operation: ModelOperation, models: readonly AnyModel[]): INodeProperties {
	const options = models.map((model): INodePropertyOptions => ({
		name: model.title,
		value: model.id,
		description: modelDescription(model),
	}));
	const standard = options[0]?.value ?? '';
	return {
		displayName: 'Model',
		name: 'model',
		type: 'options',
		options: inOrder(options, ({ name }) => name),
		default: standard,
		required: true,
		description:
			'Determines the available fields, the duration, and the price. The list describes what each model is for.',
		builderHint: {
			propertyHint:
				"Keep the default unless the user names a model or needs what another model's description offers. Each model takes its own additionalFields.",
		},
		displayOptions: { show: shownIn([operation]) },
	};
}

/**
 * The fields at the top for a model chosen from the list, mostly those that it requires. n8n treats a condition on a parameter with an expression as
 * met, and would ask for the required fields of every model. So each field is hidden for the other models instead, and
 * for expressions, which `fieldsForAnyModel` covers.
 */
function topFields(models: readonly AnyModel[], operations: readonly ModelOperation[]): INodeProperties[] {
	return mergeFields(models, isOnTop).map(({ field, models: users }) => {
		const show = shownIn(
			operations.filter((one) => modelsOf(one, models).some((model) => users.includes(model))),
		);
		const others = operations
			.filter(
				({ resource, operation }) => show.resource.includes(resource) && show.operation.includes(operation),
			)
			.flatMap((one) => modelsOf(one, models))
			.filter((model) => !users.includes(model));
		return {
			...field,
			displayOptions: { show, hide: { model: [...unique(idsOf(others)), ...IS_EXPRESSION] } },
		};
	});
}

/** The fields at the top of any model of an operation, for a model by expression: each name once, none required. */
function fieldsForAnyModel(models: readonly AnyModel[], operation: ModelOperation): INodeProperties[] {
	const parameters = new Map<string, ModelParameter>();
	for (const parameter of modelsOf(operation, models).flatMap((model) => model.parameters)) {
		if (isOnTop(parameter) && !parameters.has(parameter.name)) parameters.set(parameter.name, parameter);
	}
	return [...parameters.values()].map((parameter) => ({
		...editorField({ ...parameter, required: undefined, onTop: true }),
		displayOptions: { show: { ...shownIn([operation]), model: IS_EXPRESSION } },
	}));
}

function optionalFields(models: readonly AnyModel[]): INodeProperties[] {
	return mergeFields(models, (parameter) => !isOnTop(parameter)).map(({ field, models: users }) => ({
		...field,
		displayOptions: { show: { '/model': idsOf(users) } },
	}));
}

/**
 * The editor's fields for a catalog: for each operation the choice of model, then the model's fields at the top, and all
 * others in `additionalFields`, where only the fields that the user adds are sent.
 */
export function modelFields(
	models: readonly AnyModel[] = catalog,
	kinds: ModelKinds = MODEL_KINDS,
): INodeProperties[] {
	const operations = operationsWithModels(models, kinds);
	return [
		...operations.map((operation) => modelPicker(operation, modelsOf(operation, models))),
		...topFields(models, operations),
		...operations.flatMap((operation) => fieldsForAnyModel(models, operation)),
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			description: 'Fields that you do not add are not sent, so the model uses its own defaults',
			builderHint: {
				propertyHint: 'Only keys that the chosen model takes, and only those that the user asks for.',
			},
			options: inOrder(optionalFields(models), ({ displayName }) => displayName),
			displayOptions: { show: shownIn(operations) },
		},
	];
}
