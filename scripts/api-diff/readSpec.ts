// Reads the models from an OpenAPI document with resolved $refs. Pure.
import type { SpecModel, SpecParameter } from './facts';

type Schema = Record<string, unknown>;

const isObject = (value: unknown): value is Schema =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const child = (value: unknown, ...path: string[]): unknown =>
	path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const texts = (value: unknown): string[] => list(value).filter((entry) => typeof entry === 'string');
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** A schema with its `allOf` merged in, and without the "or null" of an optional value. */
function flat(schema: unknown): Schema {
	if (!isObject(schema)) return {};
	const parts = list(schema.allOf).map(flat);
	const properties = Object.assign({}, ...[...parts, schema].map((part) => part.properties ?? {})) as Schema;
	const required = [...parts, schema].flatMap((part) => texts(part.required));
	const whole: Schema = Object.assign({}, ...parts, schema, { properties, required }) as Schema;
	const choices = alternatives(whole).filter((one) => one.type !== 'null');
	return choices.length === 1 ? { ...whole, ...flat(choices[0]), oneOf: undefined, anyOf: undefined } : whole;
}

const alternatives = (schema: Schema): Schema[] =>
	[...list(schema.oneOf), ...list(schema.anyOf)].filter(isObject);

/** The values of an enum; text and numbers may be split over several alternatives. */
function enumOf(schema: Schema): Array<string | number> | undefined {
	const own = 'const' in schema ? [schema.const] : list(schema.enum);
	const all =
		own.length > 0
			? own
			: alternatives(schema)
					.map(flat)
					.flatMap((one) => enumOf(one) ?? [undefined]);
	const values = all.filter((value) => value !== null);
	const isChoice = (value: unknown): value is string | number =>
		typeof value === 'string' || typeof value === 'number';
	return values.length > 0 && values.every(isChoice) ? values : undefined;
}

function typeOf(schema: Schema): SpecParameter['type'] {
	const type = [schema.type].flat().find((one) => one !== 'null');
	if (type === 'array') {
		const items = flat(schema.items);
		if (items.type === 'number' || items.type === 'integer') return 'number[]';
		return isUrl(items) ? 'url[]' : 'string[]';
	}
	if (enumOf(schema)) return 'enum';
	if (type === 'integer' || type === 'number' || type === 'boolean') return type;
	return isUrl(schema) ? 'url' : 'string';
}

const isUrl = ({ format }: Schema): boolean => format === 'uri' || format === 'url';

function parameterOf(name: string, given: unknown, required: boolean): SpecParameter {
	const schema = flat(given);
	const type = typeOf(schema);
	const { default: standard } = schema;
	const facts: SpecParameter = {
		name,
		type,
		required,
		// A list's default is the empty list, which only says that the list is optional.
		default: Array.isArray(standard) || standard === null ? undefined : standard,
		enum: type === 'enum' ? enumOf(schema) : undefined,
		minimum: numberOf(schema.minimum),
		maximum: numberOf(schema.maximum),
		multiple_of: numberOf(schema.multipleOf),
		min_items: numberOf(schema.minItems),
		max_items: numberOf(schema.maxItems),
		description: text(schema.description),
	};
	return Object.fromEntries(
		Object.entries(facts).filter(([, value]) => value !== undefined),
	) as unknown as SpecParameter;
}

/** Requests per minute, from an extension such as `x-rate-limit`, or from the text of the description. */
function rateLimitOf(schemas: Schema[]): number | undefined {
	for (const schema of schemas) {
		for (const [key, value] of Object.entries(schema)) {
			if (!/^x-rate-?limit/i.test(key)) continue;
			const found =
				numberOf(value) ??
				Object.values(isObject(value) ? value : {})
					.map(numberOf)
					.find(Boolean);
			if (found !== undefined) return found;
		}
		const match = /([\d,]+)\s*(?:requests?|calls?)?\s*(?:per|\/|a)\s*min/i.exec(text(schema.description));
		if (match) return Number(match[1]!.replaceAll(',', ''));
	}
	return undefined;
}

/** @param schema The body of a submit for one model, or its `input` alone */
function modelOf(id: string, schema: Schema): SpecModel {
	const body = flat(schema);
	const input = flat(child(body, 'properties', 'input') ?? body);
	const required = texts(input.required);
	const rate = rateLimitOf([schema, input]);
	return {
		id,
		description: text(schema.description) || text(input.description),
		...(rate === undefined ? {} : { rate_limit_per_minute: rate }),
		parameters: Object.entries(isObject(input.properties) ? input.properties : {}).map(([name, property]) =>
			parameterOf(name, property, required.includes(name)),
		),
	};
}

/** Model IDs and schemas of a body, or of its `input`, that has one alternative per model. */
function fromAlternatives(body: Schema, schemas: Schema): Array<[string, Schema]> {
	const nameOf = (schema: Schema) => Object.keys(schemas).find((name) => schemas[name] === schema);
	return [body, child(body, 'properties', 'input')].filter(isObject).flatMap((holder) => {
		const mapping = Object.entries(
			(child(holder, 'discriminator', 'mapping') ?? {}) as Record<string, string>,
		);
		return alternatives(holder).flatMap((schema): Array<[string, Schema]> => {
			const name = nameOf(schema);
			const mapped = mapping.find(([, target]) => target.split('/').at(-1) === name)?.[0];
			const stated = enumOf(flat(child(flat(schema), 'properties', 'model')));
			const id = mapped ?? stated?.[0] ?? (text(schema.title) || name);
			return id === undefined ? [] : [[String(id), schema]];
		});
	});
}

/**
 * The models that a document describes, in one of the forms that `--help` lists.
 *
 * @param document An OpenAPI document without `$ref`s
 * @throws Error if there is no POST /v1/predictions, or a model without a schema, or no model at all
 */
export function readSpec(document: unknown): SpecModel[] {
	const paths = isObject(child(document, 'paths')) ? (child(document, 'paths') as Schema) : {};
	const path = Object.keys(paths).find((one) => /\/predictions\/?$/.test(one));
	const operation = path === undefined ? undefined : child(paths[path], 'post');
	if (!isObject(operation)) throw new Error('The document has no POST /v1/predictions');
	const schemas = (child(document, 'components', 'schemas') ?? {}) as Schema;
	const header = list(operation.parameters).find((one) => text(child(one, 'name')).toLowerCase() === 'model');
	const ids = enumOf(flat(child(header, 'schema'))) ?? [];
	const body = flat(child(operation, 'requestBody', 'content', 'application/json', 'schema'));

	const byName = ids.flatMap((id): Array<[string, Schema]> => {
		const schema = schemas[String(id)];
		return isObject(schema) ? [[String(id), schema]] : [];
	});
	const found = new Map<string, Schema>([...fromAlternatives(body, schemas), ...byName]);
	if (found.size === 0) throw new Error('None of the models of POST /v1/predictions has a schema');
	const nameless = ids.map(String).filter((id) => !found.has(id));
	if (nameless.length > 0) throw new Error(`The document has no schema for ${nameless.join(', ')}`);
	return [...found].map(([id, schema]) => modelOf(id, schema));
}
