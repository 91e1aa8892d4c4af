import { startPApi, type PApi } from '../../p-api';
import { sample } from '../../p-api/samples';
import { anyNumber, anyText, download, get, KEY, read, run, submit, textLike, upload } from './support';

let api: PApi;
let initial: PApi['options'];
beforeAll(async () => {
	api = await startPApi({ jobSeconds: 0.02 });
	initial = { ...api.options };
});
afterEach(() => {
	api.reset();
	Object.assign(api.options, initial);
});
afterAll(async () => await api.close());

describe('status', () => {
	it('goes from starting through processing to succeeded', async () => {
		api.options.jobSeconds = 1000;
		const { json } = await submit(api, 'p-image', { prompt: 'a' });
		const prediction = api.predictions.get(String(json.id))!;
		const poll = async () => (await get(String(json.get_url))).json;
		expect(await poll()).toEqual({ status: 'starting', message: 'Generation in progress' });
		prediction.acceptedAt -= 500_000;
		prediction.endsAt -= 500_000;
		expect(await poll()).toEqual({ status: 'processing', message: 'Generation in progress' });
		prediction.endsAt -= 600_000;
		expect(await poll()).toEqual({ status: 'succeeded', generation_url: anyText });
	});

	it('does not know other IDs', async () => {
		expect(await get(`${api.url}/v1/predictions/status/1zww7deyssrme0csqwr90phzzr`)).toMatchObject({
			status: 404,
			json: { message: 'Prediction not found' },
		});
	});

	it('fails the next matching jobs, as many as requested', async () => {
		api.failNext({ error: 'bad fox', model: 'p-image', promptIncludes: 'fox', times: 2 });
		const failed = { status: 'failed', message: 'Prediction failed', error: 'bad fox' };
		expect(await run(api, 'p-image', { prompt: 'a cat' })).toMatchObject({ status: 'succeeded' });
		expect(await run(api, 'p-image', { prompt: 'a fox' })).toEqual(failed);
		expect(await run(api, 'p-image', { prompt: 'the fox' })).toEqual(failed);
		expect(await run(api, 'p-image', { prompt: 'no fox' })).toMatchObject({ status: 'succeeded' });
	});

	it('can fail without a status, or end as canceled', async () => {
		api.failNext({ error: 'oh', withoutStatus: true });
		expect(await run(api, 'p-image', { prompt: 'a' })).toEqual({ message: 'Prediction failed', error: 'oh' });
		api.failNext({ error: 'oh', status: 'canceled' });
		expect(await run(api, 'p-image', { prompt: 'a' })).toMatchObject({ status: 'canceled', error: 'oh' });
	});

	it('cancels with the documented message, and requires an error for any other failure', async () => {
		api.failNext({ status: 'canceled' });
		expect(await run(api, 'p-image', { prompt: 'a' })).toEqual({
			status: 'canceled',
			message: 'Prediction was canceled',
		});
		expect(() => api.failNext({})).toThrow('A failed job needs an error');
	});

	it('says how to poll if told to', async () => {
		const { json } = await submit(api, 'p-image', { prompt: 'a' });
		const paceOf = async () => {
			const { headers } = await get(String(json.get_url));
			return [headers.get('x-poll-interval'), headers.get('x-max-wait')];
		};
		expect(await paceOf()).toEqual([null, null]);
		Object.assign(api.options, { pollIntervalSeconds: 2.5, maxWaitSeconds: 600 });
		expect(await paceOf()).toEqual(['2.5', '600']);
	});
});

describe('generation_url', () => {
	const path = /^\/v1\/predictions\/delivery\/xezq\/[a-z0-9]+\/output\.jpg$/;

	it('is absolute, with the public origin if one is set', async () => {
		const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
		expect(String(url).startsWith(`${api.url}/v1/predictions/delivery/xezq/`)).toBe(true);
		api.options.publicOrigin = 'https://api.pruna.ai';
		const { generation_url: other } = await run(api, 'p-image', { prompt: 'a' });
		expect(other).toMatch(/^https:\/\/api\.pruna\.ai\/v1\/predictions\/delivery\//);
	});

	it('is relative, an array or an object if told to', async () => {
		api.options.generationUrl = 'relative';
		expect((await run(api, 'p-image', { prompt: 'a' })).generation_url).toMatch(path);
		api.options.generationUrl = 'array';
		expect((await run(api, 'p-image', { prompt: 'a' })).generation_url).toEqual([textLike(/^http/)]);
		api.options.generationUrl = 'object';
		expect((await run(api, 'p-image', { prompt: 'a' })).generation_url).toEqual({
			score: anyNumber,
		});
		expect((await run(api, 'wan-image-small', { prompt: 'a', num_outputs: 2 })).generation_url).toEqual({
			results: [{ score: anyNumber }, { score: anyNumber }],
		});
	});

	it('is an array for several outputs, and for models that always return one', async () => {
		const several = await run(api, 'flux-dev-lora', { prompt: 'a', lora: 'x/y', num_outputs: 2, seed: 7 });
		expect(several.generation_url).toEqual([
			textLike(/\/output_7_0\.jpeg$/),
			textLike(/\/output_7_1\.jpeg$/),
		]);
		const one = await run(api, 'wan-image-small', { prompt: 'a' });
		expect(one.generation_url).toEqual([textLike(/\/output\.jpg$/)]);
	});
});

describe('delivery', () => {
	it('requires the key unless told otherwise', async () => {
		const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
		expect(await get(String(url), '')).toMatchObject({
			status: 401,
			json: { message: 'No API key found in request' },
		});
		expect((await get(String(url), 'pru_wrong')).status).toBe(401);
		expect((await get(String(url), 'pru_no_credit')).status).toBe(200);
		api.options.deliveryNeedsKey = false;
		expect((await get(String(url), '')).status).toBe(200);
		expect(api.requests.at(-1)).toMatchObject({ route: 'delivery', statusCode: 200 });
	});

	it('has a type and a length, and records what was downloaded', async () => {
		const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
		expect(api.deliveredFile(String(url))).toBeUndefined();
		const response = await fetch(String(url), { headers: { apikey: 'pru_test_key' } });
		const bytes = Buffer.from(await response.arrayBuffer());
		expect(response.headers.get('content-type')).toBe('image/jpeg');
		expect(response.headers.get('content-length')).toBe(String(bytes.length));
		expect(api.deliveredFile(String(url))?.equals(bytes)).toBe(true);
		api.options.deliveryContentType = 'octet-stream';
		expect((await get(String(url))).headers.get('content-type')).toBe('application/octet-stream');
	});

	it('serves given files byte for byte', async () => {
		const bytes = Buffer.from([0, 255, 13, 10, 128]);
		api.setFiles([{ name: 'strange name.bin', contentType: 'application/x-odd', bytes }]);
		const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
		expect((await download(String(url))).equals(bytes)).toBe(true);
		expect(api.deliveredFile(String(url))?.equals(bytes)).toBe(true);
	});

	it.each([403, 404, 410] as const)('answers %d for an expired URL', async (status) => {
		Object.assign(api.options, { deliverySeconds: 0, deliveryExpiredStatus: status });
		const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
		expect((await get(String(url))).status).toBe(status);
	});

	it('says that the content has expired, with the documented code', async () => {
		api.options.deliverySeconds = 0;
		const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
		expect(await get(String(url))).toMatchObject({
			status: 410,
			json: {
				error: { code: 'CONTENT_EXPIRED', message: 'Content is available for 24 hours after creation' },
			},
		});
	});

	it('gives the file name in any script, and allows caching', async () => {
		const headersOf = async () => {
			const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
			return (await get(String(url))).headers;
		};
		const headers = await headersOf();
		expect(headers.get('content-disposition')).toBe('attachment; filename="output.jpg"');
		expect(headers.get('cache-control')).toBe('public, max-age=3600');
		api.setFiles([{ name: '雪 "1"\r\n(x).png', contentType: 'image/png', bytes: Buffer.from('a') }]);
		expect((await headersOf()).get('content-disposition')).toBe(
			'attachment; filename="_ _1___(x).png"; filename*=UTF-8\'\'%E9%9B%AA%20%221%22%0D%0A%28x%29.png',
		);
	});

	it('answers HEAD with headers only, which does not count as a download', async () => {
		const bytes = Buffer.from('0123456789');
		api.setFiles([{ name: 'a.bin', contentType: 'image/png', bytes }]);
		const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
		const init = { method: 'HEAD', headers: { apikey: KEY, range: 'bytes=1-2' } };
		const { status, headers, text } = await read(await fetch(String(url), init));
		expect([status, text]).toEqual([200, '']);
		expect([headers.get('content-length'), headers.get('content-type')]).toEqual(['10', 'image/png']);
		expect(headers.get('content-disposition')).toBe('attachment; filename="a.bin"');
		expect(api.deliveredFile(String(url))).toBeUndefined();
		expect((await fetch(String(url), { method: 'HEAD' })).status).toBe(401);
	});

	it.each([
		['bytes=2-4', 206, '234', 'bytes 2-4/10'],
		['bytes=7-', 206, '789', 'bytes 7-9/10'],
		['bytes=-3', 206, '789', 'bytes 7-9/10'],
		['bytes=0-99', 206, '0123456789', 'bytes 0-9/10'],
		['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
		['bytes=10-', 416, '{"message":"Range Not Satisfiable"}', 'bytes */10'],
		['bytes=-0', 416, '{"message":"Range Not Satisfiable"}', 'bytes */10'],
		['bytes=4-2', 200, '0123456789', null],
		['bytes=0-1,3-4', 200, '0123456789', null],
		['items=0-1', 200, '0123456789', null],
	])('serves the range %s', async (range, status, text, contentRange) => {
		api.setFiles([{ name: 'a.bin', contentType: 'image/png', bytes: Buffer.from('0123456789') }]);
		const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
		const reply = await read(await fetch(String(url), { headers: { apikey: KEY, range } }));
		expect(reply).toMatchObject({ status, text });
		expect(reply.headers.get('content-range')).toBe(contentRange);
		expect(reply.headers.get('accept-ranges')).toBe('bytes');
	});

	it('does not know other paths', async () => {
		expect((await get(`${api.url}/v1/predictions/delivery/xezq/none/output.jpg`)).status).toBe(404);
	});
});

describe('media of a job', () => {
	const edit = async (url: string) => await run(api, 'p-image-edit', { prompt: 'a', images: [url] });

	it("can be the stand-in's own uploads and results, and any plausible host", async () => {
		const { json } = await upload(api, (await sample('png')).bytes);
		const own = (json.urls as { get: string }).get;
		const { generation_url: result } = await run(api, 'p-image', { prompt: 'a' });
		for (const url of [own, String(result), 'https://example.com/a.png'])
			expect(await edit(url)).toMatchObject({ status: 'succeeded' });
	});

	it('fail the job at the end if they cannot be downloaded', async () => {
		api.options.uploadSeconds = 0;
		const { json } = await upload(api, 'x');
		const expired = (json.urls as { get: string }).get;
		const unknown = `${api.url}/v1/files/0000000000`;
		for (const url of [expired, unknown])
			expect(await edit(url)).toMatchObject({
				status: 'failed',
				error: `404 Client Error: Not Found for url: ${url}`,
			});
		for (const host of ['files.invalid', 'localhost:8080', '192.168.1.5', 'minio'])
			expect((await edit(`https://${host}/a.png`)).error).toMatch(/^HTTPSConnectionPool\(host=/);
		expect((await edit('photo.png')).error).toBe(
			"Invalid URL 'photo.png': No scheme supplied. Perhaps you meant https://photo.png?",
		);
		expect((await edit('data:image/png;base64,AAAA')).error).toMatch(
			/^No connection adapters were found for/,
		);
	});
});

it('reset clears everything except the options', async () => {
	api.options.deliveryNeedsKey = false;
	api.failNext({ error: 'x' });
	api.fault({ on: 'status', respond: { status: 500 } });
	await upload(api, 'x');
	await submit(api, 'p-image', { prompt: 'a' });
	api.reset();
	expect([api.requests, api.submits, api.uploads, [...api.predictions]]).toEqual([[], [], [], []]);
	expect(api.options.deliveryNeedsKey).toBe(false);
	expect(await run(api, 'p-image', { prompt: 'a' })).toMatchObject({ status: 'succeeded' });
});

it('fails to start with a clear error if its port is in use', async () => {
	await expect(startPApi({ port: api.options.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

it('treats a malformed path like an unknown one', async () => {
	const response = await fetch(`${api.url}/v1/predictions/status/%zz`, {
		headers: { apikey: 'pru_test_key' },
	});
	expect(await read(response)).toMatchObject({ status: 404 });
});
