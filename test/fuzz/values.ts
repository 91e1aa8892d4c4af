/** What the node's fields can hold: what people type, and what expressions return, which is any JavaScript value. */
import fc from 'fast-check';
import type { Model, ModelParameter } from '../../nodes/Pruna/models/types';
import { json, key } from './answers';

function nested(depth: number): unknown {
	let value: unknown = 'deep';
	for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { value };
	return value;
}

function cycle(): unknown {
	const value: Record<string, unknown> = {};
	value.itself = value;
	return value;
}

const huge = fc.constantFrom(
	'x'.repeat(200_000),
	'👩‍👩‍👧'.repeat(20_000),
	Array.from({ length: 20_000 }, (_, index) => index),
	'a,'.repeat(20_000),
	nested(500),
);

const awkward = fc.constantFrom<unknown>(
	'',
	' ',
	'__proto__',
	'constructor',
	'data',
	'data, data',
	'https://example.com/photo.png',
	'data:image/png;base64,iVBORw0KGgo=',
	'../../etc/passwd',
	'\u0000\u202e\ud800',
	NaN,
	Infinity,
	-0,
	2 ** 53,
	10n ** 30n,
	Symbol('x'),
	() => 1,
	new Date(NaN),
	new Map([['a', 1]]),
	Buffer.from('x'),
	cycle(),
	Object.create(null),
);

export const anything: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 3, arbitrary: json },
	{ weight: 3, arbitrary: awkward },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
	{ weight: 2, arbitrary: fc.double() },
	{
		weight: 1,
		arbitrary: fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSet: true, key }),
	},
	{ weight: 1, arbitrary: huge },
);

/** What a careful user would set, so that some cases pass the checks. */
function fitting(parameter: ModelParameter): fc.Arbitrary<unknown> {
	const { type, choices, minimum = 0, maximum = minimum + 100 } = parameter;
	if (choices) return fc.constantFrom(...choices);
	if (type === 'integer') return fc.integer({ min: minimum, max: maximum });
	if (type === 'number') return fc.double({ min: minimum, max: maximum, noNaN: true });
	if (type === 'boolean') return fc.boolean();
	if (parameter.media || type === 'url' || type === 'url[]')
		return fc.constant('https://example.com/file.png');
	return fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
}

/** The fields of a model, some with arbitrary values, plus fields that no model has. */
export function fieldsOf(model: Model): fc.Arbitrary<Record<string, unknown>> {
	const own = model.parameters.map((parameter) =>
		fc
			.oneof(
				{ weight: parameter.required ? 8 : 2, arbitrary: fitting(parameter) },
				{ weight: 1, arbitrary: anything },
				{ weight: parameter.required ? 1 : 8, arbitrary: fc.constant(undefined) },
			)
			.map((value) => [parameter.name, value] as const),
	);
	const foreign = fc.array(fc.tuple(key, anything), { maxLength: 2 });
	return fc
		.tuple(fc.tuple(...own), foreign)
		.map(([fields, others]) => Object.fromEntries([...others, ...fields]));
}

/** The field Extra Input, as JSON text or as the value of an expression. */
export const extraInput: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 4, arbitrary: fc.constant(undefined) },
	{ weight: 2, arbitrary: json.map((value) => JSON.stringify(value)) },
	{
		weight: 1,
		arbitrary: fc.constant('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
	},
	{ weight: 1, arbitrary: anything },
);
