/**
 * A new model is one entry of the catalog and nothing else: the model in this test gets all it needs from its entry. A new
 * kind of model is one entry in the table of kinds.
 */
import type { ModelKind, ModelKinds } from '../../nodes/Pruna/models/kinds';
import type { AnyModel } from '../../nodes/Pruna/models/types';

const newModel: AnyModel = {
	id: 'p-carillon',
	title: 'P-Carillon',
	category: 'text-to-video',
	description: 'Sings what an image shows',
	price: {
		per: 'song',
		rates: [{ usd: 0.1, when: { key: 'C' } }, { usd: 0.2 }],
		source: { by: 'pruna', date: '2026-07' },
	},
	rateLimitPerMinute: 12,
	source: { by: 'pruna-schema', date: '2026-07' },
	needsOneOf: [['score', 'lyrics']],
	parameters: [
		{ name: 'scene', type: 'url', media: ['image'], required: true, description: 'What to sing about' },
		{
			name: 'tempo',
			type: 'integer',
			minimum: 40,
			maximum: 200,
			default: 90,
			description: 'Beats per minute',
		},
		{ name: 'key', type: 'enum', choices: ['C', 'a'], default: 'C', description: 'Key of the song' },
		{
			name: 'rate',
			type: 'enum',
			choices: ['source', 24, 30],
			default: 'source',
			description: 'Frames per second',
		},
		{ name: 'lyrics', type: 'string', description: 'Words of the song' },
		{ name: 'motif', type: 'string', onTop: true, description: 'Theme, which was once required' },
		{ name: 'score', type: 'url', media: ['zip'], description: 'Notes of the song' },
	],
};

const newKind: ModelKind = {
	resource: 'video',
	output: 'video',
	operation: 'upscale',
	name: 'Upscale',
	action: 'Upscale video',
	description: 'Make a video larger and sharper',
};

const modelOfNewKind: AnyModel = {
	id: 'p-sharpener',
	title: 'P-Sharpener',
	category: 'video-upscale',
	source: { by: 'third-party', date: '2026-09' },
	description: 'Makes a video larger',
	parameters: [
		{ name: 'clip', type: 'url', media: ['video'], required: true, description: 'Video to enlarge' },
	],
};

jest.mock('../../nodes/Pruna/models/kinds', () => {
	const { MODEL_KINDS } = jest.requireActual<{ MODEL_KINDS: ModelKinds }>('../../nodes/Pruna/models/kinds');
	return { MODEL_KINDS: { ...MODEL_KINDS, 'video-upscale': newKind } };
});
jest.mock('../../nodes/Pruna/models/catalog', () => {
	const { catalog } = jest.requireActual<{ catalog: AnyModel[] }>('../../nodes/Pruna/models/catalog');
	return { catalog: [...catalog, newModel, modelOfNewKind] };
});

import { NodeHelpers, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';
import { catalog } from '../../nodes/Pruna/models/catalog';
import { Pruna } from '../../nodes/Pruna/Pruna.node';
import { modelsPage } from '../../scripts/models-page';
import { png, usePApi } from '../engine/fixture';

const p = usePApi();
const chosen = { resource: 'video', operation: 'generate', model: 'p-carillon' };

function shown(properties: INodeProperties[], values: object): INodeProperties[] {
	return properties.filter((property) =>
		NodeHelpers.displayParameter(values as never, property, { typeVersion: 1 }, null, chosen),
	);
}

describe('a made-up entry in the catalog', () => {
	it('is offered by its operation, with its price and rate limit', () => {
		const { properties } = new Pruna().description;
		const picker = shown(properties, chosen).find(({ name }) => name === 'model')!;

		expect((picker.options as INodePropertyOptions[]).find(({ value }) => value === 'p-carillon')).toEqual({
			name: 'P-Carillon',
			value: 'p-carillon',
			description: 'Sings what an image shows; 0.10 USD per song with Key C, 0.20; 12 requests/min',
		});
	});

	it('has its fields: the required one and the one that once was at the top, the others under Additional Fields', () => {
		const top = shown(new Pruna().description.properties, chosen);
		const additional = top.find(({ name }) => name === 'additionalFields')!;

		expect(top.map(({ name }) => name)).toEqual([
			...['resource', 'operation', 'model', 'scene', 'motif', 'additionalFields', 'mode', 'options'],
		]);
		expect(shown(additional.options as INodeProperties[], {}).map(({ name }) => name)).toEqual(
			expect.arrayContaining(['tempo', 'key', 'rate', 'lyrics', 'score']),
		);
	});

	it('is checked before anything is sent', async () => {
		const { error } = await p.run({
			...chosen,
			scene: '={{ "" }}',
			additionalFields: { tempo: 300, key: '={{ "H" }}' },
		});

		expect(error!.message.split('; ')).toEqual([
			'Scene is required',
			'Tempo: must be at most 200, not 300',
			'Key: must be one of C, a, not “H”',
			'Score or Lyrics is required',
		]);
		expect(p.api.requests).toEqual([]);
	});

	it('is submitted after its file is uploaded', async () => {
		p.api.fault({ on: 'submit', respond: { status: 201, body: { id: 'song1' } } });
		const { items, error } = await p.run(
			{
				...chosen,
				mode: 'submit',
				scene: 'data',
				additionalFields: { tempo: '={{ "120" }}', rate: '={{ "24" }}', lyrics: 'la la' },
			},
			{ items: [{ files: { data: png() } }] },
		);

		expect(error).toBeUndefined();
		expect(items[0]!.json).toMatchObject({ id: 'song1', model: 'p-carillon' });
		const submit = p.api.requests.find(({ route }) => route === 'submit')!;
		expect(submit.headers.model).toBe('p-carillon');
		expect(submit.body).toEqual({
			input: {
				tempo: 120,
				rate: 24,
				lyrics: 'la la',
				scene: `${p.api.url}/v1/files/${p.api.uploads[0]!.id}`,
			},
		});
	});

	it.each([
		['is sent', 'fate', { motif: 'fate' }],
		['is left out if it is empty', '', {}],
	])('an optional field at the top %s', async (_, motif, sent) => {
		const values = { ...chosen, scene: 'https://media.example.com/a.png', mode: 'submit', motif };
		p.api.fault({ on: 'submit', respond: { status: 201, body: { id: 'song1' } } });
		const { error } = await p.run({ ...values, additionalFields: { lyrics: 'la' } });

		expect(error).toBeUndefined();
		const submit = p.api.requests.find(({ route }) => route === 'submit')!;
		expect(submit.body).toEqual({ input: { scene: values.scene, lyrics: 'la', ...sent } });
	});

	it('keeps numbers and text in one list apart', async () => {
		const values = { ...chosen, scene: 'https://media.example.com/a.png', mode: 'submit' };
		p.api.fault({ on: 'submit', respond: { status: 201, body: { id: 'song1' } } });
		p.api.fault({ on: 'submit', respond: { status: 201, body: { id: 'song2' } } });
		await p.run({ ...values, additionalFields: { rate: 30, lyrics: 'la' } });
		await p.run({ ...values, additionalFields: { rate: 'source', lyrics: 'la' } });

		const rates = p.api.requests.map(({ body }) => (body as { input: { rate: unknown } }).input.rate);
		expect(rates).toEqual([30, 'source']);
	});

	it('appears in the docs', () => {
		const page = modelsPage(catalog);

		expect(page).toContain(
			'[P-Carillon](#p-carillon) | `p-carillon` | Sings what an image shows | 0.10 USD per song with Key C, 0.20 | 12',
		);
		expect(page).toContain("Fields from Pruna's published schema, July 2026.");
		expect(page).toContain('| Tempo | `tempo` | whole number, 40 to 200 | `90` | Beats per minute |');
	});
});

describe('a made-up entry in the table of kinds', () => {
	const place = { resource: 'video', operation: 'upscale' };

	it('becomes an operation of its resource, with its models', () => {
		const properties = shown(new Pruna().description.properties, place);
		const optionsOf = (name: string) =>
			properties.find((property) => property.name === name)!.options as INodePropertyOptions[];

		expect(optionsOf('operation').map(({ value }) => value)).toEqual(['edit', 'generate', 'upscale']);
		expect(optionsOf('model').map(({ value }) => value)).toEqual(['p-sharpener']);
	});

	it('runs like any other', async () => {
		p.api.fault({ on: 'submit', respond: { status: 201, body: { id: 'sharp1' } } });
		const { items, error } = await p.run({
			...place,
			model: 'p-sharpener',
			mode: 'submit',
			clip: 'https://media.example.com/a.mp4',
		});

		expect(error).toBeUndefined();
		expect(items[0]!.json).toMatchObject({ id: 'sharp1', model: 'p-sharpener' });
	});
});
