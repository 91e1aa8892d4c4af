import { Readable } from 'stream';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import { createApi } from '../../../nodes/Pruna/api/client';
import { ExecutionCanceled, PrunaError, RunHalted } from '../../../nodes/Pruna/core/errors';
import { MAYBE_CHARGED } from '../../../nodes/Pruna/api/explain';
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
const neverSent = new PrunaError('No answer (ECONNREFUSED)', { transient: true, notTaken: true });
const cut = new PrunaError('No answer (ECONNRESET)', {
	transient: true,
	details: { networkCode: 'ECONNRESET' },
});

/** The turns of a submit, counted. */
function countedTurn() {
	const calls: Array<number | 'again' | undefined> = [];
	return {
		calls,
		turn: {
			again: () => {
				calls.push('again');
				return Promise.resolve();
			},
			refused: (seconds: number | undefined) => void calls.push(seconds),
		},
	};
}

/** An API that gives these answers in turn, the last one for ever, on a clock that jumps. */
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
		stream: () => Promise.reject(new Error('not asked for in this test')),
	};
	return {
		api: createApi(http, readBaseUrl('https://gw.example.com/pruna'), clock, createSecrets('', [])),
		requests,
		elapsed: () => now - START,
	};
}

const job = { model: 'p-image', input: { prompt: 'A fox' }, sync: false, turn: countedTurn().turn };

describe('a submit', () => {
	it('sends the model in a header and the input alone in the body', async () => {
		const { api, requests } = apiWith(handle);
		expect(await api.submit(job, DEADLINE)).toEqual({ id: 'abc' });
		expect(requests[0]).toMatchObject({
			method: 'POST',
			url: 'https://gw.example.com/pruna/v1/predictions',
			headers: { Model: 'p-image' },
			body: { input: { prompt: 'A fox' } },
		});
	});

	it('asks for the result itself only in sync mode', async () => {
		const { api, requests } = apiWith(handle);
		await api.submit(job, DEADLINE);
		await api.submit({ ...job, sync: true }, DEADLINE);
		expect(requests.map(({ headers }) => headers?.['Try-Sync'])).toEqual([undefined, 'true']);
	});

	it.each([408, 500, 502, 503, 504])(
		'is never repeated after %i, and the error says why',
		async (statusCode) => {
			const { api, requests } = apiWith({ statusCode }, handle);
			await expect(api.submit(job, DEADLINE)).rejects.toMatchObject({
				description: expect.stringContaining(MAYBE_CHARGED) as string,
				inDoubt: true,
			});
			expect(requests).toHaveLength(1);
		},
	);

	it('is never repeated after a cut connection, and the error says why', async () => {
		const { api, requests } = apiWith(cut, handle);
		await expect(api.submit(job, DEADLINE)).rejects.toMatchObject({
			message: cut.message,
			description: MAYBE_CHARGED,
			inDoubt: true,
			details: { networkCode: 'ECONNRESET' },
		});
		expect(requests).toHaveLength(1);
	});

	it.each([400, 401, 402, 403, 404, 422])('is never repeated after %i', async (statusCode) => {
		const { api, requests } = apiWith({ statusCode }, handle);
		await expect(api.submit(job, DEADLINE)).rejects.toMatchObject({
			httpCode: String(statusCode),
			inDoubt: false,
		});
		expect(requests).toHaveLength(1);
	});

	it.each([
		['a rate limit', { statusCode: 429, headers: { 'retry-after': '2' } }],
		['no connection', neverSent],
	])('is repeated after %s, which the API surely did not take', async (_, refusal) => {
		const { api, requests } = apiWith(refusal, refusal, handle);
		expect(await api.submit(job, DEADLINE)).toEqual({ id: 'abc' });
		expect(requests).toHaveLength(3);
	});

	it('that met a rate limit first is not repeated after a 504 either', async () => {
		const { api, requests } = apiWith({ statusCode: 429 }, { statusCode: 504 }, handle);
		await expect(api.submit(job, DEADLINE)).rejects.toMatchObject({ httpCode: '504', inDoubt: true });
		expect(requests).toHaveLength(2);
	});

	it('that never got through does not claim that it may be billed', async () => {
		const { api } = apiWith(neverSent);
		await expect(api.submit(job, DEADLINE)).rejects.toMatchObject({
			description: 'Nothing was started and nothing was charged.',
			inDoubt: false,
		});
	});

	it.each([
		['never got through', neverSent],
		['met a rate limit', { statusCode: 429 }],
	])('that only ever %s is not in doubt at the end', async (_, answer) => {
		const { api } = apiWith(answer);
		await expect(api.submit(job, DEADLINE)).rejects.toMatchObject({ inDoubt: false });
	});

	it.each([new ExecutionCanceled(), new RunHalted()])('passes on what ended it: %p', async (end) => {
		const { api, requests } = apiWith(end);
		await expect(api.submit(job, DEADLINE)).rejects.toBe(end);
		expect(requests).toHaveLength(1);
	});
});

describe('the turns of a submit', () => {
	it('are not asked for by its first try, which has one already', async () => {
		const { calls, turn } = countedTurn();
		await apiWith(handle).api.submit({ ...job, turn }, DEADLINE);
		expect(calls).toEqual([]);
	});

	it('are taken anew after a rate limit, of which all others are told with its pause', async () => {
		const { calls, turn } = countedTurn();
		const { api } = apiWith(
			{ statusCode: 429, headers: { 'retry-after': '7' } },
			{ statusCode: 429 },
			handle,
		);
		await api.submit({ ...job, turn }, DEADLINE);
		expect(calls).toEqual([7, 'again', undefined, 'again']);
	});

	it('are taken anew when nothing got through, which says nothing about the rate', async () => {
		const { calls, turn } = countedTurn();
		await apiWith(neverSent, handle).api.submit({ ...job, turn }, DEADLINE);
		expect(calls).toEqual(['again']);
	});

	it('tell of a rate limit also when it ends the submit', async () => {
		const { calls, turn } = countedTurn();
		const { api } = apiWith({ statusCode: 429, headers: { 'retry-after': '900' } });
		await expect(api.submit({ ...job, turn }, DEADLINE)).rejects.toMatchObject({ httpCode: '429' });
		expect(calls).toEqual([900]);
	});

	it.each([400, 504])('are not asked for after %i', async (statusCode) => {
		const { calls, turn } = countedTurn();
		await expect(apiWith({ statusCode }).api.submit({ ...job, turn }, DEADLINE)).rejects.toThrow(PrunaError);
		expect(calls).toEqual([]);
	});

	it('that cannot be had end the submit unsent', async () => {
		const { turn } = countedTurn();
		const { api, requests } = apiWith(neverSent, handle);
		const halted = { ...turn, again: () => Promise.reject(new RunHalted()) };
		await expect(api.submit({ ...job, turn: halted }, DEADLINE)).rejects.toThrow(RunHalted);
		expect(requests).toHaveLength(1);
	});
});

describe('a host that cannot be reached', () => {
	it('is given up at the submit and the upload long before the job’s own time is over', async () => {
		for (const ask of ['submit', 'upload'] as const) {
			const { api, elapsed } = apiWith(neverSent);
			const asked = ask === 'submit' ? api.submit(job, DEADLINE) : api.upload(() => new FormData(), DEADLINE);
			await expect(asked).rejects.toMatchObject({ message: neverSent.message });
			expect(elapsed()).toBeGreaterThan(0);
			expect(elapsed()).toBeLessThan(60_000);
		}
	});

	it('has its time from the moment on in which it is lost, not from the first try', async () => {
		const busy = { statusCode: 429, headers: { 'retry-after': '50' } };
		const { api, elapsed } = apiWith(busy, busy, neverSent, neverSent, neverSent, handle);
		expect(await api.submit(job, DEADLINE)).toEqual({ id: 'abc' });
		expect(elapsed()).toBeGreaterThan(100_000);
		const { api: other, elapsed: otherElapsed } = apiWith(busy, busy, neverSent);
		await expect(other.submit(job, DEADLINE)).rejects.toMatchObject({ message: neverSent.message });
		expect(otherElapsed()).toBeGreaterThan(110_000);
		expect(otherElapsed()).toBeLessThan(160_000);
	});

	it('has all of its time again when it is lost again', async () => {
		const busy = { statusCode: 429, headers: { 'retry-after': '50' } };
		const { api } = apiWith(neverSent, busy, neverSent, neverSent, handle);
		expect(await api.submit(job, DEADLINE)).toEqual({ id: 'abc' });
	});

	it('is waited for while a job runs, whose result is paid for', async () => {
		const { api, elapsed } = apiWith(neverSent);
		await expect(api.status('abc', DEADLINE)).rejects.toMatchObject({ message: neverSent.message });
		expect(elapsed()).toBeGreaterThan(240_000);
	});

	it('does not make a rate limit end early', async () => {
		const { api, elapsed } = apiWith({ statusCode: 429, headers: { 'retry-after': '10' } });
		await expect(api.submit(job, DEADLINE)).rejects.toMatchObject({ httpCode: '429' });
		expect(elapsed()).toBeGreaterThan(240_000);
	});
});

describe('a look at the status', () => {
	it.each([
		{ statusCode: 429 },
		{ statusCode: 500 },
		{ statusCode: 502 },
		{ statusCode: 504 },
		cut,
		neverSent,
	])('is repeated after passing trouble: %p', async (trouble) => {
		const { api, requests } = apiWith(trouble, trouble, { statusCode: 200, body: '{"status":"processing"}' });
		expect(await api.status('abc', DEADLINE)).toEqual({ status: 'processing' });
		expect(requests).toHaveLength(3);
	});

	it.each([400, 401, 403, 404])('is not repeated after %i', async (statusCode) => {
		const { api, requests } = apiWith({ statusCode });
		await expect(api.status('abc', DEADLINE)).rejects.toMatchObject({ httpCode: String(statusCode) });
		expect(requests).toHaveLength(1);
	});

	it('ends with the API’s last answer at the deadline', async () => {
		const { api } = apiWith({ statusCode: 503, body: 'The upstream server is currently unavailable' });
		await expect(api.status('abc', DEADLINE)).rejects.toMatchObject({
			httpCode: '503',
			description: expect.stringContaining('currently unavailable') as string,
		});
	});
});

describe('the time of a look at the status', () => {
	it.each([
		[300, 30],
		[12, 12],
		[0.4, 1],
		[-5, 1],
	])('with %d seconds to the deadline is %d seconds', async (rest, seconds) => {
		const { api, requests } = apiWith({ statusCode: 200, body: '{}' });
		await api.status('abc', START + rest * 1000);
		expect(requests[0]).toMatchObject({ method: 'GET', timeoutSeconds: seconds });
	});
});

describe('a file', () => {
	function apiWithFile(statusCode: number, body: Readable, onWake?: () => void) {
		const { clock, elapsed } = virtualClock(START, onWake);
		const http: Http = {
			text: () => Promise.reject(new Error('not asked for in this test')),
			stream: () => Promise.resolve({ statusCode, headers: {}, body }),
		};
		return { api: createApi(http, readBaseUrl(undefined), clock, createSecrets('', [])), elapsed };
	}
	const url = 'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg';

	it('is handed on as a stream that nobody has read', async () => {
		const body = Readable.from([Buffer.from('content')]);
		const { api } = apiWithFile(200, body);
		expect((await api.file(url)).body).toBe(body);
		expect(body.readableDidRead).toBe(false);
	});

	it('that is refused tells the API’s own words', async () => {
		const { api } = apiWithFile(
			404,
			Readable.from([Buffer.from('{"message":"It has '), Buffer.from('expired"}')]),
		);
		await expect(api.file(url)).rejects.toMatchObject({
			httpCode: '404',
			description: expect.stringContaining('“It has expired”') as string,
		});
	});

	it('that is refused in a body that never comes is told by its status', async () => {
		const body = new Readable({ read: () => undefined });
		const { api, elapsed } = apiWithFile(403, body);
		await expect(api.file(url)).rejects.toMatchObject({ httpCode: '403' });
		expect(elapsed()).toBeLessThan(10_000);
		expect(body.destroyed).toBe(true);
	});

	it('that is refused in a body without an end is told by its status', async () => {
		const body = new Readable({
			read() {
				this.push(Buffer.alloc(16 * 1024, 'x'));
			},
		});
		await expect(apiWithFile(500, body).api.file(url)).rejects.toMatchObject({ httpCode: '500' });
		expect(body.destroyed).toBe(true);
	});

	it.each([new ExecutionCanceled(), new RunHalted()])('ends with the run: %p', async (end) => {
		const body = new Readable({ read: () => undefined });
		const { api } = apiWithFile(500, body, () => {
			throw end;
		});
		await expect(api.file(url)).rejects.toBe(end);
	});
});

describe('an upload', () => {
	it('is repeated with a form of its own, because a form that was sent is used up', async () => {
		const { api, requests } = apiWith({ statusCode: 502 }, { statusCode: 200, body: '{"id":"file"}' });
		expect(await api.upload(() => new FormData(), DEADLINE)).toEqual({ id: 'file' });
		expect(requests[0]?.body).not.toBe(requests[1]?.body);
	});
});
