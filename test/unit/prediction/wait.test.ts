import type { PollAdvice } from '../../../nodes/Pruna/api/answer';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import type { ApiClient } from '../../../nodes/Pruna/api/client';
import { ExecutionCanceled, PrunaError, RunHalted } from '../../../nodes/Pruna/core/errors';
import type { Clock } from '../../../nodes/Pruna/core/clock';
import { BURST, POLLS_PER_SECOND } from '../../../nodes/Pruna/prediction/pollBudget';
import { createSharedPolls } from '../../../nodes/Pruna/prediction/sharedPolls';
import { awaitPrediction, failedJobError, type WaitSettings } from '../../../nodes/Pruna/prediction/wait';
import { virtualClock } from '../core/virtualClock';
import { mostWithin } from './pollSimulation';

const START = 1_000_000;
const url = 'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg';
const done = { status: 'succeeded', generation_url: url };
const succeeded = { kind: 'succeeded', generationUrl: url };

/** A job on a virtual clock. `answer` gets the seconds since the start. */
function job(
	answer: (seconds: number) => unknown,
	advice: PollAdvice = {},
	shared = createSharedPolls(),
	start = START,
) {
	let now = start;
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
			const seconds = (now - start) / 1000;
			polls.push(seconds);
			expect(id).toBe('abc');
			const body = answer(seconds);
			return body instanceof Error ? Promise.reject(body) : Promise.resolve({ body, advice });
		},
	};
	const wait = async (timeout: number, facts: Partial<WaitSettings> = {}) =>
		await awaitPrediction(
			api,
			clock,
			'abc',
			{ model: 'p-image', kind: 'image', since: start, deadline: start + timeout * 1000, ...facts },
			shared,
		);
	return { wait, polls, api, clock };
}

describe('leaving a running job', () => {
	const running = () => ({ status: 'processing' });

	it('returns it at the first poll after the time to leave', async () => {
		const { wait, polls, clock } = job(running);
		const left = await wait(300, { leaveAt: () => START + 90_000 });
		expect(left).toEqual({ kind: 'running', status: 'processing' });
		expect((clock.now() - START) / 1000).toBeLessThan(93.1);
		expect(polls.at(-1)).toBeGreaterThanOrEqual(87);
	});

	it('polls once if the time to leave has passed, and delivers a job that has ended', async () => {
		const late = job(running);
		expect(await late.wait(300, { leaveAt: () => START - 1 })).toEqual({
			kind: 'running',
			status: 'processing',
		});
		expect(late.polls).toHaveLength(1);
		expect(await job(() => done).wait(300, { leaveAt: () => START - 1 })).toEqual(succeeded);
	});

	it('respects a time to leave that is set during the wait', async () => {
		let leaveAt = Infinity;
		const { wait, clock } = job((seconds) => {
			if (seconds > 30) leaveAt = START + 40_000;
			return running();
		});
		await wait(300, { leaveAt: () => leaveAt });
		expect((clock.now() - START) / 1000).toBeLessThan(44);
	});

	it('leaves a job when the API is down, which does not end the job', async () => {
		const out = new PrunaError('Pruna did not complete the request (503)', { repeat: { allowed: 'ifFree' } });
		expect(await job(() => out).wait(300, { leaveAt: () => START })).toMatchObject({ kind: 'running' });
		const refused = new PrunaError('The key was refused (401)');
		await expect(job(() => refused).wait(300, { leaveAt: () => START })).rejects.toBe(refused);
	});

	it('ends at the deadline if that comes first', async () => {
		const { wait } = job(running);
		await expect(wait(60, { leaveAt: () => START + 90_000 })).rejects.toThrow(
			'is still running after 60 seconds',
		);
	});
});

describe('waiting for a job', () => {
	it('ends with its URL', async () => {
		const { wait } = job((seconds) => (seconds < 3 ? { status: 'processing' } : done));
		expect(await wait(300)).toEqual(succeeded);
	});

	it('ends soon after the job', async () => {
		const { wait, polls } = job((seconds) => (seconds < 3 ? { status: 'starting' } : done));
		await wait(300);
		expect(polls.length).toBeLessThanOrEqual(4);
		expect(polls[polls.length - 1]).toBeLessThan(3.35);
	});

	it('continues despite unknown statuses and answers that make no sense', async () => {
		const odd = [{ status: 'warming_up' }, null, '<html></html>', {}, [], { status: 7 }];
		let count = 0;
		const { wait } = job(() => (count < odd.length ? odd[count++] : done));
		expect(await wait(300)).toEqual(succeeded);
	});

	it('says that the job is still running if the API can no longer be polled', async () => {
		const failed = new PrunaError('No response from api.pruna.ai (CERT_HAS_EXPIRED)', { job: 'running' });
		const { wait } = job(() => failed);
		await expect(wait(300)).rejects.toBe(failed);
	});

	it('can go on for hours', async () => {
		const { wait, polls } = job((seconds) => (seconds < 3 * 3600 ? { status: 'processing' } : done));
		expect(await wait(4 * 3600, { kind: 'lora-zip' })).toEqual(succeeded);
		expect(polls.length).toBeLessThan(600);
	});

	it('polls less often the longer a job takes', async () => {
		const { wait, polls } = job((seconds) => (seconds < 200 ? { status: 'processing' } : done));
		await wait(300);
		const pauses = polls.slice(1).map((at, index) => at - polls[index]!);
		expect(pauses[0]).toBeCloseTo(0.9, 6); // together with the first poll, one per second on average
		expect(pauses.find((pause) => pause > 1.5 && pause < 2)).toBeDefined(); // after about 50 s: nearly two seconds
		expect(pauses.at(-1)).toBe(3);
	});

	it('counts from the submit, not from the first poll', async () => {
		const { wait, polls } = job((seconds) => (seconds < 5 ? { status: 'processing' } : done));
		await wait(300, { since: START - 100_000 });
		expect(polls.slice(0, 2)).toEqual([0, 3]); // overdue at first; over a minute after the submit, every 3 s
	});

	it('quotes the API if the last poll before the deadline failed', async () => {
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

	it('does not mention a last poll that succeeded', async () => {
		const { wait } = job(() => ({ status: 'processing' }));
		await expect(wait(10)).rejects.toMatchObject({
			job: 'running',
			advice: 'Raise Options → Timeout to wait longer.',
			details: { status: 'processing' },
		});
	});

	it('polls as often as the user wants', async () => {
		const { wait, polls } = job((seconds) => (seconds < 20 ? { status: 'processing' } : done));
		await wait(300, { pollInterval: 10 });
		expect(polls).toEqual([0.5, 10.5, 20.5]);
	});

	it('passes on a generation_url of any form', async () => {
		const scores = { results: [{ score: 1 }] };
		const { wait } = job(() => ({ status: 'succeeded', generation_url: scores }));
		expect(await wait(300)).toEqual({ kind: 'succeeded', generationUrl: scores });
	});
});

describe('a job that does not succeed', () => {
	it('ends the wait with the model’s own words and the status', async () => {
		const { wait, polls } = job(() => ({
			status: 'failed',
			message: 'Prediction failed',
			error: 'no faces',
		}));
		expect(await wait(300)).toEqual({ kind: 'failed', status: 'failed', reason: 'no faces' });
		expect(polls).toHaveLength(1);
	});

	it('ends the wait even if it has no status', async () => {
		const { wait } = job(() => ({ error: 'Safety filter blocked the image' }));
		expect(await wait(300)).toEqual({
			kind: 'failed',
			status: 'failed',
			reason: 'Safety filter blocked the image',
		});
	});

	it('becomes an error with the model’s own words and the status', () => {
		const error = failedJobError({ kind: 'failed', status: 'failed', reason: 'no faces' });
		expect(error).toMatchObject({
			message: 'The prediction failed: no faces',
			details: { status: 'failed' },
			repeat: { allowed: 'never' },
			inDoubt: false,
		});
	});

	it.each([
		"HTTPSConnectionPool(host='a.b', port=443): Max retries exceeded with url: /x.png",
		'Failed to resolve a.b ([Errno -2] Name or service not known)',
		'cannot identify image file',
		'404 Client Error: Not Found for url: https://example.com/a.png',
		'Invalid data found when processing input',
	])('reports that a file could not be opened, and how to provide it: %s', (reason) => {
		expect(failedJobError({ kind: 'failed', status: 'failed', reason })).toMatchObject({
			message: `The prediction failed: ${reason}`,
			advice:
				'Pruna could not open an input file. Put the file into a binary field and enter the name of that field; the node then uploads it. ' +
				'Running it again unchanged may incur another charge and fail the same way. Change the input first.',
		});
	});

	it.each(['no faces', 'out of memory', 'Client Error', undefined])(
		'does not mention files when the reason is a different one: %s',
		(reason) => {
			expect(failedJobError({ kind: 'failed', status: 'failed', reason }).advice).toBe(
				'Running it again unchanged may incur another charge and fail the same way. Change the input first.',
			);
		},
	);

	it('ends the wait when it is canceled', async () => {
		const { wait } = job(() => ({ status: 'cancelled' }));
		expect(await wait(300)).toMatchObject({ kind: 'failed', status: 'canceled' });
	});

	it('gets its own error when it is canceled', () => {
		const error = failedJobError({ kind: 'failed', status: 'canceled' });
		expect(error).toMatchObject({
			message: 'The prediction was canceled',
			details: { status: 'canceled' },
			advice: expect.stringContaining('not by this workflow') as string,
		});
	});

	it('gets a complete sentence if the API gives no reason', () => {
		expect(failedJobError({ kind: 'failed', status: 'failed' }).message).toBe('The prediction failed');
	});
});

describe('the deadline', () => {
	it('ends the wait with an error that says that the job is still running and how to wait longer', async () => {
		const { wait } = job(() => ({ status: 'processing' }));
		await expect(wait(60)).rejects.toMatchObject({
			message: 'The prediction is still running after 60 seconds',
			job: 'running',
			advice: expect.stringContaining('Timeout') as string,
			details: { status: 'processing' },
		});
	});

	it('is the time of the last poll', async () => {
		const { wait, polls } = job(() => ({ status: 'processing' }));
		await expect(wait(10.25)).rejects.toThrow(PrunaError);
		expect(polls[polls.length - 1]).toBeCloseTo(10.25, 6);
		expect(polls.filter((poll) => poll > 10.25)).toEqual([]);
	});

	it('does not miss a job that ends just before it', async () => {
		const { wait } = job((seconds) => (seconds < 9.99 ? { status: 'processing' } : done));
		expect(await wait(10, { pollInterval: 7 })).toEqual(succeeded);
	});

	it('still allows one poll when it has passed', async () => {
		const { wait, polls } = job(() => done);
		expect(await wait(-5)).toEqual(succeeded);
		expect(polls).toEqual([0]);
	});

	it('limits the first pause', async () => {
		const { wait, polls } = job(() => ({ status: 'processing' }));
		await expect(wait(0.2)).rejects.toThrow(PrunaError);
		expect(polls).toEqual([0.2]);
	});
});

describe('the poll callback', () => {
	it('is called for every poll of a job that is still running, and for no other', async () => {
		const told: string[] = [];
		const answers = [{ status: 'starting' }, { status: 'processing' }, {}, done];
		const { wait } = job(() => answers.shift());
		await wait(300, { onPoll: (status) => told.push(status) });
		expect(told).toEqual(['starting', 'processing', 'unknown']);
	});
});

describe('problems while waiting', () => {
	it('that last until the deadline do not hide that the job is still running', async () => {
		const trouble = new PrunaError('No response from api.pruna.ai (ECONNRESET)', {
			repeat: { allowed: 'ifFree' },
		});
		const answers = [{ status: 'processing' }, trouble];
		const { wait } = job(() => answers.shift());
		await expect(wait(300)).rejects.toMatchObject({
			message: expect.stringMatching(/^The prediction is still running after \d+ seconds$/) as string,
			job: 'running',
			advice: expect.stringMatching(/The last poll failed: No response.*ECONNRESET/s) as string,
			details: { status: 'processing' },
		});
	});

	it('with the API reach the user unchanged', async () => {
		const refused = new PrunaError('Pruna does not recognize this prediction ID', { httpCode: '404' });
		const { wait } = job(() => refused);
		await expect(wait(300)).rejects.toBe(refused);
	});

	it.each([
		['the execution is stopped', new ExecutionCanceled()],
		['the run is halted', new RunHalted()],
	])('end the wait when %s', async (_, end) => {
		const { api, clock, polls } = job(() => done);
		const stopped: Clock = { ...clock, sleep: () => Promise.reject(end) };
		await expect(
			awaitPrediction(
				api,
				stopped,
				'abc',
				{ model: undefined, kind: 'image', since: START, deadline: START + 1000 },
				createSharedPolls(),
			),
		).rejects.toBe(end);
		expect(polls).toEqual([]);
	});

	it.each([new ExecutionCanceled(), new RunHalted()])('pass on what ends a poll: %p', async (end) => {
		const { wait } = job(() => end);
		await expect(wait(300)).rejects.toBe(end);
	});
});

describe('what is known about a model', () => {
	const endsAt = (end: number) => (seconds: number) => (seconds < end ? { status: 'processing' } : done);
	const HOUR = 3_600_000;

	/** A process that has just waited for 20 jobs of 3 seconds each. */
	async function experienced(facts: Partial<WaitSettings> = {}) {
		const shared = createSharedPolls();
		for (let count = 0; count < 20; count++)
			await job(endsAt(3), {}, shared, START + count * 10_000).wait(300, {
				since: START + count * 10_000,
				...facts,
			});
		return { shared, now: START + 200_000 };
	}

	it('determines when its next jobs are polled', async () => {
		const { shared, now } = await experienced();
		const { wait, polls } = job(endsAt(3), {}, shared, now);
		await wait(300);
		expect(polls[0]).toBeGreaterThan(2);
		expect(polls.length).toBeLessThanOrEqual(3);
		expect(polls.at(-1)).toBeLessThan(3.2);
	});

	it('does not affect another model or another address', async () => {
		const { shared, now } = await experienced();
		const other = job(endsAt(3), {}, shared, now);
		await other.wait(300, { model: 'z-image' });
		expect(other.polls[0]).toBe(0.5);

		const { api, clock, polls } = job(endsAt(3), {}, shared, now + HOUR);
		const elsewhere = { ...api, address: readBaseUrl('https://gateway.example.com') };
		const times = { since: now + HOUR, deadline: now + 2 * HOUR };
		await awaitPrediction(elsewhere, clock, 'abc', { model: 'p-image', kind: 'image', ...times }, shared);
		expect(polls[0]).toBe(0.5);
	});

	it('is not learned from a job without a model', async () => {
		const { shared, now } = await experienced({ model: undefined });
		const { wait, polls } = job(endsAt(3), {}, shared, now);
		await wait(300);
		expect(polls[0]).toBe(0.5);
	});

	it('is learned carefully if an answer took long to arrive', async () => {
		const shared = createSharedPolls();
		const { api, clock } = job(endsAt(2), {}, shared);
		const status: ApiClient['status'] = async (...request) => {
			await clock.sleep(20);
			return await api.status(...request);
		};
		const settings = { model: 'p-image', kind: 'image', since: START, deadline: START + HOUR } as const;
		await awaitPrediction({ ...api, status }, clock, 'abc', settings, shared);
		const { ends } = shared.join('https://api.pruna.ai p-image', clock.now()).facts(clock.now());
		// The only poll was sent after 0.5 s. The job may have ended at any time during the 20 s until its answer.
		expect(ends.some(({ seconds }) => seconds > 15 && seconds < 21)).toBe(true);
	});
});

describe('the headers of a status answer', () => {
	const slow = (seconds: number) => (seconds < 40 ? { status: 'processing' } : done);

	it('set the interval', async () => {
		const { wait, polls } = job(slow, { pollSeconds: 8 });
		await wait(300);
		expect(polls).toEqual([0.5, 8.5, 16.5, 24.5, 32.5, 40.5]);
	});

	it('make polls less frequent after the maximum wait that Pruna states', async () => {
		const { wait, polls } = job(slow, { pollSeconds: 4, maxWaitSeconds: 10 });
		await wait(300);
		expect(polls).toEqual([0.5, 4.5, 8.5, 12.5, 24.5, 36.5, 48.5]);
	});

	it('are ignored if the user has set an interval', async () => {
		const { wait, polls } = job(slow, { pollSeconds: 4, maxWaitSeconds: 10 });
		await wait(300, { pollInterval: 20 });
		expect(polls).toEqual([0.5, 20.5, 40.5]);
	});

	it('do not exceed the timeout', async () => {
		const { wait, polls } = job(slow, { pollSeconds: 60 });
		await expect(wait(30)).rejects.toThrow('is still running after 30 seconds');
		expect(polls).toEqual([0.5, 30]);
	});
});

describe('many jobs', () => {
	it('take turns, and each is polled at its deadline', async () => {
		const shared = createSharedPolls();
		const { clock } = virtualClock(START);
		const sent: number[] = [];
		const { api } = job(() => undefined);
		const running: ApiClient = {
			...api,
			status: () => {
				sent.push((clock.now() - START) / 1000);
				return Promise.resolve({ body: { status: 'processing' }, advice: {} });
			},
		};
		const settings = { model: 'p-image', kind: 'image', since: START, deadline: START + 8000 } as const;
		const ends = await Promise.allSettled(
			Array.from({ length: 400 }, () => awaitPrediction(running, clock, 'abc', settings, shared)),
		);
		expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
		expect(sent.filter((seconds) => seconds === 8)).toHaveLength(400);
		expect(
			mostWithin(
				sent.filter((seconds) => seconds < 8),
				1,
			),
		).toBeLessThanOrEqual(POLLS_PER_SECOND + BURST + 1);
		expect(shared.join('p-image', clock.now()).facts(clock.now()).jobsInFlight).toBe(1);
	});
});

describe('a clock that is set back', () => {
	it('delays no poll', async () => {
		const { clock: base } = virtualClock(START);
		let back = 0;
		const clock: Clock = { ...base, now: () => base.now() - back };
		const { api } = job(() => undefined);
		let count = 0;
		const status = () => {
			count++;
			if (count === 3) back = 3_600_000;
			return Promise.resolve({ body: count < 8 ? { status: 'processing' } : done, advice: {} });
		};
		const settings = { model: 'p-image', kind: 'image', since: START, deadline: START + 300_000 } as const;
		await awaitPrediction({ ...api, status }, clock, 'abc', settings, createSharedPolls());
		expect(base.now() - START).toBeLessThan(30_000);
	});
});
