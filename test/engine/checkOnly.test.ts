/** Check Only reports what would be sent and what it would cost, and sends nothing. */
import { generate, edit, png, usePApi } from './fixture';

const p = usePApi();
const check = { mode: 'check' };

/** The hints of the node's last run. */
const hintsOf = ({ run }: Awaited<ReturnType<typeof p.run>>) =>
	(run.data.resultData.runData.Pruna![0]!.hints ?? []).map(({ message }) => message);

/** Runs the node and asserts that nothing was sent. */
async function run(...test: Parameters<typeof p.run>): ReturnType<typeof p.run> {
	const result = await p.run(...test);
	expect(p.api.requests).toEqual([]);
	return result;
}

describe('Check Only', () => {
	it('reports the model, the input, and the cost', async () => {
		const result = await run(generate({ ...check, additionalFields: { seed: '={{ 6 * 7 }}' } }));

		expect(result.error).toBeUndefined();
		expect(result.items).toEqual([
			{
				json: { model: 'p-image', input: { prompt: 'A red fox', seed: 42 }, estimated_cost_usd: 0.005 },
				pairedItem: { item: 0 },
			},
		]);
		expect(hintsOf(result)).toEqual([
			'1 item checked, no problems found; about 0.005 USD (published prices) if submitted. Nothing was sent.',
		]);
	});

	it('describes files by name, type, and size, and masks secrets', async () => {
		const { items } = await run(
			{
				...edit(check),
				model: 'p-image-edit-lora',
				images: 'data, https://example.com/2.jpg',
				lora_weights: 'huggingface.co/owner/model/weights.safetensors',
				additionalFields: { hf_api_token: 'hf_abcdefghijklmnopqrstuvwxyz' },
			},
			{ items: [{ files: { data: png('富士山🗻.png') } }] },
		);

		expect(items[0]!.json).toMatchObject({
			input: {
				images: [
					{ fileName: expect.stringMatching(/\.png$/) as string, mimeType: 'image/png', bytes: 70 },
					'https://example.com/2.jpg',
				],
				hf_api_token: '[hidden]',
			},
			estimated_cost_usd: 0.01,
		});
		expect(JSON.stringify(items)).not.toContain('hf_abc');
	});

	it('reports every problem of every item separately', async () => {
		const { items, error } = await run(
			generate({
				...check,
				model: '={{ $json.model }}',
				prompt: '={{ $json.prompt }}',
				additionalFields: { seed: '={{ $json.seed }}', aspect_ratio: '={{ $json.ratio }}' },
				options: { pollInterval: '={{ $json.interval }}' },
			}),
			{
				items: [
					{ json: { model: 'p-image', prompt: 'one' } },
					{ json: { model: 'p-image', prompt: '', seed: 'x', ratio: '7:5', interval: -1 } },
					{ json: { model: 'no-such-model', prompt: 'three' } },
					{ json: { model: 'p-image', seed: 'x' } },
				],
			},
		);

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.findings)).toEqual([
			undefined,
			[
				'Poll Interval must be a number of seconds greater than 0, not -1',
				'Prompt is required',
				expect.stringContaining('Aspect Ratio: must be one of') as string,
				'Seed: needs a whole number, not “x”',
			],
			[expect.stringContaining('“no-such-model” is not a model of this operation') as string],
			['Prompt is required', 'Seed: needs a whole number, not “x”'],
		]);
		expect(items.map(({ json }) => json.estimated_cost_usd)).toEqual([
			0.005,
			undefined,
			undefined,
			undefined,
		]);
		expect(items.map(({ json }) => json.model)).toEqual(['p-image', 'p-image', 'no-such-model', 'p-image']);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3].map((item) => ({ item })));
	});

	it('checks 500 items', async () => {
		const result = await run(generate({ ...check, prompt: '={{ $json.prompt }}' }), {
			items: Array.from({ length: 500 }, (_, index) => ({
				json: { prompt: index === 7 ? '' : `p${index}` },
			})),
		});

		expect(result.items).toHaveLength(500);
		expect(result.items.flatMap(({ json }, index) => (json.findings ? [index] : []))).toEqual([7]);
		expect(hintsOf(result)).toEqual([
			expect.stringContaining('500 items checked, 1 with findings; about 2.495 USD'),
		]);
	});

	it('reports a broken expression as a problem', async () => {
		const { items, error } = await run(generate({ ...check, prompt: '={{ $json.a.b.c }}' }));

		expect(error).toBeUndefined();
		expect(items[0]!.json.findings).toHaveLength(1);
	});

	it('returns no items for no items', async () => {
		const { items, error } = await run(generate(check), { items: [] });
		expect(error).toBeUndefined();
		expect(items).toEqual([]);
	});

	it.each([
		['video', 'generate', { model: 'p-video', prompt: 'A fox' }, { estimated_cost_usd: 0.1 }],
		[
			'video',
			'generate',
			{
				model: 'p-video',
				prompt: 'A fox',
				additionalFields: { audio: 'https://example.com/a.mp3', duration: 5 },
			},
			{
				estimated_cost_usd: 0.4,
				estimated_cost_usd_min: 0.02,
				warnings: ['Duration has no effect when Audio is set'],
			},
		],
		[
			'image',
			'tryOn',
			{
				model: 'p-image-try-on',
				person_image: 'https://example.com/1.jpg',
				garment_images: 'https://example.com/2.jpg, https://example.com/3.jpg',
			},
			{ estimated_cost_usd: 0.023 },
		],
		['image', 'upscale', { model: 'p-image-upscale', image: 'https://example.com/1.jpg' }, {}],
		['video', 'edit', { model: 'p-video-edit', prompt: 'Snow', video: 'https://example.com/1.mp4' }, {}],
		['lora', 'train', { model: 'p-image-trainer', image_data: 'https://example.com/1.zip' }, {}],
		[
			'prediction',
			'create',
			{ modelId: 'p-image', input: '{ "prompt": "A fox", "hf_api_token": "hf_abcdefghijklmnopqrstuvwxyz" }' },
			{ estimated_cost_usd: 0.005, input: { prompt: 'A fox', hf_api_token: '[hidden]' } },
		],
		['prediction', 'create', { modelId: 'p-of-tomorrow', input: '{}' }, { model: 'p-of-tomorrow' }],
	])('works for %s: %s with %j', async (resource, operation, parameters, expected) => {
		const { items, error } = await run({ resource, operation, ...parameters, ...check });

		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items[0]!.json).toMatchObject(expected);
		expect(items[0]!.json).not.toHaveProperty('findings');
	});

	it('reports in each item that the Spending Limit would be exceeded', async () => {
		const { items } = await run(generate({ ...check, options: { spendingLimit: 0.012 } }), {
			items: Array(3).fill({ json: {} }),
		});
		expect(items.map(({ json }) => json.findings)).toEqual(
			Array(3).fill(['3 items at 0.005 USD each cost 0.015 USD, more than the Spending Limit of 0.012 USD']),
		);
	});
});
