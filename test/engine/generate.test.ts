import { storedBytes } from './engine';
import { edit, generate, PNG, png, usePApi } from './fixture';

const p = usePApi();

describe('Image → Generate, mode wait', () => {
	it('turns a prompt into an image: one item with the file, the ID, and the URL', async () => {
		const { items, error } = await p.run(generate());

		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		const [{ json, binary, pairedItem }] = items as [(typeof items)[0]];
		const id = p.api.submits[0]!.id;
		expect(json).toEqual({
			id,
			model: 'p-image',
			status: 'succeeded',
			generation_url: expect.stringMatching(
				/^http:.*\/v1\/predictions\/delivery\/.*\/output\.jpg$/,
			) as string,
			output_index: 0,
			output_count: 1,
			estimated_cost_usd: 0.005,
		});
		expect(pairedItem).toEqual({ item: 0 });
		expect(binary!.data).toMatchObject({
			mimeType: 'image/jpeg',
			fileName: `p-image-${p.api.submits[0]!.id}.jpg`,
			fileExtension: 'jpg',
			fileType: 'image',
		});
		const bytes = await storedBytes(binary!.data);
		expect(bytes.equals(p.api.deliveredFile(json.generation_url as string)!)).toBe(true);
		expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
	});

	it('sends exactly the fields that were set', async () => {
		await p.run(generate({ additionalFields: { aspect_ratio: '1:1', seed: 42, prompt_upsampling: false } }));

		expect(p.api.submits.map(({ model, input, sync }) => ({ model, input, sync }))).toEqual([
			{
				model: 'p-image',
				input: { prompt: 'A red fox', aspect_ratio: '1:1', seed: 42, prompt_upsampling: false },
				sync: false,
			},
		]);
	});

	it('does not send another model’s field that is still in the saved workflow', async () => {
		const { error } = await p.run(
			generate({ additionalFields: { num_frames: 81, guidance: 3.5, seed: 1 }, images: 'data' }),
		);

		expect(error).toBeUndefined();
		expect(p.api.submits[0]!.input).toEqual({ prompt: 'A red fox', seed: 1 });
	});

	it('sends a Japanese prompt with emoji, quotes, and line breaks unchanged', async () => {
		const prompt = '富士山の上の猫 🐈‍⬛\n"Öl", «مرحبا» \\ {{ not an expression }}';
		const { error } = await p.run(generate({ prompt }));

		expect(error).toBeUndefined();
		expect(p.api.submits[0]!.input).toEqual({ prompt });
	});

	it('evaluates expressions for the model and the fields per item', async () => {
		const { items, error } = await p.run(
			generate({
				model: '={{ $json.model }}',
				prompt: '={{ $json.prompt }}',
				additionalFields: { seed: '={{ $json.seed }}' },
			}),
			{
				items: [
					{ json: { model: 'p-image', prompt: 'one', seed: '7' } },
					{ json: { model: 'flux-dev', prompt: 'two', seed: 8 } },
				],
			},
		);

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.model)).toEqual(['p-image', 'flux-dev']);
		expect(p.api.submits.map(({ model, input }) => ({ model, ...input }))).toEqual(
			expect.arrayContaining([
				{ model: 'p-image', prompt: 'one', seed: 7 },
				{ model: 'flux-dev', prompt: 'two', seed: 8 },
			]),
		);
	});

	it('sends a choice of flux-dev with an emoji unchanged', async () => {
		const speed = 'Blink of an eye 👁️';
		await p.run(
			generate({ model: 'flux-dev', additionalFields: { speed_mode: speed, output_format: 'webp' } }),
		);

		expect(p.api.submits[0]).toMatchObject({ accepted: true, input: { speed_mode: speed } });
	});

	it('merges Extra Input over the input without checking it', async () => {
		p.api.fault({ on: 'submit', respond: { status: 500, body: 'enough seen' } });
		await p.run(
			generate({
				additionalFields: { seed: 1 },
				options: { extraInput: '{ "seed": "mine", "tomorrow": [1, 2] }' },
			}),
		);

		expect(p.api.requests[0]!.body).toEqual({
			input: { prompt: 'A red fox', seed: 'mine', tomorrow: [1, 2] },
		});
	});

	it('accepts Extra Input in place of a required field', async () => {
		const { error } = await p.run(
			generate({ prompt: '={{ "" }}', options: { extraInput: { prompt: 'from JSON' } } }),
		);

		expect(error).toBeUndefined();
		expect(p.api.submits[0]!.input).toEqual({ prompt: 'from JSON' });
	});

	it('does not download if Download Output is off', async () => {
		const { items, run } = await p.run(generate({ options: { downloadOutput: false } }));

		expect(JSON.stringify(run.data.resultData.runData.Pruna![0]!.hints)).toContain(
			'URLs that expire after about a day',
		);

		expect(items[0]!.binary).toBeUndefined();
		expect(items[0]!.json.generation_url).toMatch(/^http/);
		expect(p.api.requests.filter(({ route }) => route === 'delivery')).toEqual([]);
	});

	it('uses the output field and the file name from the options', async () => {
		const { items } = await p.run(generate({ options: { outputField: 'picture', fileName: 'フクロウ 🦉' } }));

		expect(Object.keys(items[0]!.binary!)).toEqual(['picture']);
		expect(items[0]!.binary!.picture).toMatchObject({ fileName: 'フクロウ 🦉.jpg', mimeType: 'image/jpeg' });
	});

	it('trims a line break from a pasted key', async () => {
		const { error } = await p.run(generate(), {
			credential: { apiKey: ' pru_test_key\n', baseUrl: p.api.url },
		});

		expect(error).toBeUndefined();
	});
});

describe('mode sync', () => {
	it('takes the result from the submit itself, without an ID or a poll', async () => {
		const { items, error } = await p.run(generate({ mode: 'sync' }));

		expect(error).toBeUndefined();
		expect(p.api.submits[0]!.sync).toBe(true);
		expect(p.api.requests.map(({ route }) => route)).toEqual(['submit', 'delivery']);
		expect(items[0]!.json).not.toHaveProperty('id');
		expect(items[0]!.json).toMatchObject({ model: 'p-image', status: 'succeeded', output_count: 1 });
		expect(items[0]!.binary!.data!.mimeType).toBe('image/jpeg');
	});

	it('polls if the API answers with an ID instead', async () => {
		p.api.options.sync = 'handle';
		const { items } = await p.run(generate({ mode: 'sync' }));

		expect(p.api.submits).toHaveLength(1);
		expect(items[0]!.json).toMatchObject({ id: p.api.submits[0]!.id, status: 'succeeded' });
	});

	it('says that a job may be running and billed if the gateway times out, and does not resubmit it', async () => {
		Object.assign(p.api.options, { sync: 'timeout', syncTimeoutSeconds: 0.05 });
		const { error } = await p.run(generate({ mode: 'sync' }));

		expect(p.api.submits).toHaveLength(1);
		expect(error!.message).toContain('504');
		expect(error!.httpCode).toBe('504');
		expect(error!.description).toContain('may be running and may be billed');
		expect(error!.description).toContain('The upstream server is timing out');
	});

	it('shows why the prediction failed', async () => {
		p.api.failNext({ error: 'Safety filter blocked the image' });
		const { error } = await p.run(generate({ mode: 'sync' }));

		expect(error!.message).toContain('Safety filter blocked the image');
	});
});

describe('mode submit', () => {
	it('returns the ID immediately and does not poll', async () => {
		const { items } = await p.run(generate({ mode: 'submit' }));

		const id = p.api.submits[0]!.id!;
		expect(items).toEqual([
			{
				json: {
					id,
					model: 'p-image',
					status: 'starting',
					get_url: `${p.api.url}/v1/predictions/status/${id}`,
					estimated_cost_usd: 0.005,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(p.api.requests.map(({ route }) => route)).toEqual(['submit']);
	});

	it.each(['relative', 'missing'] as const)(
		'builds the status URL itself if the API’s is %s',
		async (getUrl) => {
			p.api.options.getUrl = getUrl;
			const { items } = await p.run(generate({ mode: 'submit' }));

			expect(items[0]!.json.get_url).toBe(`${p.api.url}/v1/predictions/status/${p.api.submits[0]!.id}`);
		},
	);
});

describe('other operations that run a model', () => {
	it('Image → Edit uploads a binary field and sends the list that the API expects', async () => {
		const { items, error } = await p.run(edit({ images: 'data' }), { items: [{ files: { data: png() } }] });

		expect(error).toBeUndefined();
		expect(p.api.submits[0]!.input).toEqual({
			prompt: 'Make it night',
			images: [`${p.api.url}/v1/files/${p.api.uploads[0]!.id}`],
		});
		expect(p.api.uploads[0]!.bytes.equals(PNG)).toBe(true);
		expect(items[0]!.binary!.data!.fileType).toBe('image');
	});

	it('Video → Generate with wan-t2v delivers a playable MP4', async () => {
		const { items, error } = await p.run({
			resource: 'video',
			operation: 'generate',
			model: 'wan-t2v',
			prompt: 'Waves',
			additionalFields: { num_frames: 81, resolution: '480p' },
			options: { pollInterval: 0.1 },
		});

		expect(error).toBeUndefined();
		expect(items[0]!.binary!.data).toMatchObject({
			mimeType: 'video/mp4',
			fileExtension: 'mp4',
			fileType: 'video',
		});
		expect((await storedBytes(items[0]!.binary!.data)).subarray(4, 8).toString()).toBe('ftyp');
	});

	it('Video → Generate with wan-i2v accepts a public URL and a binary field together', async () => {
		const { error } = await p.run(
			{
				resource: 'video',
				operation: 'generate',
				model: 'wan-i2v',
				prompt: 'Zoom in',
				image: 'https://example.com/first.jpg',
				additionalFields: { last_image: 'last' },
				options: { pollInterval: 0.1 },
			},
			{ items: [{ files: { last: png() } }] },
		);

		expect(error).toBeUndefined();
		expect(p.api.submits[0]!.input).toEqual({
			prompt: 'Zoom in',
			image: 'https://example.com/first.jpg',
			last_image: `${p.api.url}/v1/files/${p.api.uploads[0]!.id}`,
		});
	});
});
