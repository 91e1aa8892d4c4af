import { Readable } from 'stream';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import { createApiClient } from '../../../nodes/Pruna/api/client';
import { ExecutionCanceled, PrunaError, RunHalted } from '../../../nodes/Pruna/core/errors';
import type { Http, HttpRequest } from '../../../nodes/Pruna/api/http';
import { createSecrets } from '../../../nodes/Pruna/api/secrets';
import type { Clock } from '../../../nodes/Pruna/core/clock';
import { virtualClock } from '../core/virtualClock';

const START = 1_000_000;
const DEADLINE = START + 300_000;

interface Answer {
	statusCode: number;
	body?: string;
	headers?: Record<string, string>;
}

const handle: Answer = { statusCode: 201, body: '{"id":"abc"}' };
const neverSent = new PrunaError('No answer (ECONNREFUSED)', {
	job: 'none',
	repeat: { allowed: 'whileUnreachable' },
});
const cut = new PrunaError('No answer (ECONNRESET)', {
	repeat: { allowed: 'ifFree' },
	details: { networkCode: 'ECONNRESET' },
});

/** An API that returns these responses in turn, the last one forever, on a clock that jumps. */
function apiWith(...answers: Array<Answer | Error>) {
	let now = START;
	const requests: HttpRequest[] = [];
	const clock: Clock = {
		now: () => now,
		random: () => 0.5,
		sleep: (seconds) => {
			now += seconds * 1000;
			return Promise.resolve();
		},
	};
	const http: Http = {
		text: (request) => {
			const answer = answers[Math.min(requests.length, answers.length - 1)]!;
			requests.push(request);
			return answer instanceof Error
				? Promise.reject(answer)
				: Promise.resolve({ headers: {}, body: '', ...answer });
		},
		stream: () => Promise.reject(new Error('not used in this test')),
	};
	return {
		api: createApiClient(http, readBaseUrl('https://gw.example.com/pruna'), clock, createSecrets('', [])),
		requests,
		elapsed: () => now - START,
	};
}

const job = { model: 'p-image', input: { prompt: 'A fox' }, sync: false };

const aBody = async () =>
	await Promise.resolve({
		contentType: 'multipart/form-data',
		contentLength: 5,
		body: Buffer.from('a fox'),
		close: () => undefined,
	});

describe('a submit', () => {
	it('sends the model in a header and only the input in the body', async () => {
		const { api, requests } = apiWith(handle);
		expect(await api.submit(job)).toMatchObject({ body: { id: 'abc' } });
		expect(requests[0]).toMatchObject({
			method: 'POST',
			url: 'https://gw.example.com/pruna/v1/predictions',
			headers: { Model: 'p-image' },
			body: { input: { prompt: 'A fox' } },
		});
	});

	it('asks for the result in the response only in sync mode', async () => {
		const { api, requests } = apiWith(handle);
		await api.submit(job);
		await api.submit({ ...job, sync: true });
		expect(requests.map(({ headers }) => headers?.['Try-Sync'])).toEqual([undefined, 'true']);
	});

	it.each([408, 500, 502, 503, 504])('is never repeated after %i, and is in doubt', async (statusCode) => {
		const { api, requests } = apiWith({ statusCode }, handle);
		await expect(api.submit(job)).rejects.toMatchObject({
			job: 'maybe',
			inDoubt: true,
			httpCode: String(statusCode),
		});
		expect(requests).toHaveLength(1);
	});

	it('is never repeated after a broken connection, and is in doubt', async () => {
		const { api, requests } = apiWith(cut, handle);
		await expect(api.submit(job)).rejects.toMatchObject({
			message: cut.message,
			job: 'maybe',
			inDoubt: true,
			repeat: { allowed: 'ifFree' },
			details: { networkCode: 'ECONNRESET' },
		});
		expect(requests).toHaveLength(1);
	});

	it('is in doubt too if it failed for an unknown reason', async () => {
		const { api } = apiWith(new PrunaError('The request failed: odd'));
		await expect(api.submit(job)).rejects.toMatchObject({ job: 'maybe', inDoubt: true });
	});

	it.each([400, 401, 402, 403, 404, 422])('is never repeated after %i', async (statusCode) => {
		const { api, requests } = apiWith({ statusCode }, handle);
		await expect(api.submit(job)).rejects.toMatchObject({
			httpCode: String(statusCode),
			inDoubt: false,
			job: 'none',
			repeat: { allowed: 'never' },
		});
		expect(requests).toHaveLength(1);
	});

	it('is not repeated after a rate limit either, but the error says that and when it may be', async () => {
		const { api, requests, elapsed } = apiWith({ statusCode: 429, headers: { 'retry-after': '2' } }, handle);
		await expect(api.submit(job)).rejects.toMatchObject({
			httpCode: '429',
			job: 'none',
			inDoubt: false,
			repeat: { allowed: 'always', afterSeconds: 2 },
		});
		expect([requests.length, elapsed()]).toEqual([1, 0]);
	});

	it('is not repeated if it was never sent, and does not claim that it may be billed', async () => {
		const { api, requests } = apiWith(neverSent, handle);
		await expect(api.submit(job)).rejects.toMatchObject({
			message: neverSent.message,
			job: 'none',
			inDoubt: false,
			repeat: { allowed: 'whileUnreachable' },
		});
		expect(requests).toHaveLength(1);
	});

	it.each([new ExecutionCanceled(), new RunHalted()])('rethrows what ended it: %p', async (end) => {
		const { api, requests } = apiWith(end);
		await expect(api.submit(job)).rejects.toBe(end);
		expect(requests).toHaveLength(1);
	});

	it('has 90 seconds, because the gateway’s own response after 60 says more', async () => {
		const { api, requests } = apiWith(handle);
		await api.submit(job);
		expect(requests[0]).toMatchObject({ timeoutSeconds: 90 });
	});
});

describe('a host that cannot be reached', () => {
	it('fails an upload long before the job’s own time is over', async () => {
		const { api, elapsed } = apiWith(neverSent);
		await expect(api.upload(aBody, DEADLINE)).rejects.toMatchObject({
			message: neverSent.message,
			job: 'none',
		});
		expect(elapsed()).toBeGreaterThan(0);
		expect(elapsed()).toBeLessThan(60_000);
	});

	it('is waited for while a job is running, because its result is paid for', async () => {
		const { api, elapsed } = apiWith(neverSent);
		await expect(api.status('abc', DEADLINE)).rejects.toMatchObject({ message: neverSent.message });
		expect(elapsed()).toBeGreaterThan(240_000);
	});

	it('does not shorten the wait for a rate limit', async () => {
		const { api, elapsed } = apiWith({ statusCode: 429, headers: { 'retry-after': '10' } });
		await expect(api.upload(aBody, DEADLINE)).rejects.toMatchObject({ httpCode: '429' });
		expect(elapsed()).toBeGreaterThan(240_000);
	});
});

describe('a network failure', () => {
	it.each([
		['during a poll concerns a running job', cut, 'running'],
		['during a poll concerns a running job even if nothing was sent', neverSent, 'running'],
	] as const)('%s', async (_, trouble, known) => {
		await expect(apiWith(trouble).api.status('abc', DEADLINE)).rejects.toMatchObject({
			message: trouble.message,
			job: known,
		});
	});

	it.each([cut, neverSent])('during an upload happens before any job: %p', async (trouble) => {
		const { api } = apiWith(trouble);
		await expect(api.upload(aBody, DEADLINE)).rejects.toMatchObject({
			message: trouble.message,
			job: 'none',
		});
	});
});

describe('a status request', () => {
	it.each([
		{ statusCode: 429 },
		{ statusCode: 500 },
		{ statusCode: 502 },
		{ statusCode: 504 },
		cut,
		neverSent,
	])('is repeated after a temporary failure: %p', async (trouble) => {
		const { api, requests } = apiWith(trouble, trouble, { statusCode: 200, body: '{"status":"processing"}' });
		expect(await api.status('abc', DEADLINE)).toMatchObject({ body: { status: 'processing' } });
		expect(requests).toHaveLength(3);
	});

	it.each([400, 401, 403, 404])('is not repeated after %i', async (statusCode) => {
		const { api, requests } = apiWith({ statusCode });
		await expect(api.status('abc', DEADLINE)).rejects.toMatchObject({ httpCode: String(statusCode) });
		expect(requests).toHaveLength(1);
	});

	it('ends with the API’s last response at the deadline', async () => {
		const { api } = apiWith({ statusCode: 503, body: 'The upstream server is currently unavailable' });
		await expect(api.status('abc', DEADLINE)).rejects.toMatchObject({
			httpCode: '503',
			reason: 'The upstream server is currently unavailable',
			job: 'running',
		});
	});
});

describe('many status requests', () => {
	it('are sent at most 32 at a time, because n8n reads its database for each', async () => {
		const answers: Array<() => void> = [];
		const http: Http = {
			text: async () => {
				await new Promise<void>((answer) => answers.push(answer));
				return { statusCode: 200, headers: {}, body: '{"status":"processing"}' };
			},
			stream: () => Promise.reject(new Error('not used in this test')),
		};
		const { clock } = virtualClock(START);
		const address = readBaseUrl('https://gw.example.com/pruna');
		const api = createApiClient(http, address, clock, createSecrets('', []));
		const all = Promise.all(Array.from({ length: 40 }, async () => await api.status('abc', DEADLINE)));
		const settled = async () => await new Promise((resolve) => setImmediate(resolve));
		await settled();
		expect(answers).toHaveLength(32);
		answers[0]!();
		await settled();
		expect(answers).toHaveLength(33);
		while (answers.length > 0) {
			answers.shift()!();
			await settled();
		}
		expect(await all).toHaveLength(40);
	});
});

describe('the time limit of a status request', () => {
	it.each([
		[300, 30],
		[12, 12],
		[0.4, 1],
		[-5, 1],
	])('with %d seconds to the deadline is %d seconds', async (left, seconds) => {
		const { api, requests } = apiWith({ statusCode: 200, body: '{}' });
		await api.status('abc', START + left * 1000);
		expect(requests[0]).toMatchObject({ method: 'GET', timeoutSeconds: seconds });
	});
});

describe('a file', () => {
	function apiWithFile(statusCode: number, body: Readable | Promise<Readable>, onWake?: () => void) {
		const asked: HttpRequest[] = [];
		const { clock, elapsed } = virtualClock(START, onWake);
		const http: Http = {
			text: () => Promise.reject(new Error('not used in this test')),
			stream: async (request) => {
				asked.push(request);
				return { statusCode, headers: {}, body: await body };
			},
		};
		return {
			api: createApiClient(http, readBaseUrl(undefined), clock, createSecrets('', [])),
			elapsed,
			asked,
		};
	}
	const url = 'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg';

	it('is passed on as an unread stream', async () => {
		const body = Readable.from([Buffer.from('content')]);
		const { api } = apiWithFile(200, body);
		expect((await api.file(url, DEADLINE)).body).toBe(body);
		expect(body.readableDidRead).toBe(false);
	});

	it('that is refused returns the API’s own words', async () => {
		const { api } = apiWithFile(
			404,
			Readable.from([Buffer.from('{"message":"It has '), Buffer.from('expired"}')]),
		);
		await expect(api.file(url, DEADLINE)).rejects.toMatchObject({
			httpCode: '404',
			reason: 'It has expired',
			job: 'lost',
		});
	});

	it('that is refused without a body is reported by its status', async () => {
		const body = new Readable({ read: () => undefined });
		const { api, elapsed } = apiWithFile(403, body);
		await expect(api.file(url, DEADLINE)).rejects.toMatchObject({ httpCode: '403' });
		expect(elapsed()).toBeLessThan(10_000);
		expect(body.destroyed).toBe(true);
	});

	it('that is refused with an endless body is reported by its status', async () => {
		const body = new Readable({
			read() {
				this.push(Buffer.alloc(16 * 1024, 'x'));
			},
		});
		await expect(apiWithFile(500, body).api.file(url, DEADLINE)).rejects.toMatchObject({ httpCode: '500' });
		expect(body.destroyed).toBe(true);
	});

	it('is requested without compression', async () => {
		const { api, asked } = apiWithFile(200, Readable.from([]));
		await api.file(url, START + 50_000);
		await api.file(url, START + 500_000);
		expect(asked).toMatchObject([
			{ method: 'GET', url, headers: { 'Accept-Encoding': 'identity' }, timeoutSeconds: 50 },
			{ timeoutSeconds: 120 },
		]);
	});

	it.each([cut, neverSent])('that cannot be reached is still done and paid for: %p', async (trouble) => {
		const { api } = apiWithFile(200, Promise.reject(trouble));
		await expect(api.file(url, DEADLINE)).rejects.toMatchObject({ message: trouble.message, job: 'done' });
	});

	it.each([new ExecutionCanceled(), new RunHalted()])('ends with the run: %p', async (end) => {
		const body = new Readable({ read: () => undefined });
		const { api } = apiWithFile(500, body, () => {
			throw end;
		});
		await expect(api.file(url, DEADLINE)).rejects.toBe(end);
	});
});

describe('an upload', () => {
	it('states its length, because chunked uploads are refused', async () => {
		const { api, requests } = apiWith({ statusCode: 200, body: '{"id":"file"}' });
		await api.upload(aBody, DEADLINE);
		expect(requests[0]).toMatchObject({
			headers: { 'Content-Type': 'multipart/form-data', 'Content-Length': '5' },
		});
	});

	it.each([[{ statusCode: 200, body: '{"id":"file"}' }], [{ statusCode: 400 }], [new ExecutionCanceled()]])(
		'leaves no stream open, whatever its outcome: %j',
		async (answer) => {
			const body = Readable.from([Buffer.from('a fox')]);
			const { api } = apiWith(answer);
			const close = jest.fn();
			const form = { contentType: 'multipart/form-data', contentLength: 5, body, close };
			await api.upload(async () => await Promise.resolve(form), DEADLINE).catch(() => undefined);
			expect(body.destroyed).toBe(true);
			expect(close).toHaveBeenCalledTimes(1);
		},
	);

	it('is repeated with a new body, because a sent one is used up', async () => {
		const { api, requests } = apiWith({ statusCode: 502 }, { statusCode: 200, body: '{"id":"file"}' });
		expect(await api.upload(aBody, DEADLINE)).toEqual({ id: 'file' });
		expect(requests[0]?.body).not.toBe(requests[1]?.body);
	});
});
