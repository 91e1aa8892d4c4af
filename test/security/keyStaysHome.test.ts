/** The key, and tokens in the input, go to the Base URL's origin and nowhere else, whoever asks for them. */
import type { INodeParameters } from 'n8n-workflow';
import { API_KEY, edit, generate, png, usePApi } from '../engine/fixture';
import { startPApi } from '../p-api';
import { sendJson, useForeignServer } from './server';

const p = usePApi();
const foreign = useForeignServer();

const TOKEN = 'a-token-of-hugging-face';
const getResult = (predictionId = 'abc'): INodeParameters => ({
	resource: 'prediction',
	operation: 'getResult',
	predictionId,
});
const download = (generationUrl: string): INodeParameters => ({
	resource: 'prediction',
	operation: 'download',
	generationUrl,
});

/** Makes every job of the API return this URL. */
function deliverFrom(generationUrl: unknown): void {
	const body = { status: 'succeeded', generation_url: generationUrl };
	p.api.fault({ on: 'status', times: Infinity, respond: { status: 200, body } });
}

/** Expects that many requests at the third-party server, none with the key or the token in any part of it. */
function expectForeign(times: number): void {
	expect(foreign.requests).toHaveLength(times);
	expect(JSON.stringify(foreign.requests)).not.toContain(API_KEY);
	expect(JSON.stringify(foreign.requests)).not.toContain(TOKEN);
}

describe('a generation_url', () => {
	it('on another port of the same host is downloaded without the key', async () => {
		deliverFrom(`${foreign.origin}/out.png`);
		const { items } = await p.run(getResult());

		expect(items[0]!.binary!.data!.mimeType).toBe('image/png');
		expectForeign(1);
	});

	it('on another name of the same server is downloaded without the key', async () => {
		const { port } = p.api.options;
		deliverFrom(`http://localhost:${port}/v1/predictions/delivery/x/out.png`);
		await p.run(getResult());

		const downloads = p.api.requests.filter(({ route }) => route === 'delivery');
		expect(downloads.map(({ headers }) => [headers.host, headers.apikey])).toEqual([
			[`localhost:${port}`, undefined],
		]);
	});

	it.each([
		['a user name that looks like the API', () => `${p.api.url}@${foreign.host}/out.png`],
		['a user name', () => `http://api.pruna.ai@${foreign.host}/out.png`],
		['a host without a scheme', () => `//${foreign.host}/out.png`],
		['a backslash', () => `/\\${foreign.host}/out.png`],
		['a tab between slashes', () => `/\t/${foreign.host}/out.png`],
		['a scheme without slashes', () => `http:${foreign.host}/out.png`],
		['a scheme with backslashes', () => `http:\\\\${foreign.host}/out.png`],
	])('with %s leads nowhere', async (_, url) => {
		deliverFrom(url());
		const { error } = await p.run(getResult());

		expect(error!.message).toBe('Pruna returned no usable URL for the result');
		expectForeign(0);
	});

	it('among several is downloaded without the key, and the others with it', async () => {
		deliverFrom([`${p.api.url}/v1/predictions/delivery/x/a.png`, `${foreign.origin}/b.png`]);
		await p.run(getResult());

		expect(p.api.requests.find(({ route }) => route === 'delivery')!.headers.apikey).toBe(API_KEY);
		expectForeign(1);
	});
});

describe('a redirect', () => {
	it.each([301, 302, 303, 307, 308] as const)(
		'of a download to another origin (%i) is followed without the key',
		async (status) => {
			p.api.fault({ on: 'delivery', redirect: { status, location: `${foreign.origin}/out.png` } });
			const { items } = await p.run(generate());

			expect(items[0]!.binary!.data!.mimeType).toBe('image/png');
			expectForeign(1);
		},
	);

	it.each([
		['without a scheme', () => `//${foreign.host}/out.png`, 1],
		['with backslashes', () => `/\\${foreign.host}/out.png`, 1],
		['with a user name', () => `${p.api.url}@${foreign.host}/out.png`, 1],
		['with a scheme and no slashes, which is a path', () => `http:${foreign.host}/out.png`, 0],
		['to a file', () => 'file:///etc/passwd', 0],
		['to FTP', () => `ftp://${foreign.host}/out.png`, 0],
		['to data', () => 'data:image/png;base64,AAAA', 0],
	])('%s is followed without the key, if at all', async (_, location, times) => {
		p.api.fault({
			on: 'delivery',
			times: Infinity,
			match: ({ headers }) => headers.apikey === API_KEY,
			redirect: { status: 302, location: location() },
		});
		const { error } = await p.run(generate());

		expect(error === undefined).toBe(times === 1);
		expectForeign(times);
	});

	it('within the API keeps the key', async () => {
		p.api.fault({ on: 'delivery', redirect: { status: 302, location: '/v1/predictions/delivery/x/y.png' } });
		await p.run(generate());

		const downloads = p.api.requests.filter(({ route }) => route === 'delivery');
		expect(downloads.map(({ headers }) => headers.apikey)).toEqual([API_KEY, API_KEY]);
	});

	it('away and back does not bring the key back: no other host may steer requests with the key', async () => {
		foreign.answer(sendJson(302, {}, { location: `${p.api.url}/v1/predictions/delivery/x/y.png` }));
		deliverFrom(`${foreign.origin}/out.png`);
		await p.run(getResult());
		p.api.fault({ on: 'delivery', redirect: { status: 302, location: `${foreign.origin}/out.png` } });
		await p.run(download('/v1/predictions/delivery/x/z.png'));

		const downloads = p.api.requests.filter(({ route }) => route === 'delivery');
		expect(downloads.map(({ path, headers }) => [path.at(-5), headers.apikey])).toEqual([
			['y', undefined],
			['z', API_KEY],
			['y', undefined],
		]);
		expectForeign(2);
	});

	it('of a poll is followed without the key', async () => {
		foreign.answer(sendJson(200, { status: 'failed', error: 'no' }));
		p.api.fault({ on: 'status', redirect: { status: 307, location: `${foreign.origin}/status` } });
		const { error } = await p.run(getResult());

		expect(error!.message).toBe('The prediction failed: no');
		expectForeign(1);
	});

	it.each([301, 302, 303, 307, 308] as const)(
		'of a submit or an upload (%i) is not followed: the input is for the API only',
		async (status) => {
			const redirect = { status, location: `${foreign.origin}/v1/predictions` };
			p.api.fault({ on: 'submit', redirect });
			p.api.fault({ on: 'upload', redirect });
			const submitted = await p.run(generate());
			const uploaded = await p.run(edit({ images: 'data' }), { items: [{ files: { data: png() } }] });

			expect(submitted.error!.httpCode).toBe(String(status));
			expect(uploaded.error!.httpCode).toBe(String(status));
			expectForeign(0);
		},
	);
});

describe('a get_url', () => {
	it.each([
		['next to an ID', { id: 'abc' }],
		['alone', {}],
	])('%s on another host never gets a request', async (_, more) => {
		const get_url = `${foreign.origin}/v1/predictions/status/abc`;
		p.api.fault({ on: 'submit', respond: { status: 201, accept: true, body: { ...more, get_url } } });
		await p.run(generate());

		expect(p.api.requests.at(-1)!.path).toBe('/v1/predictions/status/abc');
		expectForeign(0);
	});
});

describe('the value of a user’s expression', () => {
	it('as Prediction ID is an ID of the API, even inside a URL of another host', async () => {
		await p.run(getResult(`${foreign.origin}/v1/predictions/status/abc`));

		expect(p.api.requests[0]!.path).toBe('/v1/predictions/status/abc');
		expectForeign(0);
	});

	it('as Generation URL is downloaded without the key from another host', async () => {
		const { items } = await p.run(download(`${foreign.origin}/out.png`));

		expect(items[0]!.binary!.data!.mimeType).toBe('image/png');
		expectForeign(1);
	});

	it('as Extra Input is only input, never an address or a header', async () => {
		const extraInput = {
			url: `${foreign.origin}/v1/predictions`,
			baseURL: foreign.origin,
			headers: { host: foreign.host, apikey: 'other' },
			proxy: { host: '127.0.0.1', port: Number(foreign.host.split(':')[1]) },
		};
		await p.run({
			resource: 'prediction',
			operation: 'create',
			modelId: 'p-image',
			input: { prompt: 'A red fox' },
			mode: 'submit',
			options: { extraInput },
		});

		expect(p.api.requests.map(({ headers }) => headers.apikey)).toEqual([API_KEY]);
		expect(p.api.requests[0]!.body).toEqual({ input: { prompt: 'A red fox', ...extraInput } });
		expectForeign(0);
	});
});

describe('a token in the input', () => {
	it('is in the submit, and in no other request', async () => {
		deliverFrom([`${p.api.url}/v1/predictions/delivery/x/a.png`, `${foreign.origin}/b.png`]);
		await p.run(
			generate({
				model: 'p-image-lora',
				lora_weights: 'huggingface.co/a/b/c.safetensors',
				additionalFields: { hf_api_token: TOKEN },
			}),
		);

		const holding = p.api.requests.filter((request) => JSON.stringify(request).includes(TOKEN));
		expect(holding.map(({ route }) => route)).toEqual(['submit']);
		expect(p.api.requests.length).toBeGreaterThan(2);
		expectForeign(1);
	});
});

describe('behind a gateway with a path', () => {
	it('the key goes only to the gateway', async () => {
		const gateway = await startPApi({ pathPrefix: '/pruna', generationUrl: 'relative', jobSeconds: 0.05 });
		const credential = { apiKey: API_KEY, baseUrl: `${gateway.url}/` };
		const { error } = await p.run(generate(), { credential });
		await p.run(download(`/\\${foreign.host}/x`), { credential });
		await p.run(download('/../other/x'), { credential });
		await p.run(download(`${foreign.origin}/pruna/v1/x.png`), { credential });
		await gateway.close();

		expect(error).toBeUndefined();
		expect(gateway.requests.every(({ path }) => path.startsWith('/pruna/'))).toBe(true);
		expectForeign(1);
	});
});
