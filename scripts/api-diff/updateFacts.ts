// Updates the facts file from a schema. Pure.
import { isAccepted } from './accepted';
import {
	guessCategory,
	guessMedia,
	guessTitle,
	outputOfCategory,
	PARAMETER_FACTS,
	type Parameter,
	type SpecModel,
	type SpecParameter,
	type StoredModel,
} from './facts';

/** The facts file contains more than a schema: media, formats, conditions, prices, sources. All of that is kept. */
type Stored = StoredModel & Record<string, unknown>;

function withoutUndefined<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}

function newParameter(spec: SpecParameter): Parameter {
	const type = spec.type === 'string[]' ? 'url[]' : spec.type;
	return withoutUndefined({ ...spec, type, media: guessMedia(spec) });
}

function updated(model: string, stored: Parameter, spec: SpecParameter): Parameter {
	const changes = PARAMETER_FACTS.filter((fact) => !isAccepted(model, spec.name, fact, spec[fact]));
	const isText = spec.type === 'string' || spec.type === 'string[]';
	return withoutUndefined({
		...stored,
		...Object.fromEntries(changes.map((fact) => [fact, spec[fact]])),
		type: isText && stored.type.startsWith('url') ? stored.type : newParameter(spec).type,
	});
}

function updateModel(stored: Stored, spec: SpecModel): Stored {
	const known = new Map(stored.parameters.map((parameter) => [parameter.name, parameter]));
	const theirs = new Map(spec.parameters.map((parameter) => [parameter.name, parameter]));
	const kept = stored.parameters.flatMap((parameter) => {
		const found = theirs.get(parameter.name);
		return found ? [updated(stored.id, parameter, found)] : [];
	});
	const added = spec.parameters.filter(({ name }) => !known.has(name)).map(newParameter);
	return {
		...stored,
		rate_limit_per_minute: spec.rate_limit_per_minute ?? stored.rate_limit_per_minute,
		parameters: [...kept, ...added],
	};
}

function newModel(spec: SpecModel, source: string): Stored {
	const category = guessCategory(spec);
	return {
		id: spec.id,
		title: guessTitle(spec.id),
		category,
		output: outputOfCategory(category),
		core: false,
		description: spec.description,
		rate_limit_per_minute: spec.rate_limit_per_minute ?? null,
		recommended_mode: 'async',
		price: null,
		parameters: spec.parameters.map(newParameter),
		sources: [source],
		conflicts: [],
	};
}

/**
 * The facts with every model of the schema updated. Models that it does not list are kept: other sources describe them.
 *
 * @param source The source that a new model names, such as "P-API OpenAPI 0.5.3"
 */
export function updateFacts(facts: readonly Stored[], spec: readonly SpecModel[], source: string): Stored[] {
	const listed = new Map(spec.map((model) => [model.id, model]));
	const known = new Set(facts.map(({ id }) => id));
	return [
		...facts.map((model) => (listed.has(model.id) ? updateModel(model, listed.get(model.id)!) : model)),
		...spec.filter(({ id }) => !known.has(id)).map((model) => newModel(model, source)),
	];
}
