import fc from 'fast-check';
import { catalog } from '../../../nodes/Pruna/models/catalog';
import { findModel } from '../../../nodes/Pruna/models/modelOperations';
import type { Model, ModelParameter, ParameterType } from '../../../nodes/Pruna/models/types';
import { buildInput } from '../../../nodes/Pruna/operations/modelInput';
import { withMediaUrls } from '../../../nodes/Pruna/prediction/prepareInput';
import { clip, photo, readerOf, song } from '../media/sourceReader';

const none = readerOf();

function parameter(name: string, type: ParameterType, facts: Partial<ModelParameter> = {}): ModelParameter {
	return { name, type, description: '', ...facts };
}

function modelOf(...parameters: ModelParameter[]): Model {
	return {
		id: 'made-up',
		title: 'Made Up',
		category: 'text-to-image',
		description: '',
		source: { by: 'pruna-schema', date: '2026-07' },
		parameters,
	};
}

const known = (id: string) => findModel(id)!;

/** Builds the input of a model with one parameter of that type. */
async function one(type: ParameterType, value: unknown, facts: Partial<ModelParameter> = {}, reader = none) {
	return await buildInput(modelOf(parameter('thing', type, facts)), { thing: value }, reader);
}

describe('the input of a model', () => {
	it('contains the fields that are set, in the API’s types', async () => {
		const set = {
			prompt: 'A fox',
			aspect_ratio: '1:1',
			num_inference_steps: '20',
			guidance: 2.5,
			speed_mode: 'Blink of an eye 👁️',
			output_format: 'webp',
		};
		expect(await buildInput(known('flux-dev'), set, none)).toEqual({
			input: { ...set, num_inference_steps: 20 },
			media: [],
			findings: [],
			warnings: [],
		});
	});

	it('never contains a default that nobody set', async () => {
		expect((await buildInput(known('wan-t2v'), { prompt: 'A fox' }, none)).input).toEqual({
			prompt: 'A fox',
		});
	});

	it('accepts a number as text', async () => {
		expect((await buildInput(known('p-image'), { prompt: 42 }, none)).input).toEqual({ prompt: '42' });
	});

	it('keeps false and zero, which are not blank', async () => {
		const set = { prompt: 'A fox', seed: 0, prompt_upsampling: false };
		expect((await buildInput(known('p-image'), set, none)).input).toEqual(set);
	});

	it('omits leftover fields of other models in the workflow', async () => {
		const set = { prompt: 'A fox', image: 'https://example.com/a.jpg', num_frames: 81, go_fast: true };
		expect(await buildInput(known('flux-dev'), set, none)).toEqual({
			input: { prompt: 'A fox' },
			media: [],
			findings: [],
			warnings: [],
		});
	});

	it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])(
		'does not treat %s as a key that was set or required',
		async (key) => {
			const set = JSON.parse(`{ "prompt": "A fox", "${key}": { "seed": 1 } }`) as Record<string, unknown>;
			const { input } = await buildInput(known('p-image'), set, none);
			expect(Object.keys(input)).toEqual(['prompt']);
			expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
		},
	);

	it('does not treat properties that every object has as values that were set', async () => {
		const key = parameter('constructor', 'string', { label: 'Builder', required: true });
		const built = await buildInput(modelOf(key), {}, none);
		expect(built.input).toEqual({});
		expect(built.findings).toEqual(['Builder is required']);
	});
});

describe('parameters of which a model requires one', () => {
	const model: Model = {
		...modelOf(
			parameter('script', 'string'),
			parameter('audio', 'string', { label: 'Sound' }),
			parameter('seed', 'integer'),
		),
		needsOneOf: [['script', 'audio']],
	};
	const findings = async (set: Record<string, unknown>, extra = {}) =>
		(await buildInput(model, set, none, extra)).findings;

	it('are required by both names if none is set', async () => {
		expect(await findings({ seed: 1 })).toEqual(['Script or Sound is required']);
		expect(await findings({ script: ' ', audio: '' })).toEqual(['Script or Sound is required']);
	});

	it('are satisfied by either, by both, or by Extra Input', async () => {
		expect(await findings({ script: 'Hello' })).toEqual([]);
		expect(await findings({ audio: 'x' })).toEqual([]);
		expect(await findings({ script: 'Hello', audio: 'x' })).toEqual([]);
		expect(await findings({}, { audio: 'x' })).toEqual([]);
	});

	it('are not required if one is set but wrong', async () => {
		expect(await findings({ script: { an: 'object' } })).toEqual([expect.stringMatching(/^Script: /)]);
	});
});

describe('lists that belong together', () => {
	const model = modelOf(
		parameter('weights', 'url[]'),
		parameter('scales', 'number[]', { sameCountAs: 'weights' }),
		parameter('others', 'number[]'),
	);
	const weights = 'https://example.com/a, https://example.com/b';
	const findings = async (set: Record<string, unknown>, extra = {}) =>
		(await buildInput(model, set, none, extra)).findings;

	it('must have the same number of entries', async () => {
		expect(await findings({ weights, scales: '1, 0.5' })).toEqual([]);
		expect(await findings({ weights, scales: '1' })).toEqual([
			'Scales: needs as many entries as Weights (2), not 1',
		]);
		expect(await findings({ weights, scales: '1, 2, 3' })).toHaveLength(1);
	});

	it('are not compared if one is not set or comes from Extra Input', async () => {
		expect(await findings({ weights })).toEqual([]);
		expect(await findings({ scales: '1' })).toEqual([]);
		expect(await findings({ scales: '1' }, { weights: ['a', 'b'] })).toEqual([]);
	});

	it('do not affect other lists', async () => {
		expect(await findings({ weights, others: '1, 2, 3' })).toEqual([]);
	});
});

describe('a blank field', () => {
	const blanks: Array<[unknown]> = [[undefined], [null], [''], ['  \n'], [[]], [[null, '', '  ']]];

	it.each(blanks)('is not sent: %j', async (blank) => {
		const set = { prompt: 'A fox', seed: blank, aspect_ratio: blank, prompt_upsampling: blank };
		expect(await buildInput(known('p-image'), set, none)).toEqual({
			input: { prompt: 'A fox' },
			media: [],
			findings: [],
			warnings: [],
		});
	});

	it.each(blanks)('is a finding if the API requires it: %j', async (blank) => {
		const { findings } = await buildInput(known('p-image'), { prompt: blank }, none);
		expect(findings).toEqual(['Prompt is required']);
	});

	it('may be a list of only commas', async () => {
		const built = await one('url[]', ' , ,', { media: ['image'] });
		expect(withMediaUrls(built.input, built.media, [[]])).not.toHaveProperty('thing');
		expect(built.findings).toEqual([]);
	});
});

describe('a finding', () => {
	it('names the field by its label in the editor', async () => {
		const { findings } = await buildInput(
			known('flux-dev'),
			{ prompt: 'A fox', num_inference_steps: 'many' },
			none,
		);
		expect(findings).toEqual(['Inference Steps: needs a whole number, not “many”']);
	});

	it('is reported for everything that is wrong', async () => {
		const { findings } = await buildInput(
			known('p-image'),
			{ seed: '4x', lora_scale: 9, aspect_ratio: '5:7', prompt_upsampling: 'maybe' },
			none,
		);
		expect(findings.map((finding) => finding.split(/:| is /)[0])).toEqual([
			'Prompt',
			'Aspect Ratio',
			'Seed',
			'Prompt Upsampling',
			'LoRA Scale',
		]);
	});

	it('keeps the wrong value out of the input', async () => {
		const { input } = await buildInput(known('p-image'), { prompt: 'A fox', seed: '4x' }, none);
		expect(input).toEqual({ prompt: 'A fox' });
	});

	it('never repeats a secret', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(
					fc.constant(['hf_SECRET']),
					fc.dictionary(fc.string(), fc.constant('hf_SECRET'), { minKeys: 1 }),
				),
				async (token) => {
					const { findings } = await buildInput(
						known('p-image'),
						{ prompt: 'A fox', hf_api_token: token },
						none,
					);
					expect(findings).toEqual(['Hugging Face Token: needs text']);
				},
			),
		);
	});

	it('never repeats a secret if another field is wrong', async () => {
		const { findings } = await buildInput(known('p-image'), { seed: 'x', hf_api_token: 'hf_SECRET' }, none);
		expect(findings.join()).not.toContain('hf_SECRET');
	});
});

describe('extra input', () => {
	it('is merged over what is set', async () => {
		const set = { prompt: 'A fox', seed: 1 };
		expect((await buildInput(known('p-image'), set, none, { seed: 2, new_key: [true] })).input).toEqual({
			prompt: 'A fox',
			seed: 2,
			new_key: [true],
		});
	});

	it('bypasses the checks: its keys are neither checked nor required', async () => {
		const built = await buildInput(known('p-image'), { seed: 'x', prompt: '' }, none, {
			seed: 'tomorrow',
			prompt: null,
		});
		expect(built).toEqual({
			input: { seed: 'tomorrow', prompt: null },
			media: [],
			findings: [],
			warnings: ['Seed has no effect because Extra Input also sets it'],
		});
	});

	it('can replace a file, which is then not uploaded', async () => {
		const built = await buildInput(
			known('wan-i2v'),
			{ prompt: 'It moves', image: 'photo' },
			readerOf({ photo }),
			{
				image: 'pruna://file/1',
			},
		);
		expect(built.media).toEqual([]);
		expect(withMediaUrls(built.input, built.media, [])).toEqual({
			prompt: 'It moves',
			image: 'pruna://file/1',
		});
	});

	it('named __proto__ changes no prototype', async () => {
		const extra = JSON.parse('{ "__proto__": { "polluted": true } }') as Record<string, unknown>;
		const { input } = await buildInput(known('p-image'), { prompt: 'A fox' }, none, extra);
		expect((input as { polluted?: unknown }).polluted).toBeUndefined();
	});
});

describe('a URL that is not a media file (LoRA weights)', () => {
	it('is sent unchanged', async () => {
		expect(await one('url', ' https://example.com/lora.safetensors ')).toEqual({
			input: { thing: 'https://example.com/lora.safetensors' },
			media: [],
			findings: [],
			warnings: [],
		});
	});

	it.each([['photo'], ['hf.co/owner/lora'], ['ftp://example.com/a'], [42], [photo]])(
		'is rejected if it is not a URL, even if the item has a file of that name: %j',
		async (given) => {
			const built = await one('url', given, {}, readerOf({ photo }));
			expect(built.findings).toEqual([expect.stringContaining('Thing: needs a URL')]);
			expect(built.media).toEqual([]);
		},
	);
});

describe('a list of numbers', () => {
	it.each([['0.5, x'], ['0.5 1'], [[{}]], [true], [[[true]]]])(
		'is not sent if it is wrong: %j',
		async (given) => {
			const { input, findings, extraInputHelps } = await one('number[]', given);
			expect(input).toEqual({});
			expect(findings).toEqual([expect.stringMatching(/^Thing: needs numbers separated by commas/)]);
			expect(extraInputHelps).toBe(true);
		},
	);

	it('is sent as numbers if it is correct', async () => {
		for (const given of ['0.5, 1', '0.5; 1', '0.5\n1', '[0.5, 1]', [[0.5], '1']]) {
			expect(await one('number[]', given)).toMatchObject({ input: { thing: [0.5, 1] }, findings: [] });
		}
	});
});

describe('a media field', () => {
	const edit = async (images: unknown, reader = none) =>
		await buildInput(known('p-image-edit'), { prompt: 'Blue', images }, reader);

	it('accepts a URL, which is sent without an upload', async () => {
		const built = await buildInput(
			known('wan-i2v'),
			{ prompt: 'It moves', image: 'https://example.com/a.jpg' },
			none,
		);
		expect(built.media.map(({ sources }) => sources)).toEqual([
			[{ kind: 'url', url: 'https://example.com/a.jpg' }],
		]);
	});

	it('accepts the name of a binary field, which is uploaded later', async () => {
		const built = await buildInput(
			known('wan-i2v'),
			{ prompt: 'It moves', image: 'photo' },
			readerOf({ photo }),
		);
		expect(built.media[0]?.sources).toMatchObject([{ kind: 'binary', binary: photo, fileName: 'photo.png' }]);
		expect(built.input).toEqual({ prompt: 'It moves' });
	});

	it('accepts any kind of file that the model accepts there', async () => {
		const mask = async (src_mask: string) =>
			(await buildInput(known('vace'), { prompt: 'A fox', src_mask }, readerOf({ photo, clip, song })))
				.findings;
		expect([await mask('photo'), await mask('clip')]).toEqual([[], []]);
		expect(await mask('song')).toEqual([expect.stringContaining('a video or an image is needed')]);
	});

	it('accepts several forms, mixed, in order', async () => {
		const { media } = await edit('https://example.com/1.jpg, photo', readerOf({ photo }));
		expect(media[0]?.sources.map(({ kind }) => kind)).toEqual(['url', 'binary']);
	});

	it('accepts an array of URLs, names, and binary objects', async () => {
		const { media, findings } = await edit(['https://example.com/1.jpg, photo', photo], readerOf({ photo }));
		expect(findings).toEqual([]);
		expect(media[0]?.sources.map(({ kind }) => kind)).toEqual(['url', 'binary', 'binary']);
	});

	it('rejects more files than the model accepts', async () => {
		const six = Array.from({ length: 6 }, (_, index) => `https://example.com/${index}.jpg`);
		expect((await edit(six.slice(0, 5))).findings).toEqual([]);
		expect(await edit(six)).toMatchObject({
			findings: ['Images: takes at most 5, not 6'],
			extraInputHelps: true,
		});
	});

	it('rejects fewer files than the model needs', async () => {
		const facts = { media: ['image'], minItems: 2 } as const;
		const built = await one('url[]', 'https://example.com/1.jpg', facts);
		expect(built.findings).toEqual(['Thing: needs at least 2, not 1']);
		const two = await one('url[]', 'https://example.com/1.jpg, https://example.com/2.jpg', facts);
		expect(two.findings).toEqual([]);
	});

	it('rejects a file of another kind and a missing field together', async () => {
		const { findings, extraInputHelps } = await edit('clip, missing', readerOf({ clip }));
		expect(extraInputHelps).toBeUndefined();
		expect(findings).toEqual([
			expect.stringMatching(
				/^Images: the binary field “clip” \(clip\.mp4\) is an MP4 video, but an image is needed/,
			),
			expect.stringMatching(/^Images: “missing” is neither/),
		]);
	});
});

describe('any values', () => {
	const everyType = modelOf(
		parameter('a', 'string', { required: true }),
		parameter('b', 'integer', { minimum: 0, multipleOf: 8 }),
		parameter('c', 'number'),
		parameter('d', 'boolean'),
		parameter('e', 'enum', { choices: [1, '2'] }),
		parameter('f', 'url'),
		parameter('g', 'url', { media: ['image'] }),
		parameter('h', 'url[]'),
		parameter('i', 'url[]', { media: ['zip'], minItems: 1, maxItems: 2 }),
		parameter('j', 'number[]'),
		parameter('k', 'string', { secret: true }),
	);

	it.each([...catalog, everyType].map((model): [string, Model] => [model.id, model]))(
		'do not make the input of %s throw or get additional keys',
		async (_, model) => {
			const names = model.parameters.map(({ name }) => name);
			const anySet = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.jsonValue());
			await fc.assert(
				fc.asyncProperty(
					anySet,
					fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }),
					async (set, extra) => {
						const built = await buildInput(model, set, readerOf({ photo }), extra);
						const sent = withMediaUrls(
							built.input,
							built.media,
							built.media.map(({ sources }) => sources.map(() => 'https://example.com')),
						);
						const allowed = new Set([...names, ...Object.keys(extra)]);
						expect(Object.keys(sent).filter((key) => !allowed.has(key))).toEqual([]);
					},
				),
			);
		},
	);

	it('cause no finding for an optional field that is not set', async () => {
		await fc.assert(
			fc.asyncProperty(fc.jsonValue(), async (value) => {
				const { findings } = await buildInput(everyType, { a: 'text', unknown: value }, none);
				expect(findings).toEqual([]);
			}),
		);
	});

	it('are rejected without a crash if an object only looks like a file', async () => {
		const likeFile = fc.record({
			mimeType: fc.jsonValue(),
			data: fc.jsonValue(),
			fileName: fc.jsonValue(),
			bytes: fc.jsonValue(),
		});
		await fc.assert(
			fc.asyncProperty(likeFile, async (value) => {
				const built = await buildInput(everyType, { a: 'text', g: value, i: [value] }, none);
				expect(built.media).toEqual([]);
				expect(built.findings.length).toBeGreaterThan(0);
			}),
			{
				examples: [
					[{ mimeType: '', data: 'A+', fileName: {}, bytes: {} }],
					[{ mimeType: 'a', data: 'A+', fileName: {}, bytes: {} }],
				],
			},
		);
	});
});
