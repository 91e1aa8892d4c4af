// Compares the catalog with a schema. Pure.
import type { AnyModel } from '../../nodes/Pruna/models/types';
import { isAccepted } from './accepted';
import { catalogFacts, PARAMETER_FACTS, type SpecModel, type SpecParameter } from './facts';

/** One difference in a model as a whole, in one of its parameters, or in one fact. */
export interface Difference {
	readonly model: string;
	readonly parameter?: string;
	/** `model` or `parameter` if the whole model or parameter is only on one side; otherwise the name of the fact. */
	readonly fact: string;
	readonly catalog: unknown;
	readonly schema: unknown;
}

/** Schemas sometimes declare a URL as plain text, although its description shows that it is a URL. */
function isSameType(catalog: string, schema: string): boolean {
	if (schema === 'string') return catalog === 'string' || catalog === 'url';
	return schema === 'string[]' ? catalog === 'url[]' : catalog === schema;
}

/** Normalizes a value for comparison: an enum is a set, and a missing `required` equals false. */
function normal(fact: string, value: unknown): string {
	if (fact === 'required') return String(value === true);
	const sorted = Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value;
	return JSON.stringify(sorted) ?? 'undefined';
}

type Facts = ReturnType<typeof catalogFacts>;

function compareParameter(model: string, ours: Facts, theirs: SpecParameter): Difference[] {
	const at = { model, parameter: ours.name };
	const type = isSameType(ours.type, theirs.type)
		? []
		: [{ ...at, fact: 'type', catalog: ours.type, schema: theirs.type }];
	const facts = PARAMETER_FACTS.filter(
		(fact) =>
			normal(fact, ours[fact]) !== normal(fact, theirs[fact]) &&
			!isAccepted(model, ours.name, fact, theirs[fact]),
	);
	return [...type, ...facts.map((fact) => ({ ...at, fact, catalog: ours[fact], schema: theirs[fact] }))];
}

function compareModel(model: AnyModel, spec: SpecModel): Difference[] {
	const ours = new Map(model.parameters.map((parameter) => [parameter.name, catalogFacts(parameter)]));
	const theirs = new Map(spec.parameters.map((parameter) => [parameter.name, parameter]));
	const parameters = [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((name): Difference[] => {
		const [own, other] = [ours.get(name), theirs.get(name)];
		if (own && other) return compareParameter(model.id, own, other);
		return [{ model: model.id, parameter: name, fact: 'parameter', catalog: own?.name, schema: other?.name }];
	});
	const [catalog, schema] = [model.rateLimitPerMinute, spec.rate_limit_per_minute];
	const rate = { model: model.id, fact: 'rate_limit_per_minute', catalog, schema };
	return schema === undefined || schema === catalog ? parameters : [rate, ...parameters];
}

/**
 * All differences, by model. A model that the catalog has from another source does not have to be in the schema.
 *
 * @param models The catalog
 * @param spec The models of the schema
 */
export function compare(models: readonly AnyModel[], spec: readonly SpecModel[]): Difference[] {
	const listed = new Map(spec.map((model) => [model.id, model]));
	const known = new Set(models.map(({ id }) => id));
	const ours = models.flatMap((model): Difference[] => {
		const found = listed.get(model.id);
		if (found) return compareModel(model, found);
		const isMissed = model.source.by === 'pruna-schema';
		return isMissed ? [{ model: model.id, fact: 'model', catalog: model.id, schema: undefined }] : [];
	});
	const unknown = spec.filter(({ id }) => !known.has(id));
	return [
		...unknown.map(({ id }) => ({ model: id, fact: 'model', catalog: undefined, schema: id })),
		...ours,
	];
}

/** A readable line: "p-image.width: maximum is 1440 in the catalog and 2048 in the schema". */
export function describe({ model, parameter, fact, catalog, schema }: Difference): string {
	const where = parameter === undefined ? model : `${model}.${parameter}`;
	if (fact === 'model' || fact === 'parameter') {
		return `${where}: ${catalog === undefined ? 'not in the catalog' : 'no longer in the schema'}`;
	}
	const show = (value: unknown) => (value === undefined ? 'not stated' : JSON.stringify(value));
	return `${where}: ${fact} is ${show(catalog)} in the catalog and ${show(schema)} in the schema`;
}
