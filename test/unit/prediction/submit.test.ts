import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import { createApiClient } from '../../../nodes/Pruna/api/client';
import type { Http, HttpRequest } from '../../../nodes/Pruna/api/http';
import { createSecrets } from '../../../nodes/Pruna/api/secrets';
import type { Clock } from '../../../nodes/Pruna/core/clock';
import { ExecutionCanceled, PrunaError, RunHalted } from '../../../nodes/Pruna/core/errors';
import { describeError } from '../../../nodes/Pruna/operations/errorText';
import type { Job } from '../../../nodes/Pruna/prediction/jobSettings';
import type { Pacer, Turn } from '../../../nodes/Pruna/prediction/pace';
import { statusDetails, submit } from '../../../nodes/Pruna/prediction/submit';
import { imageJob, runOn } from './testRun';

const START = 1_000_000;

interface Answer {
	statusCode: number;
	body?: string;
	headers?: Record<string, string>;
}

const handle: Answer = { statusCode: 201, body: '{"id":"abc"}' };
const submitted = { state: 'submitted', id: 'abc' };
const neverSent = new PrunaError('No answer (ECONNREFUSED)', {
	job: 'none',
	repeat: { allowed: 'whileUnreachable' },
});
const cut = new PrunaError('No answer (ECONNRESET)', {
	repeat: { allowed: 'ifFree' },
	details: { networkCode: 'ECONNRESET' },
});

/** An API that returns these answers in turn and repeats the last one, on a virtual clock. It counts the turns. */
function apiWith(...answers: Array<Answer | Error>) {
	let now = START;
	const requests: HttpRequest[] = [];
	const turns: Turn[] = [];
	const calls: Array<number | 'again' | undefined> = [];
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
	const refusedSlots: number[] = [];
	const unansweredSlots: number[] = [];
	let pause = 0;
	const pacer: Pacer = {
		near: async (_, prepareAndSubmit) => await prepareAndSubmit(),
		take: (turn) => {
			turns.push(turn);
			return Promise.resolve({ time: turns.length, state: 'open' });
		},
		// Like the real pace: waits as long as the API asked, or a second, unless that exceeds the item's patience.
		takeAgain: async (turn) => {
			if (pause > turn.patience) throw new PrunaError('too long', { httpCode: '429' });
			await clock.sleep(pause);
			pause = 0;
			turns.push(turn);
			calls.push('again');
			return { time: turns.length, state: 'open' };
		},
		accepted: () => undefined,
		refused: (_, slot, seconds) => {
			pause = seconds ?? 1;
			refusedSlots.push(slot.time);
			calls.push(seconds);
		},
		unanswered: (_, slot) => unansweredSlots.push(slot.time),
		unused: () => undefined,
	};
	const address = readBaseUrl('https://gw.example.com/pruna');
	const api = createApiClient(http, address, clock, createSecrets('', []));
	const { run, moments } = runOn(clock, api, { pacer });
	return {
		run,
		pacer,
		send: async (more: Partial<Job> = {}) =>
			await submit(run, 3, { ...imageJob, ...more }, { prompt: 'A fox' }),
		record: () => run.records.of(3),
		kinds: () => moments.map(({ kind }) => kind),
		moments,
		requests,
		turns,
		calls,
		refusedSlots,
		unansweredSlots,
		elapsed: () => now - START,
	};
}

const caught = async (promise: Promise<unknown>) =>
	await promise.then(
		() => Promise.reject(new Error('nothing was thrown')),
		(error: unknown) => error as PrunaError,
	);

describe('a submit', () => {
	it('sends the prepared input, and asks for the result itself only in sync mode', async () => {
		const { send, requests } = apiWith(handle);
		await send();
		await send({ mode: 'sync' });
		await send({ mode: 'submit' });
		expect(requests.map(({ headers }) => headers?.['Try-Sync'])).toEqual([undefined, 'true', undefined]);
		expect(requests[0]).toMatchObject({
			headers: { Model: 'p-image' },
			body: { input: { prompt: 'A fox' } },
		});
	});

	it.each([408, 500, 502, 503, 504])(
		'is never repeated after %i, and the error says why',
		async (statusCode) => {
			const { send, requests, kinds } = apiWith({ statusCode }, handle);
			const error = await caught(send());
			expect(error).toMatchObject({ job: 'maybe', inDoubt: true });
			expect(describeError(error, {})).toContain('It is not known whether Pruna accepted the job');
			expect(requests).toHaveLength(1);
			expect(kinds()).toEqual(['submitting', 'in doubt']);
		},
	);

	it('is never repeated after a broken connection, and the error says why', async () => {
		const { send, requests, record } = apiWith(cut, handle);
		const error = await caught(send());
		expect(error).toMatchObject({
			message: cut.message,
			job: 'maybe',
			inDoubt: true,
			details: { networkCode: 'ECONNRESET' },
		});
		expect(describeError(error, {})).toMatch(/^It is not known whether Pruna accepted the job/);
		expect(requests).toHaveLength(1);
		expect(record()).toMatchObject({ stage: 'in doubt', doubt: cut.message });
	});

	it.each([400, 401, 402, 403, 404, 422])('is never repeated after %i', async (statusCode) => {
		const { send, requests, kinds } = apiWith({ statusCode }, handle);
		await expect(send()).rejects.toMatchObject({
			httpCode: String(statusCode),
			job: 'none',
			inDoubt: false,
		});
		expect(requests).toHaveLength(1);
		expect(kinds()).toEqual(['submitting', 'refused']);
	});

	it.each([
		['a rate limit', { statusCode: 429, headers: { 'retry-after': '2' } }],
		['no connection', neverSent],
	])('is repeated after %s, since the API definitely did not accept it', async (_, refusal) => {
		const { send, requests, kinds } = apiWith(refusal, refusal, handle);
		expect(await send()).toEqual(submitted);
		expect(requests).toHaveLength(3);
		expect(kinds()).toEqual(['submitting', 'submitted']);
	});

	it('that first reached a rate limit is not repeated after a 504 either', async () => {
		const { send, requests } = apiWith({ statusCode: 429 }, { statusCode: 504 }, handle);
		await expect(send()).rejects.toMatchObject({ httpCode: '504', inDoubt: true });
		expect(requests).toHaveLength(2);
	});

	it('that first did not get through is not repeated after a broken connection either', async () => {
		const { send, requests } = apiWith(neverSent, cut, handle);
		await expect(send()).rejects.toMatchObject({ message: cut.message, inDoubt: true });
		expect(requests).toHaveLength(2);
	});

	it('that never got through is not reported as possibly billed', async () => {
		const { send } = apiWith(neverSent);
		const error = await caught(send());
		expect(error).toMatchObject({ job: 'none', inDoubt: false });
		expect(describeError(error, {})).toBe('Nothing was submitted and nothing was charged for this item.');
	});

	it.each([
		['never got through', neverSent],
		['reached a rate limit', { statusCode: 429 }],
	])('that only ever %s is not in doubt at the end', async (_, answer) => {
		const { send, kinds } = apiWith(answer);
		await expect(send()).rejects.toMatchObject({ job: 'none', inDoubt: false });
		expect(kinds()).toEqual(['submitting', 'refused']);
	});

	it.each([new ExecutionCanceled(), new RunHalted()])(
		'passes on the error that ended it: %p',
		async (end) => {
			const { send, requests, kinds } = apiWith(end);
			await expect(send()).rejects.toBe(end);
			expect(requests).toHaveLength(1);
			expect(kinds()).toEqual(['submitting', 'refused']);
		},
	);
});

describe('the turns of a submit', () => {
	it('are not taken again for the first try', async () => {
		const { send, calls, turns } = apiWith(handle);
		await send();
		expect(calls).toEqual([]);
		expect(turns).toEqual([{ model: 'p-image', perMinute: 250, patience: 300, isSync: false }]);
	});

	it('are waited for as long as the job may take', async () => {
		const { send, turns } = apiWith(handle);
		await send({ options: { ...imageJob.options, timeout: 42 }, perMinute: undefined });
		await send({ kind: 'video' });
		expect(turns).toEqual([
			{ model: 'p-image', perMinute: undefined, patience: 42, isSync: false },
			{ model: 'p-image', perMinute: 250, patience: 1800, isSync: false },
		]);
	});

	it('are taken again after a rate limit, and its pause is passed on to all others', async () => {
		const { send, calls, turns, refusedSlots } = apiWith(
			{ statusCode: 429, headers: { 'retry-after': '7' } },
			{ statusCode: 429 },
			handle,
		);
		await send();
		expect(calls).toEqual([7, 'again', undefined, 'again']);
		expect(turns).toHaveLength(3);
		// Each refusal releases the slot of its own try.
		expect(refusedSlots).toEqual([1, 2]);
	});

	it('are taken again when nothing got through, which says nothing about the rate', async () => {
		const { send, calls, unansweredSlots } = apiWith(neverSent, handle);
		await send();
		expect(calls).toEqual(['again']);
		expect(unansweredSlots).toEqual([1]);
	});

	it('report a rate limit even if it ends the submit', async () => {
		const { send, calls } = apiWith({ statusCode: 429, headers: { 'retry-after': '900' } });
		await expect(send()).rejects.toMatchObject({ httpCode: '429' });
		expect(calls).toEqual([900]);
	});

	it.each([400, 504])('are not taken again after %i', async (statusCode) => {
		const { send, calls, unansweredSlots } = apiWith({ statusCode });
		await expect(send()).rejects.toThrow(PrunaError);
		expect(calls).toEqual([]);
		// The submit is no longer in progress, so the next one may go.
		expect(unansweredSlots).toEqual([1]);
	});

	it('end the submit if no second one is granted', async () => {
		const { send, pacer, requests, kinds } = apiWith(neverSent, handle);
		pacer.takeAgain = () => Promise.reject(new RunHalted());
		await expect(send()).rejects.toThrow(RunHalted);
		expect(requests).toHaveLength(1);
		expect(kinds()).toEqual(['submitting', 'refused']);
	});

	it('end the submit unsent if none is granted', async () => {
		const { send, pacer, requests, kinds } = apiWith(handle);
		pacer.take = () => Promise.reject(new RunHalted());
		await expect(send()).rejects.toThrow(RunHalted);
		expect(requests).toHaveLength(0);
		expect(kinds()).toEqual(['refused']);
	});
});

describe('an unreachable host', () => {
	it('ends the submit long before the job’s own timeout', async () => {
		const { send, elapsed } = apiWith(neverSent);
		await expect(send()).rejects.toMatchObject({ message: neverSent.message });
		expect(elapsed()).toBeGreaterThan(0);
		expect(elapsed()).toBeLessThan(60_000);
	});

	it('gets its full time from the moment it becomes unreachable, not from the first try', async () => {
		const busy = { statusCode: 429, headers: { 'retry-after': '50' } };
		const { send, elapsed } = apiWith(busy, busy, neverSent, neverSent, neverSent, handle);
		expect(await send()).toEqual(submitted);
		expect(elapsed()).toBeGreaterThan(100_000);
		const other = apiWith(busy, busy, neverSent);
		await expect(other.send()).rejects.toMatchObject({ message: neverSent.message });
		expect(other.elapsed()).toBeGreaterThan(110_000);
		expect(other.elapsed()).toBeLessThan(160_000);
	});

	it('gets its full time again when it becomes unreachable again', async () => {
		const busy = { statusCode: 429, headers: { 'retry-after': '50' } };
		const { send } = apiWith(neverSent, busy, neverSent, neverSent, handle);
		expect(await send()).toEqual(submitted);
	});

	it('does not shorten the wait for a rate limit', async () => {
		const { send, elapsed } = apiWith({ statusCode: 429, headers: { 'retry-after': '10' } });
		await expect(send()).rejects.toMatchObject({ httpCode: '429' });
		expect(elapsed()).toBeGreaterThan(240_000);
	});
});

describe('what a submit returns', () => {
	const answer = (body: unknown): Answer => ({ statusCode: 201, body: JSON.stringify(body) });
	const get_url = 'https://gw.example.com/pruna/v1/predictions/status/abc';

	it('is a job to wait for, whose record has its ID and status URL', async () => {
		const { send, record } = apiWith(handle);
		expect(await send()).toEqual(submitted);
		expect(record()).toMatchObject({ stage: 'running', details: { id: 'abc', get_url, status: 'starting' } });
	});

	it('has the status that the API returned with the submit', async () => {
		const { send, record } = apiWith(answer({ id: 'abc', status: 'processing' }));
		await send();
		expect(record().details.status).toBe('processing');
	});

	it('is the result itself if the answer contains one, with or without an ID', async () => {
		const resultUrl = 'https://api.pruna.ai/v1/x.jpg';
		const { send, record } = apiWith(answer({ status: 'succeeded', generation_url: resultUrl }));
		expect(await send({ mode: 'sync' })).toEqual({
			state: 'succeeded',
			id: undefined,
			generationUrl: resultUrl,
		});
		expect(record()).toMatchObject({ stage: 'running', result: { generationUrl: resultUrl } });
		expect(record().details).not.toHaveProperty('id');

		const other = apiWith(answer({ id: 'abc', status: 'succeeded', generation_url: resultUrl }));
		expect(await other.send()).toEqual({ state: 'succeeded', id: 'abc', generationUrl: resultUrl });
	});

	it('is a job that failed immediately, which is reported as a failure', async () => {
		const { send, record, kinds } = apiWith(answer({ id: 'abc', status: 'failed', error: 'no faces' }));
		await expect(send()).rejects.toMatchObject({
			message: 'The prediction failed: no faces',
			inDoubt: false,
		});
		expect(kinds()).toEqual(['submitting', 'submitted', 'ended']);
		expect(record()).toMatchObject({ stage: 'failed', details: { id: 'abc', get_url, status: 'failed' } });
	});

	it.each([['{"model":"p-image"}'], ['<html>'], [''], ['[]'], ['7']])(
		'is unknown if the answer has nothing to follow up on: %j',
		async (body) => {
			const { send, requests, record } = apiWith({ statusCode: 201, body }, handle);
			const error = await caught(send());
			expect(error).toMatchObject({
				message: 'Pruna answered the submit without an ID or a result',
				job: 'maybe',
				inDoubt: true,
			});
			expect(error.advice).toMatch(/^The answer (was empty\.|started with: “.+”\.)$/);
			expect(requests).toHaveLength(1);
			expect(record()).toMatchObject({ stage: 'in doubt', doubt: error.message });
		},
	);
});

describe('the status URL of a job', () => {
	it('is known if its ID is', () => {
		const { run } = apiWith(handle);
		const get_url = 'https://gw.example.com/pruna/v1/predictions/status/a%2Fb';
		expect(statusDetails(run, 'a/b')).toEqual({ id: 'a/b', get_url });
		expect(statusDetails(run, undefined)).toEqual({});
	});
});
