import type { INodeParameters } from 'n8n-workflow';
import { startPApi } from '../p-api';
import { edit, generate, png, usePApi } from './fixture';

const p = usePApi();

function prediction(operation: string, more: INodeParameters): INodeParameters {
	return { resource: 'prediction', operation, ...more };
}

async function submitted(
	parameters = generate({ mode: 'submit' }),
): Promise<{ id: string; get_url: string }> {
	const { items } = await p.run(parameters);
	return items[0]!.json as { id: string; get_url: string };
}

describe('Prediction → Create', () => {
	it('runs any model with any input, as text or as an object from an expression', async () => {
		const input = { prompt: 'free', seed: 3 };
		for (const given of [JSON.stringify(input), `={{ ${JSON.stringify(input)} }}`]) {
			const { items, error } = await p.run(
				prediction('create', { modelId: 'z-image-turbo-small', input: given }),
			);
			expect(error).toBeUndefined();
			expect(items[0]!.json).toMatchObject({ model: 'z-image-turbo-small', status: 'succeeded' });
			expect(items[0]!.binary!.data!.mimeType).toMatch(/^image\//);
		}
		expect(p.api.submits.map(({ model, input: sent }) => [model, sent])).toEqual(
			Array(2).fill(['z-image-turbo-small', input]),
		);
	});

	it('returns the status from the API’s response to the submit', async () => {
		p.api.fault({ on: 'submit', edit: (body) => ({ ...body, status: 'processing' }) });
		const { items } = await p.run(generate({ mode: 'submit' }));

		expect(items[0]!.json).toMatchObject({ id: p.api.submits[0]!.id, status: 'processing' });
	});

	it('merges Extra Input and obeys the mode', async () => {
		const { items } = await p.run(
			prediction('create', {
				modelId: 'p-image',
				input: '{"prompt":"a"}',
				mode: 'submit',
				options: { extraInput: '{"seed":9}' },
			}),
		);

		expect(items[0]!.json).toMatchObject({ id: p.api.submits[0]!.id, status: 'starting' });
		expect(p.api.submits[0]!.input).toEqual({ prompt: 'a', seed: 9 });
	});

	it.each([
		['{"prompt": }', 'Input is not a JSON object: Unexpected token'],
		['[1]', 'it must be an object in braces'],
		['"text"', 'it must be an object in braces'],
	])('reports the JSON %s before anything is sent', async (input, message) => {
		// As an expression, because n8n itself refuses broken JSON in the field.
		const { error } = await p.run(
			prediction('create', { modelId: 'p-image', input: `={{ ${JSON.stringify(input)} }}` }),
		);

		expect(error!.message).toContain(message);
		expect(p.api.requests).toEqual([]);
	});

	it('names an unknown key that the API refuses', async () => {
		const { error } = await p.run(
			prediction('create', { modelId: 'p-image', input: '{"prompt":"a","colour":"red"}' }),
		);

		expect(error!.message).toBe(
			'Pruna did not accept the input: property input validation failed: additional properties forbidden, found colour',
		);
		expect(error!.httpCode).toBe('400');
		expect(error!.description).toContain('nothing was charged');
	});

	it('says that a model is unknown', async () => {
		const { error } = await p.run(prediction('create', { modelId: 'p-imagine', input: '{"prompt":"a"}' }));

		expect(error!.message).toBe('Pruna does not recognize this model');
	});
});

describe('Prediction → Get Status', () => {
	it("returns the API's response with the ID, for an ID and for its URL", async () => {
		p.api.options.jobSeconds = 3600;
		const { id, get_url } = await submitted();
		for (const predictionId of [id, get_url, `/v1/predictions/status/${id}`]) {
			const { items } = await p.run(prediction('getStatus', { predictionId }));
			expect(items).toEqual([
				{
					json: { id, status: 'starting', message: expect.any(String) as string },
					pairedItem: { item: 0 },
				},
			]);
		}
	});

	it('returns a failed job as it is', async () => {
		p.api.failNext({ error: 'Number of samples, -5, must be non-negative.' });
		p.api.options.jobSeconds = 0;
		const { id } = await submitted();
		const { items } = await p.run(prediction('getStatus', { predictionId: id }));

		expect(items[0]!.json).toMatchObject({
			id,
			status: 'failed',
			error: 'Number of samples, -5, must be non-negative.',
		});
	});

	it('omits an empty error, because Retry On Fail would run the node again', async () => {
		p.api.fault({ on: 'status', respond: { status: 200, body: { status: 'processing', error: '' } } });
		const { items } = await p.run(prediction('getStatus', { predictionId: 'abc' }));

		expect(items[0]!.json).toEqual({ id: 'abc', status: 'processing' });
	});

	it('says that an ID is unknown', async () => {
		const { error } = await p.run(prediction('getStatus', { predictionId: '0000nosuchid' }));

		expect(error!.message).toBe('Pruna does not recognize this prediction ID');
		expect(error!.context!.details).toMatchObject({ id: '0000nosuchid', httpCode: '404' });
	});

	it('encodes an ID so that it cannot lead to another path', async () => {
		await p.run(prediction('getStatus', { predictionId: 'a?x=#..' }));

		expect(p.api.requests[0]!.path).toBe('/v1/predictions/status/a%3Fx%3D%23..');
	});

	it('asks only its own API, whatever host the URL names', async () => {
		const other = await startPApi();
		const { error } = await p.run(
			prediction('getStatus', { predictionId: `${other.url}/v1/predictions/status/abc` }),
		);

		expect(error!.message).toBe('Pruna does not recognize this prediction ID');
		expect(p.api.requests.map(({ path }) => path)).toEqual(['/v1/predictions/status/abc']);
		expect(other.requests).toEqual([]);
		await other.close();
	});

	it.each(['https://example.com/a.jpg', '/v1/files/abc', 'a/b'])(
		'rejects %s, which contains no ID',
		async (predictionId) => {
			const { error } = await p.run(prediction('getStatus', { predictionId }));

			expect(error!.message).toBe('Prediction ID is neither an ID nor a status URL');
			expect(p.api.requests).toEqual([]);
		},
	);
});

describe('Prediction → Get Result', () => {
	it('waits for an earlier job and delivers it', async () => {
		p.api.options.jobSeconds = 0.6;
		const { id, get_url } = await submitted();
		const { items, error } = await p.run(
			prediction('getResult', { predictionId: get_url, options: { fileName: 'late' } }),
		);

		expect(error).toBeUndefined();
		expect(items[0]!.json).toMatchObject({ id, status: 'succeeded', output_index: 0, output_count: 1 });
		expect(items[0]!.binary!.data!.fileName).toBe('late.jpg');
		expect(p.api.submits).toHaveLength(1);
	});

	it('keeps the ID if the job failed', async () => {
		p.api.failNext({ error: 'CUDA out of memory', withoutStatus: true });
		const { id } = await submitted();
		const { error } = await p.run(prediction('getResult', { predictionId: id }));

		expect(error!.message).toBe('The prediction failed: CUDA out of memory');
		expect(error!.context!.details).toMatchObject({ id, status: 'failed' });
	});
});

describe('Prediction → Download', () => {
	it('downloads one URL, several, relative ones, and arrays', async () => {
		const { items } = await p.run(edit({ images: 'data' }), { items: [{ files: { data: png() } }] });
		const url = items[0]!.json.generation_url as string;
		const path = new URL(url).pathname;

		for (const generationUrl of [url, path, `${url}, ${path}`, `={{ ["${url}", "${path}"] }}`]) {
			const result = await p.run(prediction('download', { generationUrl }));
			expect(result.error).toBeUndefined();
			for (const [index, { json, binary }] of result.items.entries()) {
				expect(json).toEqual({ generation_url: url, output_index: index, output_count: result.items.length });
				expect(binary!.data!.mimeType).toBe('image/jpeg');
			}
		}
	});

	it.each(['ftp://example.com/a.jpg', 'javascript:alert(1)', '//example.com/a.jpg', 'a.jpg'])(
		'rejects %s',
		async (generationUrl) => {
			const { error } = await p.run(prediction('download', { generationUrl }));

			expect(error!.message).toBe('Generation URL is not a URL that can be downloaded');
		},
	);

	it('says that a URL has expired', async () => {
		Object.assign(p.api.options, { deliverySeconds: 0, deliveryExpiredStatus: 410 });
		const { items } = await p.run(generate({ options: { downloadOutput: false } }));
		const { error } = await p.run(
			prediction('download', { generationUrl: items[0]!.json.generation_url as string }),
		);

		expect(error!.message).toBe('The result is no longer available');
		expect(error!.description).toContain('limited time');
	});
});
