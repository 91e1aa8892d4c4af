import { catalog } from './catalog';
import { MODEL_KINDS, type ModelKind, type ModelKinds, type OutputKind } from './kinds';
import type { AnyModel, Model } from './types';

/** An operation that runs a model, and the categories of models that it offers. */
export type ModelOperation = ModelKind & { readonly categories: readonly string[] };

/** The operations of a table of kinds, in its order. Categories can share an operation. */
export function operationsOf(kinds: ModelKinds): ModelOperation[] {
	const operations = new Map<string, ModelKind & { categories: string[] }>();
	for (const [category, kind] of Object.entries(kinds)) {
		const place = `${kind.resource}:${kind.operation}`;
		const known = operations.get(place);
		if (known) known.categories.push(category);
		else operations.set(place, { ...kind, categories: [category] });
	}
	return [...operations.values()];
}

export const MODEL_OPERATIONS: readonly ModelOperation[] = operationsOf(MODEL_KINDS);

/** The models that an operation offers, in the order of the catalog. */
export function modelsOf(operation: ModelOperation): Model[];
export function modelsOf<M extends AnyModel>(operation: ModelOperation, models: readonly M[]): M[];
export function modelsOf(operation: ModelOperation, models: readonly AnyModel[] = catalog): AnyModel[] {
	return models.filter(({ category, alsoIn = [] }) =>
		[category, ...alsoIn].some((one) => operation.categories.includes(one)),
	);
}

/** The operations that have at least one model. */
export function operationsWithModels(
	models: readonly AnyModel[] = catalog,
	kinds: ModelKinds = MODEL_KINDS,
): ModelOperation[] {
	return operationsOf(kinds).filter((operation) => modelsOf(operation, models).length > 0);
}

/** The kind of file that a model returns, which follows from its category. */
export function outputOf(model: Pick<Model, 'category'>): OutputKind {
	return MODEL_KINDS[model.category].output;
}

/** The catalog's entry for a model ID, or undefined if the node does not know the model. */
export function findModel(id: string, models: readonly Model[] = catalog): Model | undefined {
	return models.find((model) => model.id === id);
}

/** The input keys that are tokens, whose values are never shown. */
export const SECRET_INPUTS: readonly string[] = [
	...new Set(
		catalog.flatMap(({ parameters }) => parameters.filter(({ secret }) => secret).map(({ name }) => name)),
	),
];
