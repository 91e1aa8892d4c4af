import { startPApi, type PApi } from '../../p-api';
import { models, type Parameter } from '../../p-api/models';
import { get, KEY, read, submit, textLike } from './support';

let api: PApi;
beforeAll(async () => {
	api = await startPApi();
});
afterEach(() => api.reset());
afterAll(async () => await api.close());

const post = async (body: string, headers: Record<string, string>) =>
	await read(await fetch(`${api.url}/v1/predictions`, { method: 'POST', headers, body }));

describe('routes', () => {
	it.each([
		['GET', '/'],
		['GET', '/v1/predictions'],
		['GET', '/v1/files'],
		['GET', '/v1/files/fqadqq42xq'],
		['GET', '/v1/models'],
		['HEAD', '/v1/predictions/status/x'],
		['POST', '/v1/predictions/status/x'],
		['DELETE', '/v1/predictions/status/x'],
		['GET', '/v1/predictions/status/x/y'],
		['POST', '/v1/predictions/x/cancel'],
	])('do not include %s %s', async (method, path) => {
		const response = await fetch(api.url + path, { method, headers: { apikey: KEY } });
		expect(response.status).toBe(404);
		const text = '{"message":"no Route matched with those values"}';
		expect(await response.text()).toBe(method === 'HEAD' ? '' : text);
		expect(api.requests).toMatchObject([{ route: 'unknown', method, path, statusCode: 404 }]);
	});

	it('exist only under the prefix, which absolute URLs include', async () => {
		const gateway = await startPApi({ pathPrefix: '/gateway/pruna' });
		const { json } = await submit(gateway, 'p-image', { prompt: 'a' });
		expect(gateway.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/gateway\/pruna$/);
		expect(json.get_url).toBe(`${gateway.url}/v1/predictions/status/${String(json.id)}`);
		expect((await get(String(json.get_url))).status).toBe(200);
		expect((await get(String(json.get_url).replace('/gateway/pruna', ''))).status).toBe(404);
		expect(gateway.requests[1]?.path).toBe(`/gateway/pruna/v1/predictions/status/${String(json.id)}`);
		await gateway.close();
	});
});

describe('key', () => {
	it('is checked before the body', async () => {
		const missing = await post('{', { model: 'p-image' });
		expect(missing).toMatchObject({ status: 401, json: { message: 'No API key found in request' } });
		expect(missing.headers.get('www-authenticate')).toBe('Key realm="kong"');
		const wrong = await post('{', { model: 'p-image', apikey: 'pru_wrong' });
		expect(wrong).toMatchObject({ status: 401, json: { message: 'Unauthorized' } });
		expect(api.submits.map(({ accepted }) => accepted)).toEqual([false, false]);
	});

	it('of an account without credit gets 403 with the credit message on submit, status and upload', async () => {
		const apikey = 'pru_no_credit';
		const body = new FormData();
		for (const response of [
			await fetch(`${api.url}/v1/predictions`, { method: 'POST', headers: { apikey, model: 'p-image' } }),
			await fetch(`${api.url}/v1/predictions/status/x`, { headers: { apikey } }),
			await fetch(`${api.url}/v1/files`, { method: 'POST', headers: { apikey }, body }),
		]) {
			expect(response.status).toBe(403);
			expect(await response.json()).toEqual({
				message:
					'Forbidden: no more credit available. Please go to https://dashboard.pruna.ai/ and add more credit.',
			});
		}
	});
});

describe('submit', () => {
	it('answers 201 with exactly the handle', async () => {
		const { status, json } = await submit(api, 'p-image', { prompt: ' ' });
		expect(status).toBe(201);
		expect(json).toEqual({
			id: textLike(/^[a-z0-9]{26}$/),
			model: 'p-image',
			input: { prompt: ' ' },
			get_url: `${api.url}/v1/predictions/status/${String(json.id)}`,
		});
		expect(api.submits).toEqual([
			{ model: 'p-image', input: { prompt: ' ' }, accepted: true, id: json.id, sync: false },
		]);
		expect(api.requests).toMatchObject([
			{ route: 'submit', body: { input: { prompt: ' ' } }, statusCode: 201 },
		]);
	});

	it('writes get_url in the requested form', async () => {
		api.options.getUrl = 'relative';
		expect((await submit(api, 'p-image', { prompt: 'a' })).json.get_url).toMatch(
			/^\/v1\/predictions\/status\//,
		);
		api.options.getUrl = 'missing';
		expect((await submit(api, 'p-image', { prompt: 'a' })).json).not.toHaveProperty('get_url');
		api.options.getUrl = 'absolute';
		api.options.publicOrigin = 'https://api.pruna.ai';
		expect((await submit(api, 'p-image', { prompt: 'a' })).json.get_url).toMatch(
			/^https:\/\/api\.pruna\.ai\/v1\//,
		);
		api.options.publicOrigin = '';
	});

	it.each([
		[undefined, "Missing 'Model' header"],
		['p-imagine', "Unknown model 'p-imagine'"],
	])('rejects the model %s and lists all models', async (model, problem) => {
		const headers = { apikey: KEY, 'content-type': 'application/json', ...(model && { model }) };
		const ids = models.map(({ id }) => id).join(', ');
		expect(await post('{"input":{"prompt":"a"}}', headers)).toMatchObject({
			status: 400,
			json: { message: `${problem}. Available models: ${ids}` },
		});
		expect(api.submits[0]?.accepted).toBe(false);
	});

	it("rejects the quickstart's edit example, which has a field that no schema knows", async () => {
		const input = { prompt: 'a', images: ['https://example.com/a.png'], reference_image: '1' };
		expect(await submit(api, 'p-image-edit', input)).toMatchObject({
			status: 400,
			json: {
				message: 'property input validation failed: additional properties forbidden, found reference_image',
			},
		});
	});

	it('answers with any requested status', async () => {
		Object.assign(api.options, { submitStatus: 202, syncStatus: 201 });
		expect((await submit(api, 'p-image', { prompt: 'a' })).status).toBe(202);
		const sync = await submit(api, 'p-image', { prompt: 'a' }, { 'try-sync': 'true' });
		expect(sync).toMatchObject({ status: 201, json: { status: 'succeeded' } });
		Object.assign(api.options, { submitStatus: 201, syncStatus: 200 });
	});

	it.each([
		[undefined, 'missing', 'input', 'property input is required'],
		[{}, 'missing', 'input.prompt', 'property prompt is required'],
		[{ prompt: 5 }, 'invalid_type', 'input.prompt', 'wrong type: expected string, got integer'],
		[{ prompt: 'a', width: 2000 }, 'invalid_type', 'input.width', 'expected 2000 to be smaller than 1440'],
		[{ prompt: 'a', sed: 1 }, 'invalid_type', 'input.sed', 'additional properties forbidden, found sed'],
	])('lets the model itself reject %j if told to', async (input, type, field, description) => {
		api.options.inputErrors = 'model';
		const { status, json } = await submit(api, 'p-image', input);
		api.options.inputErrors = 'gateway';
		expect(status).toBe(422);
		expect(json).toEqual({
			title: 'Input validation failed',
			status: 422,
			detail: `- ${field}: ${description}`,
			invalid_fields: [{ type, field, description }],
		});
		expect(api.submits[0]?.accepted).toBe(false);
	});

	it('requires JSON', async () => {
		const headers = { apikey: KEY, model: 'p-image' };
		const text = await post('{"input":{"prompt":"a"}}', { ...headers, 'content-type': 'text/plain' });
		expect(text).toMatchObject({ status: 400, json: { message: 'specified Content-Type is not allowed' } });
		expect((await post('{', { ...headers, 'content-type': 'application/json' })).status).toBe(400);
		expect(api.predictions.size).toBe(0);
	});

	it.each([
		['p-image', undefined, 'property input is required'],
		['p-image', [], 'property input validation failed: wrong type: expected object, got array'],
		['p-image', {}, 'property input validation failed: property prompt is required'],
		[
			'p-image',
			{ prompt: null },
			'property input validation failed: property prompt validation failed: wrong type: expected string, got null',
		],
		[
			'p-image',
			{ prompt: 'a', sed: 1 },
			'property input validation failed: additional properties forbidden, found sed',
		],
		[
			'p-image',
			{ prompt: 'a', aspect_ratio: '7:3' },
			'property input validation failed: property aspect_ratio validation failed: matches none of the enum values',
		],
		[
			'p-image',
			{ prompt: 'a', seed: '1' },
			'property input validation failed: property seed validation failed: wrong type: expected integer, got string',
		],
		[
			'p-image',
			{ prompt: 'a', seed: 1.5 },
			'property input validation failed: property seed validation failed: wrong type: expected integer, got number',
		],
		[
			'p-image',
			{ prompt: 'a', width: 240 },
			'property input validation failed: property width validation failed: expected 240 to be greater than 256',
		],
		[
			'p-image',
			{ prompt: 'a', width: 2000 },
			'property input validation failed: property width validation failed: expected 2000 to be smaller than 1440',
		],
		[
			'p-image',
			{ prompt: 'a', width: 1000 },
			'property input validation failed: property width validation failed: expected 1000 to be a multiple of 16',
		],
		[
			'p-image',
			{ prompt: 'a', prompt_upsampling: 'true' },
			'property input validation failed: property prompt_upsampling validation failed: wrong type: expected boolean, got string',
		],
		[
			'p-video',
			{ prompt: 'a', fps: '24' },
			'property input validation failed: property fps validation failed: wrong type: expected integer, got string',
		],
		[
			'p-video',
			{ prompt: 'a', fps: 25 },
			'property input validation failed: property fps validation failed: matches none of the enum values',
		],
		[
			'p-video-animate',
			{ video: 'v', image: 'i', target_fps: 24 },
			'property input validation failed: property target_fps validation failed: wrong type: expected string, got integer',
		],
		[
			'p-image-edit',
			{ prompt: 'a', images: 'https://x.org/a.png' },
			'property input validation failed: property images validation failed: wrong type: expected array, got string',
		],
		[
			'p-image-edit',
			{ prompt: 'a', images: [] },
			'property input validation failed: property images validation failed: expect array to have at least 1 items',
		],
		[
			'p-image-edit',
			{ prompt: 'a', images: Array(6).fill('u') },
			'property input validation failed: property images validation failed: expect array to have at most 5 items',
		],
		[
			'p-image-edit',
			{ prompt: 'a', images: ['u', 5] },
			'property input validation failed: property images validation failed: failed to validate item 2: wrong type: expected string, got integer',
		],
		[
			'z-image-turbo-lora',
			{ prompt: 'a', lora_weights: ['u'], lora_scales: ['1'] },
			'property input validation failed: property lora_scales validation failed: failed to validate item 1: wrong type: expected number, got string',
		],
		[
			'p-image-edit-trainer',
			{ image_data: 'u', learning_rate: 0.000001 },
			'property input validation failed: property learning_rate validation failed: expected 1e-06 to be greater than 1e-05',
		],
	])('%s rejects %j in the words of the gateway', async (model, input, message) => {
		expect(await submit(api, model, input)).toMatchObject({ status: 400, json: { message } });
		expect(api.predictions.size).toBe(0);
		expect(api.submits[0]?.accepted).toBe(false);
	});

	it('rejects anything next to the input', async () => {
		const headers = { apikey: KEY, model: 'p-image', 'content-type': 'application/json' };
		const body = JSON.stringify({ input: { prompt: 'a' }, webhook: 'https://x.org' });
		expect((await post(body, headers)).json.message).toBe('additional properties forbidden, found webhook');
	});

	it('does not check conditions between parameters', async () => {
		expect((await submit(api, 'p-image', { prompt: 'a', aspect_ratio: '1:1', width: 512 })).status).toBe(201);
	});

	it.each(models.map((model) => [model.id, model] as const))(
		'%s accepts its required input',
		async (id, model) => {
			const required = model.parameters.filter((parameter) => parameter.required);
			const input = Object.fromEntries(required.map((parameter) => [parameter.name, example(parameter)]));
			expect(await submit(api, id, input)).toMatchObject({ status: 201, json: { model: id, input } });
		},
	);
});

const example = ({ type }: Parameter) =>
	type === 'url[]' ? ['https://example.com/a'] : type === 'url' ? 'https://example.com/a' : 'text';

describe('a sync submit', () => {
	const sync = { 'try-sync': 'true' };
	afterEach(() => Object.assign(api.options, { sync: 'result', syncTimeoutSeconds: 60 }));

	it('gets the result without an ID', async () => {
		const { status, json } = await submit(api, 'p-image', { prompt: 'a' }, sync);
		expect(status).toBe(200);
		expect(json).toEqual({ status: 'succeeded', generation_url: textLike(/\/output\.jpg$/) });
		expect(api.submits[0]).toMatchObject({ accepted: true, sync: true });
	});

	it('gets a failure with status 200', async () => {
		api.failNext({ error: 'out of memory' });
		expect(await submit(api, 'p-image', { prompt: 'a' }, sync)).toMatchObject({
			status: 200,
			json: { status: 'failed', message: 'Prediction failed', error: 'out of memory' },
		});
	});

	it('gets the handle if told to', async () => {
		api.options.sync = 'handle';
		const { status, json } = await submit(api, 'p-image', { prompt: 'a' }, sync);
		expect({ status, keys: Object.keys(json) }).toEqual({
			status: 201,
			keys: ['id', 'model', 'input', 'get_url'],
		});
	});

	it('gets 504 without an ID although the job runs', async () => {
		Object.assign(api.options, { sync: 'timeout', syncTimeoutSeconds: 0.01 });
		const { status, json } = await submit(api, 'p-image', { prompt: 'a' }, sync);
		expect({ status, json }).toEqual({ status: 504, json: { message: 'The upstream server is timing out' } });
		expect(api.submits[0]?.accepted).toBe(true);
	});
});

describe('rate limit', () => {
	it('answers 429 with only the documented headers, unless told otherwise', async () => {
		const limited = await startPApi({ rateLimit: true });
		const input = { image_data: 'https://example.com/a.zip' };
		for (let count = 0; count < 5; count++) await submit(limited, 'p-image-trainer', input);
		const { status, headers } = await submit(limited, 'p-image-trainer', input);
		expect(status).toBe(429);
		expect([headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')]).toEqual(['5', '0']);
		expect(headers.get('ratelimit-reset')).toMatch(/^([1-9]|[1-5]\d|60)$/);
		expect([...headers.keys()].filter((name) => /^(retry-after|x-ratelimit)/.test(name))).toEqual([]);
		await limited.close();
	});

	it("answers 429 with Kong's headers, and does not count rejected bodies", async () => {
		const limited = await startPApi({ rateLimit: true, rateLimitHeaders: 'kong' });
		const input = { image_data: 'https://example.com/a.zip' };
		await submit(limited, 'p-image-trainer', {});
		const answers = [];
		for (let count = 0; count < 6; count++) answers.push(await submit(limited, 'p-image-trainer', input));
		expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 429]);
		const { headers, json } = answers[5]!;
		expect(json).toEqual({ message: 'API rate limit exceeded' });
		expect(headers.get('retry-after')).toMatch(/^\d+$/);
		expect(headers.get('ratelimit-limit')).toBe('5');
		expect(headers.get('x-ratelimit-remaining-minute')).toBe('0');
		expect((await submit(limited, 'p-image', { prompt: 'a' })).headers.get('ratelimit-remaining')).toBe(
			'499',
		);
		await limited.close();
	});
});
