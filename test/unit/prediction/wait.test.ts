import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import { createApiClient, type ApiClient } from '../../../nodes/Pruna/api/client';
import { createSecrets } from '../../../nodes/Pruna/api/secrets';
import { ExecutionCanceled, PrunaError, RunHalted } from '../../../nodes/Pruna/core/errors';
import type { Clock } from '../../../nodes/Pruna/core/clock';
import { describeError } from '../../../nodes/Pruna/operations/errorText';
import { awaitPrediction, failedJobError, type WaitSettings } from '../../../nodes/Pruna/prediction/wait';

const START = 1_000_000;
const url = 'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg';
const done = { status: 'succeeded', generation_url: url };
const succeeded = { kind: 'succeeded', generationUrl: url };

/** A job on a clock that jumps; it answers by the seconds since the start. */
function job(answer: (seconds: number) => unknown) {
	let now = START;
	const polls: number[] = [];
	const clock: Clock = {
		now: () => now,
		random: () => 0.5,
		sleep: (seconds) => {
			now += seconds * 1000;
			return Promise.resolve();
		},
	};
	const never = () => Promise.reject(new Error('not asked for in this test'));
	const api: ApiClient = {
		address: readBaseUrl(undefined),
		submit: never,
		upload: never,
		file: never,
		status: (id) => {
			const seconds = (now - START) / 1000;
			polls.push(seconds);
			expect(id).toBe('abc');
			const body = answer(seconds);
			return body instanceof Error ? Promise.reject(body) : Promise.resolve(body);
		},
	};
	const wait = async (timeout: number, facts: Partial<WaitSettings> = {}) =>
		await awaitPrediction(api, clock, 'abc', {
			kind: 'image',
			since: START,
			deadline: START + timeout * 1000,
			...facts,
		});
	return { wait, polls, api, clock };
}

const caught = async (promise: Promise<unknown>) =>
	await promise.then(
		() => Promise.reject(new Error('nothing was thrown')),
		(error: unknown) => error as PrunaError,
	);

describe('waiting for a job', () => {
	it('ends with its link', async () => {
		const { wait } = job((seconds) => (seconds < 3 ? { status: 'processing' } : done));
		expect(await wait(300)).toEqual(succeeded);
	});

	it('ends soon after the job', async () => {
		const { wait, polls } = job((seconds) => (seconds < 3 ? { status: 'starting' } : done));
		await wait(300);
		expect(polls.length).toBeLessThanOrEqual(6);
		expect(polls[polls.length - 1]).toBeLessThan(3.9);
	});

	it('goes on over words that nobody knows and answers that make no sense', async () => {
		const odd = [{ status: 'warming_up' }, null, '<html></html>', {}, [], { status: 7 }];
		let count = 0;
		const { wait } = job(() => (count < odd.length ? odd[count++] : done));
		expect(await wait(300)).toEqual(succeeded);
	});

	it('says that the job goes on when the API cannot be asked any more', async () => {
		const trouble = new PrunaError('No answer from api.pruna.ai (CERT_HAS_EXPIRED)');
		const { clock } = job(() => undefined);
		const failing = async () => await Promise.reject(trouble);
		const http = { text: failing, stream: failing };
		const api = createApiClient(http, readBaseUrl(undefined), clock, createSecrets('', []));
		const settings: WaitSettings = { kind: 'image', since: START, deadline: START + 300_000 };
		const error = await caught(awaitPrediction(api, clock, 'abc', settings));
		expect(error).toMatchObject({
			message: 'No answer from api.pruna.ai (CERT_HAS_EXPIRED)',
			job: 'running',
		});
		expect(describeError(error, { id: 'abc' })).toContain('goes on at Pruna and may be billed');
	});

	it('goes on over hours', async () => {
		const { wait, polls } = job((seconds) => (seconds < 3 * 3600 ? { status: 'processing' } : done));
		expect(await wait(4 * 3600, { kind: 'lora-zip' })).toEqual(succeeded);
		expect(polls.length).toBeLessThan(600);
	});

	it('polls less often the longer a job takes', async () => {
		const { wait, polls } = job((seconds) => (seconds < 200 ? { status: 'processing' } : done));
		await wait(300);
		const pauses = polls.slice(1).map((at, index) => at - polls[index]!);
		expect(pauses[0]).toBe(1); // one second in the first half minute
		expect(pauses.find((pause) => pause > 1.5 && pause < 2)).toBeDefined(); // some 50 s: two seconds nearly
		expect(pauses.at(-1)).toBe(3);
	});

	it('counts from the submit and not from the first poll', async () => {
		const { wait, polls } = job((seconds) => (seconds < 5 ? { status: 'processing' } : done));
		await wait(300, { since: START - 100_000 });
		expect(polls.slice(0, 2)).toEqual([0.5, 3.5]); // a minute and more after the submit, every 3 s
	});

	it('quotes the API when the last poll before the deadline failed', async () => {
		const failed = new PrunaError('Pruna did not complete the request (503)', {
			repeat: { allowed: 'ifFree' },
			reason: 'try later',
		});
		const { wait } = job((seconds) => (seconds < 5 ? { status: 'processing' } : failed));
		await expect(wait(10)).rejects.toMatchObject({
			job: 'running',
			advice: expect.stringMatching(
				/The last poll failed: Pruna did not complete the request \(503\) \(“try later”\)\.$/,
			) as string,
		});
	});

	it('says nothing of a last poll that went well', async () => {
		const { wait } = job(() => ({ status: 'processing' }));
		await expect(wait(10)).rejects.toMatchObject({
			advice: 'Raise Options → Timeout to wait longer.',
			details: { status: 'processing' },
		});
	});

	it('polls as often as the user wants', async () => {
		const { wait, polls } = job((seconds) => (seconds < 20 ? { status: 'processing' } : done));
		await wait(300, { pollInterval: 10 });
		expect(polls).toEqual([0.5, 10.5, 20.5]);
	});

	it('passes on any form of link', async () => {
		const scores = { results: [{ score: 1 }] };
		const { wait } = job(() => ({ status: 'succeeded', generation_url: scores }));
		expect(await wait(300)).toEqual({ kind: 'succeeded', generationUrl: scores });
	});
});

describe('a job that ends badly', () => {
	it('ends the wait with the model’s own words and the status', async () => {
		const { wait, polls } = job(() => ({
			status: 'failed',
			message: 'Prediction failed',
			error: 'no faces',
		}));
		expect(await wait(300)).toEqual({ kind: 'failed', status: 'failed', reason: 'no faces' });
		expect(polls).toHaveLength(1);
	});

	it('ends the wait also when it has no status', async () => {
		const { wait } = job(() => ({ error: 'Safety filter blocked the image' }));
		expect(await wait(300)).toEqual({
			kind: 'failed',
			status: 'failed',
			reason: 'Safety filter blocked the image',
		});
	});

	it('is an error with the model’s own words and the status', () => {
		const error = failedJobError({ kind: 'failed', status: 'failed', reason: 'no faces' });
		expect(error).toMatchObject({
			message: 'The model gave up: no faces',
			details: { status: 'failed' },
			repeat: { allowed: 'never' },
			inDoubt: false,
		});
	});

	it('ends the wait when it was canceled', async () => {
		const { wait } = job(() => ({ status: 'cancelled' }));
		expect(await wait(300)).toMatchObject({ kind: 'failed', status: 'canceled' });
	});

	it('is told apart when it was canceled', () => {
		const error = failedJobError({ kind: 'failed', status: 'canceled' });
		expect(error).toMatchObject({
			message: 'The prediction was canceled',
			details: { status: 'canceled' },
			advice: expect.stringContaining('not by this workflow') as string,
		});
	});

	it('has a whole sentence when the API gives no reason', () => {
		expect(failedJobError({ kind: 'failed', status: 'failed' }).message).toBe('The model gave up');
	});
});

describe('the deadline', () => {
	it('ends the wait, and the error tells that the job goes on and how to fetch it', async () => {
		const { wait } = job(() => ({ status: 'processing' }));
		const error = await caught(wait(60));
		expect(error).toMatchObject({
			message: 'The prediction still runs after 60 seconds',
			job: 'running',
			details: { status: 'processing' },
		});
		expect(describeError(error, { id: 'abc' })).toMatch(/Timeout.*billed.*Get Result/s);
	});

	it('is itself the moment of the last poll', async () => {
		const { wait, polls } = job(() => ({ status: 'processing' }));
		await expect(wait(10.25)).rejects.toThrow(PrunaError);
		expect(polls[polls.length - 1]).toBeCloseTo(10.25, 6);
		expect(polls.filter((poll) => poll > 10.25)).toEqual([]);
	});

	it('does not miss a job that ends just before it', async () => {
		const { wait } = job((seconds) => (seconds < 9.99 ? { status: 'processing' } : done));
		expect(await wait(10, { pollInterval: 7 })).toEqual(succeeded);
	});

	it('that has passed allows one poll all the same', async () => {
		const { wait, polls } = job(() => done);
		expect(await wait(-5)).toEqual(succeeded);
		expect(polls).toEqual([0]);
	});

	it('is not waited for when the pause is longer than the time', async () => {
		const { wait, polls } = job(() => ({ status: 'processing' }));
		await expect(wait(0.2)).rejects.toThrow(PrunaError);
		expect(polls).toEqual([0.2]);
	});
});

describe('who waits', () => {
	it('is told of every poll of a job that still runs, and of no other', async () => {
		const told: string[] = [];
		const answers = [{ status: 'starting' }, { status: 'processing' }, {}, done];
		const { wait } = job(() => answers.shift());
		await wait(300, { onPoll: (status) => told.push(status) });
		expect(told).toEqual(['starting', 'processing', 'unknown']);
	});
});

describe('trouble while waiting', () => {
	it('that passes, but not before the deadline, does not hide that the job goes on', async () => {
		const trouble = new PrunaError('No answer from api.pruna.ai (ECONNRESET)', {
			repeat: { allowed: 'ifFree' },
		});
		const answers = [{ status: 'processing' }, trouble];
		const { wait } = job(() => answers.shift());
		const error = await caught(wait(300));
		expect(error).toMatchObject({
			message: expect.stringMatching(/^The prediction still runs after \d+ seconds$/) as string,
			job: 'running',
			details: { status: 'processing' },
		});
		expect(describeError(error, { id: 'abc' })).toMatch(
			/The last poll failed: No answer.*ECONNRESET.*Get Result/s,
		);
	});

	it.each(['ifFree', 'always', 'whileUnreachable'] as const)(
		'that passes is the deadline, however it may be repeated: %s',
		async (allowed) => {
			const { wait } = job(() => new PrunaError('busy', { repeat: { allowed } }));
			await expect(wait(300)).rejects.toMatchObject({
				message: expect.stringContaining('still runs') as string,
				job: 'running',
			});
		},
	);

	it('that does not pass reaches the user as it is', async () => {
		const trouble = new PrunaError('No answer', { job: 'running', repeat: { allowed: 'never' } });
		const { wait } = job(() => trouble);
		await expect(wait(300)).rejects.toBe(trouble);
	});

	it('with the API reaches the user as it is', async () => {
		const refused = new PrunaError('Pruna does not know this prediction', { httpCode: '404' });
		const { wait } = job(() => refused);
		await expect(wait(300)).rejects.toBe(refused);
	});

	it.each([
		['the execution is stopped', new ExecutionCanceled()],
		['the run is halted', new RunHalted()],
	])('ends the wait when %s', async (_, end) => {
		const { api, clock, polls } = job(() => done);
		const stopped: Clock = { ...clock, sleep: () => Promise.reject(end) };
		await expect(
			awaitPrediction(api, stopped, 'abc', { kind: 'image', since: START, deadline: START + 1000 }),
		).rejects.toBe(end);
		expect(polls).toEqual([]);
	});

	it.each([new ExecutionCanceled(), new RunHalted()])('passes on what ends a poll: %p', async (end) => {
		const { wait } = job(() => end);
		await expect(wait(300)).rejects.toBe(end);
	});
});
