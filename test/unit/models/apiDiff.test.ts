/** The pure functions of `npm run api:diff`, which read a schema, compare it, and write the facts. */
import { catalog } from '../../../nodes/Pruna/models/catalog';
import { ACCEPTED } from '../../../scripts/api-diff/accepted';
import { compare, describe as wordsOf } from '../../../scripts/api-diff/compare';
import type { SpecModel, SpecParameter } from '../../../scripts/api-diff/facts';
import { readSpec } from '../../../scripts/api-diff/readSpec';
import { updateFacts } from '../../../scripts/api-diff/updateFacts';
import { models as facts } from '../../p-api/models';
import { schemaOfFacts } from './factsAsOpenApi';

const TEXT = { type: 'string', description: 'What to show' };

function bodyOf(properties: object, required: string[] = []) {
	return { type: 'object', properties: { input: { type: 'object', properties, required } } };
}

/** A document whose submit has this body, with these components. */
function documentOf(schema: object, schemas: object = {}, parameters: object[] = []) {
	const requestBody = { content: { 'application/json': { schema } } };
	return { paths: { '/v1/predictions': { post: { parameters, requestBody } } }, components: { schemas } };
}

const modelHeader = (...ids: string[]) => ({
	name: 'Model',
	in: 'header',
	schema: { type: 'string', enum: ids },
});

/** Reads the parameters of a model with these properties. */
function read(properties: object, required: string[] = []): SpecParameter[] {
	const schemas = { 'p-new': bodyOf(properties, required) };
	return readSpec(documentOf({}, schemas, [modelHeader('p-new')]))[0]!.parameters;
}

describe('the models of a schema', () => {
	const one = bodyOf({ prompt: TEXT }, ['prompt']);
	const two = bodyOf({ image: { type: 'string', format: 'uri' } });

	it('are found in the components by the IDs in the header', () => {
		const spec = readSpec(documentOf({}, { 'p-one': one, Error: {} }, [modelHeader('p-one')]));
		expect(spec.map(({ id }) => id)).toEqual(['p-one']);
	});

	it.each([
		[
			"the discriminator's mapping",
			{
				oneOf: [one, two],
				discriminator: {
					propertyName: 'model',
					mapping: { 'p-one': '#/components/schemas/One', 'p-two': '#/components/schemas/Two' },
				},
			},
			{ One: one, Two: two },
		],
		[
			'a property “model”',
			{
				anyOf: [
					{ ...one, properties: { ...one.properties, model: { const: 'p-one' } } },
					{ ...two, properties: { ...two.properties, model: { type: 'string', enum: ['p-two'] } } },
				],
			},
			{},
		],
		[
			'titles',
			{
				oneOf: [
					{ ...one, title: 'p-one' },
					{ ...two, title: 'p-two' },
				],
			},
			{},
		],
		['names of components', { oneOf: [one, two] }, { 'p-one': one, 'p-two': two }],
		[
			'titles of inputs',
			{
				properties: {
					input: {
						oneOf: [
							{ ...one.properties.input, title: 'p-one' },
							{ ...two.properties.input, title: 'p-two' },
						],
					},
				},
			},
			{},
		],
	])('are found among alternatives by %s', (_, schema, schemas) => {
		const spec = readSpec(documentOf(schema, schemas));
		expect(spec.map(({ id, parameters }) => [id, parameters.map(({ name }) => name)])).toEqual([
			['p-one', expect.arrayContaining(['prompt'])],
			['p-two', expect.arrayContaining(['image'])],
		]);
	});

	it.each([
		['nothing', {}],
		['no submit', { paths: { '/v1/files': { post: {} } } }],
		['no model', documentOf({ type: 'object' })],
		['a model without a schema', documentOf({}, { 'p-one': one }, [modelHeader('p-one', 'p-two')])],
	])('are reported missing in a document with %s', (_, document) => {
		expect(() => readSpec(document)).toThrow(/^(The document has no|None of the models)/);
	});

	it.each([
		[{ description: 'Makes images. Rate limit: 150 requests per minute.' }, 150],
		[{ description: 'Up to 1,200 requests/minute' }, 1200],
		[{ 'x-rate-limit': 30 }, 30],
		[{ 'x-ratelimit-per-minute': 5, description: 'Rate limit: 9 requests per minute' }, 5],
		[{ 'x-rate-limit': { requests: 12, period: 'minute' } }, 12],
		[{ description: 'Makes 4 images' }, undefined],
	])('have a rate limit: %j', (more, limit) => {
		const schemas = { 'p-one': { ...one, ...more } };
		const [model] = readSpec(documentOf({}, schemas, [modelHeader('p-one')]));
		expect(model!.rate_limit_per_minute).toBe(limit);
	});
});

describe('a parameter of a schema', () => {
	it.each([
		[{ type: 'string' }, 'string'],
		[{ type: 'string', format: 'uri' }, 'url'],
		[{ type: 'array', items: { type: 'string', format: 'uri' } }, 'url[]'],
		[{ type: 'array', items: { type: 'string' } }, 'string[]'],
		[{ type: 'array', items: { type: 'number' } }, 'number[]'],
		[{ type: ['integer', 'null'] }, 'integer'],
		[{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'number'],
		[{ allOf: [{ type: 'boolean' }] }, 'boolean'],
	])('has a type: %j', (schema, type) => {
		expect(read({ thing: schema })).toMatchObject([{ type }]);
	});

	it.each([
		[{ type: 'integer', enum: [24, 48] }, [24, 48]],
		[{ enum: ['source', 24, 30] }, ['source', 24, 30]],
		[{ oneOf: [{ enum: ['source'] }, { type: 'integer', enum: [24] }] }, ['source', 24]],
		[{ anyOf: [{ const: 'a' }, { const: 'b' }] }, ['a', 'b']],
		[{ type: 'string', enum: ['a', null] }, ['a']],
	])('has choices: %j', (schema, choices) => {
		expect(read({ thing: schema })).toMatchObject([{ type: 'enum', enum: choices }]);
	});

	it('has limits and a default, and is required or not', () => {
		const schema = { type: 'integer', minimum: 0, maximum: 9, multipleOf: 3, default: 0 };
		const images = { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 2, default: [] };
		expect(read({ schema, images }, ['images'])).toEqual([
			{
				...{ name: 'schema', type: 'integer', required: false, description: '' },
				...{ minimum: 0, maximum: 9, multiple_of: 3, default: 0 },
			},
			{
				...{ name: 'images', type: 'string[]', required: true, description: '' },
				...{ min_items: 1, max_items: 2 },
			},
		]);
	});
});

describe('the comparison', () => {
	const listed = catalog.filter(({ source }) => source.by === 'pruna-schema');
	const spec = readSpec(schemaOfFacts(listed.map(({ id }) => id)));
	const editImages = (more: Partial<SpecParameter>): SpecModel[] =>
		spec.map((model) => ({
			...model,
			parameters: model.parameters.map((parameter) =>
				model.id === 'p-image-edit' && parameter.name === 'images' ? { ...parameter, ...more } : parameter,
			),
		}));

	it('finds nothing when the schema matches the facts file', () => {
		expect(spec).toHaveLength(listed.length);
		expect(compare(catalog, spec)).toEqual([]);
	});

	it.each([
		[{ max_items: 8 }, 'p-image-edit.images: max_items is 5 in the catalog and 8 in the schema'],
		[{ type: 'url' as const }, 'p-image-edit.images: type is "url[]" in the catalog and "url" in the schema'],
		[{ default: 'x' }, 'p-image-edit.images: default is not stated in the catalog and "x" in the schema'],
	])('finds %j', (change, words) => {
		expect(compare(catalog, editImages(change)).map(wordsOf)).toEqual([words]);
	});

	it('accepts plain text for a URL, as schemas do not always mark URLs', () => {
		expect(compare(catalog, editImages({ type: 'string[]' }))).toEqual([]);
	});

	it('ignores the accepted differences', () => {
		expect(compare(catalog, editImages({ required: false }))).toEqual([]);
	});

	it('finds models and parameters that only one side has, and a different limit', () => {
		const [image, ...others] = spec;
		const [prompt, ...rest] = image!.parameters;
		const changed = [
			{ ...image!, rate_limit_per_minute: 7, parameters: [{ ...prompt!, name: 'caption' }, ...rest] },
			...others.slice(1),
			{ id: 'p-new', description: '', parameters: [] },
		];
		expect(compare(catalog, changed).map(wordsOf)).toEqual([
			'p-new: not in the catalog',
			`${image!.id}: rate_limit_per_minute is ${image!.rate_limit_per_minute} in the catalog and 7 in the schema`,
			`${image!.id}.caption: not in the catalog`,
			`${image!.id}.${prompt!.name}: no longer in the schema`,
			`${others[0]!.id}: no longer in the schema`,
		]);
	});

	it('compares choices as a set', () => {
		const sizes = (choices: string[]) =>
			spec.map((model) => ({
				...model,
				parameters: model.parameters.map((one) => (one.name === 'size' ? { ...one, enum: choices } : one)),
			}));
		expect(compare(catalog, sizes(['832*480', '720*1280', '1280*720', '480*832']))).toEqual([]);
		expect(compare(catalog, sizes(['832*480']))).toHaveLength(1);
	});
});

describe('an accepted difference', () => {
	it.each(ACCEPTED.map((entry) => [entry.why, entry] as const))(
		'still exists in the catalog: %s',
		(_, entry) => {
			const known = catalog
				.filter(({ id }) => entry.models.includes(id))
				.map(({ parameters }) => parameters.filter(({ name }) => entry.parameters.includes(name)).length);
			expect(known).toHaveLength(entry.models.length);
			expect(Math.min(...known)).toBeGreaterThan(0);
		},
	);
});

describe('the updated facts', () => {
	const stored = facts as unknown as Parameters<typeof updateFacts>[0];
	const ids = facts.map(({ id }) => id);

	it('stay unchanged when the schema matches', () => {
		expect(updateFacts(stored, readSpec(schemaOfFacts(ids)), 'x')).toEqual(stored);
	});

	it('keep what a schema does not state, and adopt what it states differently', () => {
		const [spec] = readSpec(schemaOfFacts(['p-video']));
		const parameters = spec!.parameters
			.filter(({ name }) => name !== 'seed')
			.map((one) => (one.name === 'duration' ? { ...one, maximum: 30, minimum: undefined } : one));
		const written = updateFacts(stored, [{ ...spec!, parameters, rate_limit_per_minute: 1 }], 'x');
		const [before, after] = [stored, written].map((all) => all.find(({ id }) => id === 'p-video')!);
		const without = before!.parameters.filter(({ name }) => name !== 'seed');

		expect(after).toEqual({
			...before,
			rate_limit_per_minute: 1,
			parameters: without.map((one) => {
				const { minimum, ...rest } = one;
				return one.name === 'duration' && minimum !== undefined ? { ...rest, maximum: 30 } : one;
			}),
		});
	});

	it('contain a new model with everything that the schema states', () => {
		const image = { name: 'start_image', type: 'url' as const, required: true, description: '' };
		const written = updateFacts(
			[],
			[{ id: 'p-video-9', description: 'Moves', parameters: [image] }],
			'The schema',
		);
		expect(written).toMatchObject([
			{
				...{ id: 'p-video-9', title: 'P-Video 9', category: 'image-to-video', output: 'video' },
				...{ rate_limit_per_minute: null, sources: ['The schema'] },
				parameters: [{ ...image, media: 'image' }],
			},
		]);
	});
});
