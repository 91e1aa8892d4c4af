import { request } from 'node:http';
import { startPApi, type PApi, type RecordedRequest, type SocketFault } from '../../p-api';
import { until } from '../../until';
import { anyText, get, KEY, run, submit, upload } from './support';

const FILE = Buffer.alloc(100_000, 'pruna');

let api: PApi;
beforeAll(async () => {
	api = await startPApi({ jobSeconds: 0 });
});
beforeEach(() => api.setFiles([{ name: 'a.bin', contentType: 'image/png', bytes: FILE }]));
afterEach(() => api.reset());
afterAll(async () => await api.close());

interface Leave {
	/** Leaves soon after this many bytes have arrived. Bytes that arrive in the meantime are still counted. */
	atBytes?: number;
	afterMs?: number;
}

/** What a client sees of an answer before the answer ends or the client leaves. */
async function watch(url: string, { atBytes = Infinity, afterMs }: Leave = {}) {
	const client = request(url, { headers: { apikey: KEY }, agent: false });
	const leaveIn = (ms: number) => setTimeout(() => client.destroy(), ms).unref();
	const seen = { status: undefined as number | undefined, bytes: 0, complete: false, error: '' };
	const note = (error: NodeJS.ErrnoException) => (seen.error ||= error.code ?? error.message);
	const closed = new Promise<void>((resolve) => client.once('close', resolve));
	client.on('error', note);
	client.on('response', (response) => {
		seen.status = response.statusCode;
		response.on('error', note);
		response.on('end', () => (seen.complete = true));
		response.on('data', (chunk: Buffer) => {
			seen.bytes += chunk.length;
			if (seen.bytes >= atBytes) leaveIn(50);
		});
	});
	client.end();
	if (afterMs !== undefined) leaveIn(afterMs);
	await closed;
	return seen;
}

async function deliver(socket: SocketFault, leave?: Leave, delaySeconds?: number) {
	const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
	api.fault({ on: 'delivery', socket, ...(delaySeconds !== undefined && { delaySeconds }) });
	return await watch(String(url), leave);
}

describe('connections that fail', () => {
	it('reset-before', async () => {
		expect(await deliver('reset-before')).toEqual({
			status: undefined,
			bytes: 0,
			complete: false,
			error: 'ECONNRESET',
		});
	});

	it('reset-after-headers', async () => {
		expect(await deliver('reset-after-headers')).toEqual({
			status: 200,
			bytes: 0,
			complete: false,
			error: 'ECONNRESET',
		});
	});

	it('truncate', async () => {
		expect(await deliver('truncate')).toMatchObject({ status: 200, bytes: 50_000, complete: false });
	});

	it('stall', async () => {
		expect(await deliver('stall', { afterMs: 200 })).toMatchObject({
			status: undefined,
			bytes: 0,
			complete: false,
		});
	});

	it('stall-body', async () => {
		expect(await deliver('stall-body', { atBytes: 50_000 })).toMatchObject({
			status: 200,
			bytes: 50_000,
			complete: false,
		});
	});

	it('slow-drip arrives completely', async () => {
		expect(await deliver('slow-drip', undefined, 0.1)).toEqual({
			status: 200,
			bytes: 100_000,
			complete: true,
			error: '',
		});
	});

	it('endless continues past the end of the file', async () => {
		const seen = await deliver('endless', { atBytes: 300_000 });
		expect(seen.bytes).toBeGreaterThanOrEqual(300_000);
		expect(seen.complete).toBe(false);
	});

	it('come before the key check', async () => {
		api.fault({ on: 'status', socket: 'reset-before' });
		await expect(get(`${api.url}/v1/predictions/status/x`, 'pru_wrong')).rejects.toThrow();
	});

	it('can cut uploads and submits, and reset-after-accept leaves a paid job', async () => {
		api.fault({ on: 'upload', socket: 'reset-before' });
		await expect(upload(api, FILE)).rejects.toThrow();
		expect(api.uploads).toEqual([]);
		api.fault({ on: 'submit', socket: 'reset-before' });
		await expect(submit(api, 'p-image', { prompt: 'a' })).rejects.toThrow();
		expect(api.submits[0]?.accepted).toBe(false);
		api.fault({ on: 'submit', socket: 'reset-after-accept' });
		await expect(submit(api, 'p-image', { prompt: 'a' })).rejects.toThrow();
		expect(api.submits[1]).toMatchObject({ accepted: true, id: anyText });
		expect(api.requests.some(({ aborted }) => aborted)).toBe(false);
	});

	it('can cut a request before its body is read, so that its content is unknown', async () => {
		api.fault({ on: 'submit', socket: 'reset-unread' });
		await expect(submit(api, 'p-image', { prompt: 'a' })).rejects.toThrow();
		expect(api.requests).toMatchObject([{ route: 'submit' }]);
		expect(api.requests[0]!.body).toBeUndefined();
		expect(api.submits).toEqual([]);
		expect((await submit(api, 'p-image', { prompt: 'a' })).status).toBe(201);
	});

	it('can cut a request while its body arrives, and nothing is done', async () => {
		api.fault({ on: 'upload', socket: 'reset-mid-request' });
		await expect(upload(api, FILE)).rejects.toThrow();
		expect(api.uploads).toEqual([]);
		const isLong = ({ headers }: RecordedRequest) => Number(headers['content-length']) > 1000;
		api.fault({ on: 'submit', socket: 'reset-mid-request', match: isLong });
		expect((await submit(api, 'p-image', { prompt: 'a' })).status).toBe(201);
		await expect(submit(api, 'p-image', { prompt: 'a'.repeat(100_000) })).rejects.toThrow();
		expect(api.submits).toHaveLength(1);
	});

	it('can be refused entirely, and accepted again on the same port', async () => {
		// Uses its own server: if this test left the shared one offline, all later tests would fail. Also, Node's HTTP client
		// may keep a connection to the shared server without knowing yet that it was cut.
		const other = await startPApi();
		try {
			await other.goOffline();
			await expect(submit(other, 'p-image', { prompt: 'a' })).rejects.toMatchObject({
				cause: { code: 'ECONNREFUSED' },
			});
			await other.goOnline();
			expect((await submit(other, 'p-image', { prompt: 'a' })).status).toBe(201);
		} finally {
			await other.close();
		}
	});

	it('show which client left: one that disconnects is recorded', async () => {
		api.fault({ on: 'status', socket: 'stall' });
		await watch(`${api.url}/v1/predictions/status/x`, { afterMs: 100 });
		await until(() => api.requests[0]?.aborted, 'the record of the disconnected client');
		expect(api.requests[0]).toMatchObject({ route: 'status', aborted: true });
	});

	it('do not delay closing the server', async () => {
		const other = await startPApi();
		other.fault({ on: 'status', socket: 'stall' });
		other.fault({ on: 'status', delaySeconds: 1000 });
		const waiting = [1, 2].map(
			async () => await get(`${other.url}/v1/predictions/status/x`).catch(() => 'cut'),
		);
		await until(() => other.requests.length === 2, 'both requests');
		await other.close();
		expect(await Promise.all(waiting)).toEqual(['cut', 'cut']);
	});
});

describe('answers that fail', () => {
	const status = async () => await get(`${api.url}/v1/predictions/status/x`);

	it('are JSON or raw text, with their headers', async () => {
		api.fault({
			on: 'status',
			respond: { status: 422, body: { title: 'Deployment disabled', detail: 'off' } },
		});
		expect(await status()).toMatchObject({
			status: 422,
			json: { title: 'Deployment disabled', detail: 'off' },
		});
		api.fault({
			on: 'status',
			respond: { status: 502, body: '<h1>Bad</h1>', headers: { 'content-type': 'text/html' } },
		});
		const html = await status();
		expect(html).toMatchObject({ status: 502, text: '<h1>Bad</h1>' });
		expect(html.headers.get('content-type')).toBe('text/html');
		expect((await status()).status).toBe(404);
	});

	it('come after the key check', async () => {
		api.fault({ on: 'status', respond: { status: 500 } });
		expect((await get(`${api.url}/v1/predictions/status/x`, 'pru_wrong')).status).toBe(401);
		expect((await status()).status).toBe(500);
	});

	it('respect after, times, model and match', async () => {
		api.fault({ on: 'submit', respond: { status: 503 }, after: 1, times: 2, model: 'p-image' });
		const codes = [];
		for (const model of ['p-image', 'qwen-image', 'p-image', 'qwen-image', 'p-image', 'p-image'])
			codes.push((await submit(api, model, { prompt: 'a' })).status);
		expect(codes).toEqual([201, 201, 503, 201, 503, 201]);

		const match = ({ body }: { body?: unknown }) => JSON.stringify(body).includes('fox');
		api.fault({ on: 'submit', respond: { status: 500 }, times: Infinity, match });
		expect((await submit(api, 'p-image', { prompt: 'fox' })).status).toBe(500);
		expect((await submit(api, 'p-image', { prompt: 'cat' })).status).toBe(201);
		expect((await submit(api, 'p-image', { prompt: 'fox' })).status).toBe(500);
	});

	it('find the model of a status request or a download', async () => {
		api.fault({ on: 'status', model: 'qwen-image', respond: { status: 500 } });
		expect(await run(api, 'p-image', { prompt: 'a' })).toMatchObject({ status: 'succeeded' });
		const { json } = await submit(api, 'qwen-image', { prompt: 'a' });
		expect((await get(String(json.get_url))).status).toBe(500);
		const { generation_url: url } = (await get(String(json.get_url))).json;
		api.fault({ on: 'delivery', model: 'qwen-image', respond: { status: 503 } });
		expect((await get(String(url))).status).toBe(503);
	});

	it('start a job only if told to', async () => {
		api.fault({ on: 'submit', respond: { status: 504, body: 'gone' } });
		api.fault({ on: 'submit', respond: { status: 504, body: 'gone', accept: true } });
		for (let count = 0; count < 2; count++)
			expect((await submit(api, 'p-image', { prompt: 'a' })).status).toBe(504);
		expect(api.submits.map(({ accepted }) => accepted)).toEqual([false, true]);
		expect(api.predictions.size).toBe(1);
	});

	it('can change an answer after the work is done', async () => {
		api.fault({
			on: 'submit',
			edit: ({ model, input, get_url }) => ({ model, input, get_url }),
			headers: { 'content-type': 'text/html' },
		});
		const { json, headers } = await submit(api, 'p-image', { prompt: 'a' });
		expect(json).toEqual({ model: 'p-image', input: { prompt: 'a' }, get_url: anyText });
		expect(headers.get('content-type')).toBe('text/html');
		expect(api.submits[0]).toMatchObject({ accepted: true, id: anyText });
	});

	it('can change only the headers', async () => {
		const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
		api.fault({ on: 'delivery', headers: { 'content-type': 'text/html' } });
		const response = await fetch(String(url), { headers: { apikey: KEY } });
		expect(response.headers.get('content-type')).toBe('text/html');
		expect(Buffer.from(await response.arrayBuffer()).equals(FILE)).toBe(true);
	});

	it('redirect', async () => {
		api.fault({ on: 'status', redirect: { status: 302, location: 'https://example.com/' } });
		const response = await fetch(`${api.url}/v1/predictions/status/x`, {
			headers: { apikey: KEY },
			redirect: 'manual',
		});
		expect([response.status, response.headers.get('location')]).toEqual([302, 'https://example.com/']);
	});

	it('can be late, although the work is done immediately', async () => {
		api.fault({ on: 'submit', delaySeconds: 1000 });
		const leave = new AbortController();
		const late = fetch(`${api.url}/v1/predictions`, {
			method: 'POST',
			headers: { apikey: KEY, model: 'p-image', 'content-type': 'application/json' },
			body: '{"input":{"prompt":"a"}}',
			signal: leave.signal,
		});
		await until(() => api.submits[0]?.accepted, 'the job of the late answer');
		leave.abort();
		await expect(late).rejects.toThrow();
		await until(() => api.requests[0]?.aborted, 'the record of the disconnected client');
	});

	it('must be of exactly one kind', () => {
		expect(() => api.fault({ on: 'status' })).toThrow('exactly one');
		expect(() => api.fault({ on: 'status', socket: 'stall', respond: { status: 500 } })).toThrow(
			'exactly one',
		);
	});
});
