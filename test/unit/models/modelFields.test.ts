import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { catalog } from '../../../nodes/Pruna/models/catalog';
import { displayNameOf } from '../../../nodes/Pruna/models/displayName';
import { editorField } from '../../../nodes/Pruna/models/editorField';
import { modelFields } from '../../../nodes/Pruna/models/modelFields';
import {
	modelsOf,
	operationsWithModels,
	type ModelOperation,
} from '../../../nodes/Pruna/models/modelOperations';
import { isOnTop } from '../../../nodes/Pruna/models/place';
import type { AnyModel, Model, ModelParameter, ParameterType } from '../../../nodes/Pruna/models/types';

const node = { typeVersion: 1 };

function parameter(name: string, type: ParameterType, facts: Partial<ModelParameter> = {}): ModelParameter {
	return { name, type, description: `The ${name}`, ...facts };
}

function made(id: string, parameters: ModelParameter[], facts: Partial<AnyModel> = {}): AnyModel {
	return {
		id,
		title: id.toUpperCase(),
		category: 'text-to-image',
		description: 'Makes images',
		source: { by: 'pruna-schema', date: '2026-07' },
		parameters,
		...facts,
	};
}

const prompt = parameter('prompt', 'string', { required: true });
const seed = parameter('seed', 'integer');
const alpha = made('alpha', [prompt, seed, parameter('style', 'enum', { choices: ['photo', 'drawing'] })]);
const beta = made('beta', [
	prompt,
	seed,
	parameter('style', 'enum', { choices: ['custom', 'drawing'] }),
	parameter('width', 'integer', { onlyWhen: { style: ['custom'] } }),
]);
const gamma = made(
	'gamma',
	[
		parameter('prompt', 'string', { required: true, description: 'The change to make' }),
		parameter('images', 'url[]', { media: ['image'], required: true }),
		parameter('turbo', 'boolean'),
	],
	{ category: 'image-edit' },
);
const models = [alpha, beta, gamma];
const fields = modelFields(models);

const named = (list: INodeProperties[], name: string) => list.filter((field) => field.name === name);
const additional = (list: INodeProperties[]) =>
	named(list, 'additionalFields')[0]!.options as INodeProperties[];

/** The fields that the editor shows at the top for these values. */
const shownOnTop = (list: INodeProperties[], values: INodeParameters) =>
	list.filter((field) => NodeHelpers.displayParameter(values, field, node, null));

/** The fields that Additional Fields offers for these values. */
const offered = (list: INodeProperties[], values: INodeParameters, added: INodeParameters = {}) =>
	additional(list).filter((field) =>
		NodeHelpers.displayParameter(added, field, node, null, { ...values, additionalFields: added }),
	);

const chosen = ({ resource, operation }: ModelOperation, model: string): INodeParameters => ({
	resource,
	operation,
	model,
});

/** The parameters that n8n passes to the node, without hidden ones. */
function engineSees(list: INodeProperties[], values: INodeParameters): INodeParameters {
	const pickers: INodeProperties[] = ['resource', 'operation'].map((name) => ({
		displayName: name,
		name,
		type: 'string',
		default: '',
	}));
	return NodeHelpers.getNodeParameters([...pickers, ...list], values, true, false, node, null)!;
}

describe('the choice of a model', () => {
	it('is offered for each operation, in the order of the catalog', () => {
		const pickers = named(fields, 'model');
		expect(
			pickers.map(({ options }) => (options as INodePropertyOptions[]).map(({ value }) => value)),
		).toEqual([['alpha', 'beta'], ['gamma']]);
		expect(pickers.map((picker) => picker.default)).toEqual(['alpha', 'gamma']);
	});

	it('is shown only in its own operation', () => {
		const shown = named(
			shownOnTop(fields, { resource: 'image', operation: 'edit', model: 'gamma' }),
			'model',
		);
		expect(shown).toHaveLength(1);
		expect(shown[0]?.default).toBe('gamma');
	});

	it("shows the model's name, and its price and rate limit if they are known", () => {
		const [picker] = named(
			modelFields([
				made('delta', [], {
					price: { per: 'image', rates: [{ usd: 1 }], source: { by: 'pruna' } },
					rateLimitPerMinute: 30,
				}),
			]),
			'model',
		);
		expect(picker?.options?.[0]).toEqual({
			name: 'DELTA',
			value: 'delta',
			description: 'Makes images; 1.00 USD per image; 30 requests/min',
		});
	});

	it.each(['pruna-skill', 'third-party'] as const)("says that Pruna's schema does not list it: %s", (by) => {
		const [picker] = named(modelFields([made('delta', [], { source: { by, date: '2026-09' } })]), 'model');
		expect((picker?.options?.[0] as INodePropertyOptions).description).toBe(
			"Makes images; not in Pruna's published schema",
		);
	});

	it('does not mention an unknown price', () => {
		const [picker] = named(fields, 'model');
		expect((picker?.options?.[0] as INodePropertyOptions).description).toBe('Makes images');
	});
});

describe('a required field', () => {
	it('is at the top and marked as required', () => {
		const shown = shownOnTop(fields, { resource: 'image', operation: 'edit', model: 'gamma' });
		expect(named(shown, 'images')).toEqual([expect.objectContaining({ required: true })]);
		expect(named(additional(fields), 'images')).toEqual([]);
	});

	it('that two models share is a single field', () => {
		const marked = named(fields, 'prompt').filter(({ required }) => required);
		const shownFor = (model: string) =>
			marked.filter((field) =>
				NodeHelpers.displayParameter({ resource: 'image', operation: 'generate', model }, field, node, null),
			);
		expect(shownFor('alpha')).toHaveLength(1);
		expect(shownFor('beta')).toEqual(shownFor('alpha'));
	});

	it('is shown once, and is optional, if an expression chooses the model', () => {
		const values = { resource: 'image', operation: 'generate', model: '={{ $json.model }}' };
		const prompts = named(shownOnTop(fields, values), 'prompt');
		expect(prompts.map(({ required }) => required)).toEqual([undefined]);
	});

	it('is hidden for models that do not have it', () => {
		const shown = shownOnTop(fields, { resource: 'image', operation: 'generate', model: 'alpha' });
		expect(shown.map(({ name }) => name)).toEqual(['model', 'prompt', 'additionalFields']);
	});

	it('is hidden if another resource uses the same model name', () => {
		const shown = shownOnTop(fields, { resource: 'prediction', operation: 'create', model: 'alpha' });
		expect(shown).toEqual([]);
	});

	it('of a model in two places is shown in both', () => {
		const both = modelFields([made('vace', [prompt], { category: 'video-edit', alsoIn: ['text-to-video'] })]);
		for (const operation of ['generate', 'edit']) {
			expect(named(shownOnTop(both, { resource: 'video', operation, model: 'vace' }), 'prompt')).toHaveLength(
				1,
			);
		}
	});
});

describe('an optional field', () => {
	it('is only in Additional Fields', () => {
		expect(named(fields, 'seed')).toEqual([]);
		expect(named(additional(fields), 'seed')).toHaveLength(1);
	});

	it('that two models share is a single field', () => {
		const [field] = named(additional(fields), 'seed');
		expect(field?.displayOptions?.show).toEqual({ '/model': ['alpha', 'beta'] });
	});

	it('that differs between models is two fields, and no model has both', () => {
		const users = named(additional(fields), 'style').map((field) => field.displayOptions?.show?.['/model']);
		expect(users).toEqual([['alpha'], ['beta']]);
	});

	it('that depends on another one is always offered, since the node reports when it does not apply', () => {
		const beta = { resource: 'image', operation: 'generate', model: 'beta' };
		const added = [{}, { style: 'drawing' }, { style: 'custom' }, { style: '={{ $json.style }}' }];
		for (const set of added) expect(named(offered(fields, beta, set), 'width')).toHaveLength(1);
		const alpha = { ...beta, model: 'alpha' };
		expect(named(offered(fields, alpha, { style: 'custom' }), 'width')).toHaveLength(0);
	});

	it('is a single entry for any number of equal models, which keeps the description small', () => {
		const many = Array.from({ length: 50 }, (_, index) => made(`m${index}`, [prompt, seed]));
		expect(modelFields(many)).toHaveLength(modelFields(many.slice(0, 1)).length);
		expect(additional(modelFields(many))).toHaveLength(1);
	});
});

describe('a model chosen by an expression', () => {
	const values = { resource: 'image', operation: 'generate', model: '={{ $json.model }}' };

	it('offers the fields of all models', () => {
		const names = offered(fields, values).map(({ name }) => name);
		expect(new Set(names)).toEqual(new Set(['seed', 'style', 'width', 'turbo']));
	});

	it('keeps the values that were set for it', () => {
		const seen = engineSees(fields, { ...values, prompt: 'A fox', additionalFields: { seed: 7 } });
		expect(seen).toMatchObject({ prompt: 'A fox', additionalFields: { seed: 7 } });
	});
});

describe('what n8n passes to the node', () => {
	const saved = {
		resource: 'image',
		operation: 'generate',
		model: 'alpha',
		prompt: 'A fox',
		images: 'lingering',
		additionalFields: { seed: 7, style: 'photo', turbo: true, width: 512 },
	};

	it('does not contain leftover fields of another model', () => {
		const seen = engineSees(fields, saved);
		expect(seen).not.toHaveProperty('images');
		expect(seen.additionalFields).toEqual({ seed: 7, style: 'photo' });
	});

	it('contains only the fields that were added', () => {
		const seen = engineSees(fields, { ...saved, additionalFields: { seed: 7 } });
		expect(seen.additionalFields).toEqual({ seed: 7 });
		expect(engineSees(fields, { ...saved, additionalFields: {} }).additionalFields).toEqual({});
	});

	it('contains the prompt of the chosen model if several models have a prompt', () => {
		expect(engineSees(fields, saved).prompt).toBe('A fox');
		expect(engineSees(fields, { ...saved, operation: 'edit', model: 'gamma' }).prompt).toBe('A fox');
	});
});

describe('the editor field of a parameter', () => {
	it('has the API’s key and the editor’s name', () => {
		const field = editorField(parameter('num_frames', 'integer', { label: 'Number of Frames' }));
		expect([field.name, field.displayName]).toEqual(['num_frames', 'Number of Frames']);
	});

	it.each([
		['string', 'string'],
		['integer', 'number'],
		['number', 'number'],
		['boolean', 'boolean'],
		['enum', 'options'],
		['url', 'string'],
		['url[]', 'string'],
		['number[]', 'string'],
	] as const)('for %s is a %s', (type, widget) => {
		expect(editorField(parameter('thing', type, { choices: ['a'] })).type).toBe(widget);
	});

	it('keeps numbers within their limits, including zero', () => {
		const { typeOptions } = editorField(parameter('thing', 'integer', { minimum: 0, maximum: 0 }));
		expect(typeOptions).toEqual({ minValue: 0, maxValue: 0, numberPrecision: 0 });
	});

	it('sends a choice exactly as the API spells it, number or text', () => {
		const { options } = editorField(
			parameter('thing', 'enum', { choices: [24, '16:9', 'match_input_image', 'Juiced 🔥 (default)'] }),
		);
		expect(options).toEqual([
			{ name: '24', value: 24 },
			{ name: '16:9', value: '16:9' },
			{ name: 'Match Input Image', value: 'match_input_image' },
			{ name: 'Juiced (Default)', value: 'Juiced 🔥 (default)' },
		]);
	});

	it('lists numbers by size and before text if a list contains both', () => {
		const { options } = editorField(
			parameter('thing', 'enum', { choices: ['source', 100, 24, 30, 'auto', 60] }),
		);
		expect(options?.map((option) => 'value' in option && option.value)).toEqual([
			...[24, 30, 60, 100],
			...['auto', 'source'],
		]);
	});

	it('masks a secret', () => {
		expect(editorField(parameter('token', 'string', { secret: true })).typeOptions).toEqual({
			password: true,
		});
	});

	it.each([
		['integer', { default: 28 }, 28],
		['boolean', { default: true }, true],
		['boolean', {}, false],
		['number', { minimum: 5 }, 5],
		['number', {}, 0],
		['enum', { choices: ['b', 'a'] }, 'b'],
		['string', {}, ''],
		['url[]', {}, ''],
	] as const)('for %s with %j starts with %j when it is added', (type, facts, expected) => {
		expect(editorField(parameter('thing', type, facts)).default).toBe(expected);
	});

	it('says where a file may come from', () => {
		const describe = (type: ParameterType) =>
			editorField(parameter('thing', type, { media: ['image'] })).description;
		expect(describe('url[]')).toBe(
			'The thing. Enter public URLs, names of binary fields, or expressions that return files, separated by commas or line breaks.',
		);
		expect(describe('url')).toBe(
			'The thing. Enter a public URL, the name of a binary field, or an expression that returns a file.',
		);
	});

	it('names the formats that the API names', () => {
		const { description } = editorField(
			parameter('thing', 'url', { media: ['audio'], formats: ['flac', 'mp3', 'webp'] }),
		);
		expect(description).toMatch(/ Formats: FLAC, MP3, WebP\.$/);
	});

	it('does not offer a binary field if the API only accepts a URL', () => {
		const field = editorField(parameter('thing', 'url'));
		expect(`${field.description} ${field.placeholder}`).not.toMatch(/binary/i);
	});
});

const places = operationsWithModels().flatMap((operation) =>
	modelsOf(operation).map((model): [string, string, ModelOperation, Model] => [
		model.id,
		`${operation.resource}:${operation.operation}`,
		operation,
		model,
	]),
);

describe.each(places)('%s in %s', (_, __, operation, model) => {
	const list = modelFields();
	const values = chosen(operation, model.id);

	it.each(model.parameters.map((own): [string, ModelParameter] => [own.name, own]))(
		'shows its parameter %s exactly once',
		(name, own) => {
			const shown = isOnTop(own) ? named(shownOnTop(list, values), name) : named(offered(list, values), name);
			expect(shown).toHaveLength(1);
			expect(shown[0]).toMatchObject(editorField(own));
		},
	);

	it('shows no field of another model', () => {
		const own = model.parameters.map(({ name }) => name);
		expect(offered(list, values).filter(({ name }) => !own.includes(name))).toEqual([]);
		expect(
			shownOnTop(list, values)
				.map(({ name }) => name)
				.filter((name) => name !== 'model' && name !== 'additionalFields' && !own.includes(name)),
		).toEqual([]);
	});

	it('loses the fields of all other models when n8n runs it', () => {
		const foreign = catalog
			.flatMap(({ parameters }) => parameters)
			.filter(({ name }) => !model.parameters.some((own) => own.name === name));
		const saved = {
			...values,
			...Object.fromEntries(foreign.map(({ name }) => [name, 'lingering'])),
			additionalFields: Object.fromEntries(foreign.map(({ name }) => [name, 'lingering'])),
		};
		expect(JSON.stringify(engineSees(list, saved))).not.toContain('lingering');
	});

	it('has no two fields with the same name', () => {
		const top = shownOnTop(list, values).map(({ displayName }) => displayName);
		expect(new Set(top).size).toBe(top.length);
		const names = offered(list, values).map(({ displayName }) => displayName);
		expect(new Set(names).size).toBe(names.length);
	});

	it('uses the same field names as the messages', () => {
		const shown = [...shownOnTop(list, values), ...offered(list, values)];
		const wrong = model.parameters.filter((own) => {
			const field = shown.find(({ name }) => name === own.name);
			return field !== undefined && field.displayName !== displayNameOf(own);
		});
		expect(wrong).toEqual([]);
	});
});
