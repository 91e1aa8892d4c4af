/** Whatever a user sets, by hand or by expression: the body fits the API's strict schema, or the node refuses it. */
import fc from 'fast-check';
import { catalog } from '../../nodes/Pruna/models/catalog';
import type { Model, ModelParameter } from '../../nodes/Pruna/models/types';
import { buildInput } from '../../nodes/Pruna/operations/modelInput';
import { withMediaUrls } from '../../nodes/Pruna/prediction/prepareInput';
import { requireModel } from '../p-api/models';
import { submitBodyError } from '../p-api/schema';
import { photo, readerOf } from '../unit/media/sourceReader';

const READER = readerOf({ data: photo });

/** Values near the border between valid and invalid for one parameter, and some far beyond it. */
function anyValue(parameter: ModelParameter): fc.Arbitrary<unknown> {
	const { minimum = -10, maximum = 5000, choices = ['?'] } = parameter;
	const url = fc.constantFrom(
		'https://a.example.com/1.jpg',
		'http://b.example.com/2,3.png',
		'/v1/files/abc',
		'http://localhost/a.png',
		'data:image/png;base64,iVBORw0KGgo=',
		'data:,x',
		'data',
		'not a url',
		'',
	);
	const number = fc.oneof(
		fc.integer({ min: Math.floor(minimum) - 1, max: Math.ceil(maximum) + 1 }),
		fc.double({ min: minimum - 1, max: maximum + 1, noNaN: true }),
		fc.constantFrom(minimum, maximum, 256, 0, -1, 2 ** 31, 2 ** 53, NaN, Infinity),
	);
	return fc.oneof(
		{ weight: 3, arbitrary: number },
		{ weight: 2, arbitrary: number.map(String) },
		{ weight: 3, arbitrary: fc.constantFrom(...choices, ...choices.map(String)) },
		{ weight: 3, arbitrary: url },
		{ weight: 2, arbitrary: fc.array(url, { maxLength: 13 }) },
		{ weight: 2, arbitrary: fc.array(number, { maxLength: 4 }).map((list) => list.join(',')) },
		{ weight: 2, arbitrary: fc.constantFrom(true, false, 'true', 'FALSE', 'yes', 1, 0) },
		{ weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
		{ weight: 1, arbitrary: fc.anything() },
	);
}

function anySettings(model: Model): fc.Arbitrary<Record<string, unknown>> {
	const own = Object.fromEntries(model.parameters.map((parameter) => [parameter.name, anyValue(parameter)]));
	const known = fc.record(own, { requiredKeys: [] }) as fc.Arbitrary<Record<string, unknown>>;
	// Keys of other models, and keys of the object's own machinery.
	const strange = fc.constantFrom('lingering', '__proto__', 'constructor', 'toString');
	return fc
		.tuple(known, fc.dictionary(strange, fc.anything(), { maxKeys: 2 }))
		.map(([one, two]): Record<string, unknown> => ({ ...two, ...one }));
}

describe.each(catalog.map((model) => [model.id, model] as const))('%s', (id, model) => {
	it('gets a body that fits its schema, or none', async () => {
		const facts = requireModel(id);
		await fc.assert(
			fc.asyncProperty(anySettings(model), async (set) => {
				const built = await buildInput(model, set, READER);
				if (built.findings.length > 0) return;
				const urls = built.media.map(({ sources }) =>
					sources.map((source) => (source.kind === 'url' ? source.url : 'https://a.example.com/uploaded')),
				);
				// Through JSON, as the API gets it.
				const body = JSON.parse(
					JSON.stringify({ input: withMediaUrls(built.input, built.media, urls) }),
				) as unknown;
				expect(submitBodyError(facts, body)).toBeUndefined();
			}),
			{ numRuns: 300 },
		);
	});

	it('gets a body when everything is valid', async () => {
		const valid: Record<string, unknown> = Object.fromEntries(
			model.parameters.map(({ name, type, minimum, maximum, multipleOf = 1, choices }): [string, unknown] => {
				if (type === 'enum') return [name, choices![0]];
				if (type === 'boolean') return [name, true];
				if (type === 'integer')
					return [name, Math.floor((maximum ?? minimum ?? 1) / multipleOf) * multipleOf];
				if (type === 'number') return [name, maximum ?? minimum ?? 1];
				if (type === 'number[]') return [name, '1'];
				return [name, 'https://a.example.com/1'];
			}),
		);

		// Some parameters apply only while another one has a certain value.
		const conditions = model.parameters.flatMap(({ onlyWhen = {} }) =>
			Object.entries(onlyWhen).map(([name, values]): [string, unknown] => [name, values[0]]),
		);
		const set = { ...valid, ...Object.fromEntries(conditions) };
		expect((await buildInput(model, set, READER)).findings).toEqual([]);
	});
});
