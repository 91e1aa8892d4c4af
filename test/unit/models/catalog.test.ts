import { catalog } from '../../../nodes/Pruna/models/catalog';
import { convert } from '../../../nodes/Pruna/models/convert';
import { displayNameOf } from '../../../nodes/Pruna/models/displayName';
import { findModel, outputOf } from '../../../nodes/Pruna/models/modelOperations';
import { isOnTop } from '../../../nodes/Pruna/models/place';
import type { Model, ModelParameter } from '../../../nodes/Pruna/models/types';
import { findModel as findDocumented, type Parameter } from '../../p-api/models';

/** A parameter of the node's catalog, in the terms of the API's documentation. */
function inApiWords(parameter: ModelParameter) {
	const { name, type, choices, minimum, maximum, multipleOf, minItems, maxItems, media, formats } = parameter;
	return {
		name,
		type,
		required: parameter.required === true,
		default: parameter.default,
		enum: choices && [...choices].sort(),
		minimum,
		maximum,
		multiple_of: multipleOf,
		min_items: minItems,
		max_items: maxItems,
		media,
		formats,
	};
}

function documentedFacts(parameter: Parameter) {
	const { name, type, required, minimum, maximum, multiple_of, min_items, max_items, formats } = parameter;
	return {
		name,
		type,
		required,
		default: parameter.default,
		enum: parameter.enum && [...parameter.enum].sort(),
		minimum,
		maximum,
		multiple_of,
		min_items,
		max_items,
		media: parameter.media && [parameter.media].flat(),
		formats,
	};
}

/** The fields that appear next to a model's required ones. */
const OWN_FIELDS = ['resource', 'operation', 'model', 'additionalFields', 'mode', 'options'];

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
const each = catalog.map((model): [string, Model] => [model.id, model]);

describe('the catalog', () => {
	it.each(['p-image', 'flux-dev', 'p-image-edit', 'wan-t2v', 'wan-i2v'])('contains %s', (id) => {
		expect(findModel(id)?.id).toBe(id);
	});

	it('contains each model once', () => {
		const ids = catalog.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});
});

describe.each(each)('%s in the catalog', (id, model) => {
	const documented = findDocumented(id)!;

	it('has exactly the documented parameters', () => {
		expect(model.parameters.map(inApiWords).sort(byName)).toEqual(
			documented.parameters.map(documentedFacts).sort(byName),
		);
	});

	it('has the documented category, output and rate limit', () => {
		expect([model.category, outputOf(model), model.rateLimitPerMinute ?? null]).toEqual([
			documented.category,
			documented.output,
			documented.rate_limit_per_minute,
		]);
	});

	it('has the documented price, and names a third party if the facts do', () => {
		const { price: text } = documented;
		const rates = model.price?.rates ?? [];
		const amounts = rates.flatMap(({ usd, further, or }) => [usd, further, or?.usd]);
		const known = amounts.filter((usd) => usd !== undefined);
		// Amounts have decimals; "1,000 steps", "720p" and "4 MP" do not.
		const written = (text?.match(/\d+\.\d+/g) ?? []).map(Number);
		expect([...new Set(known)].sort()).toEqual([...new Set(written)].sort());
		expect(model.price?.source.by === 'third-party').toBe(/third part/.test(text ?? ''));
	});

	it('has a price that depends only on its own parameters, each with a possible value', () => {
		const { rates = [], onlyWhen = {}, quantity = {} } = model.price ?? {};
		const conditions = [onlyWhen, ...rates.map(({ when = {} }) => when)].flatMap((all) =>
			Object.entries(all),
		);
		const impossible = conditions.filter(([name, condition]) => {
			const parameter = model.parameters.find((candidate) => candidate.name === name);
			const value = typeof condition === 'object' ? Object.values(condition)[0]! : condition;
			return !parameter || 'finding' in convert(parameter, value);
		});
		expect(impossible).toEqual([]);
		const counted = [quantity.parameter ?? [], quantity.unlessSet ?? []].flat();
		const names = model.parameters.map(({ name }) => name);
		expect(counted.filter((name) => !names.includes(name))).toEqual([]);
	});

	it('says who documents it, and names a schema only if the facts do', () => {
		const namesSchema = documented.sources.some((source) => source.includes('OpenAPI 0.5.3'));
		expect(model.source.by === 'pruna-schema').toBe(namesSchema);
		expect(model.source.date ?? '2026-01').toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
	});

	it('has defaults that pass its own checks', () => {
		const wrong = model.parameters.filter(
			(parameter) => parameter.default !== undefined && 'finding' in convert(parameter, parameter.default),
		);
		expect(wrong).toEqual([]);
	});

	it('has no two parameters with the same name', () => {
		const names = model.parameters.map(displayNameOf);
		expect(new Set(names).size).toBe(names.length);
	});

	it('has no parameter that depends on an impossible value of another one', () => {
		const impossible = model.parameters.flatMap(({ name, onlyWhen }) =>
			Object.entries(onlyWhen ?? {})
				.filter(([other, values]) => {
					const target = model.parameters.find((candidate) => candidate.name === other);
					return !target || values.some((value) => 'finding' in convert(target, value));
				})
				.map(([other]) => `${name}: ${other}`),
		);
		expect(impossible).toEqual([]);
	});

	it("has no key at the top that collides with one of the node's own fields", () => {
		const names = model.parameters.filter(isOnTop).map(({ name }) => name);
		expect(names.filter((name) => OWN_FIELDS.includes(name))).toEqual([]);
	});

	it('keeps only text and URLs at the top although they are optional, because an empty one is not sent', () => {
		const kept = model.parameters.filter(({ required, onTop }) => onTop && !required);
		expect(kept.filter(({ type }) => !['string', 'url', 'url[]'].includes(type))).toEqual([]);
	});

	it('masks tokens', () => {
		const tokens = model.parameters.filter(({ name }) => /token|password|secret/.test(name));
		expect(tokens.filter(({ secret }) => !secret)).toEqual([]);
	});
});
