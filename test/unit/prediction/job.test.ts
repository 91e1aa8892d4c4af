import type { IContextObject } from 'n8n-workflow';
import { PrunaError, RunHalted } from '../../../nodes/Pruna/core/errors';
import { describeError } from '../../../nodes/Pruna/operations/errorText';
import { runJob } from '../../../nodes/Pruna/prediction/job';
import type { Job } from '../../../nodes/Pruna/prediction/jobSettings';
import { virtualClock } from '../core/virtualClock';
import { imageJob as job, runOn } from './testRun';

const resultUrl = 'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg';
const MAYBE_CHARGED = 'It is not known whether Pruna accepted the job';

/** One try of the node on one item. Tries with the same context are those of Retry On Fail. */
function runWith(context: IContextObject, submitAnswer: unknown, statusAnswer?: unknown, executionId = '7') {
	const { clock } = virtualClock();
	const calls: string[] = [];
	const give = async (what: string, answer: unknown) => {
		calls.push(what);
		return await (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer));
	};
	const api = {
		submit: async () => ({ body: await give('submit', submitAnswer), rate: {} }),
		status: async (id: string) => ({ body: await give(`status ${id}`, statusAnswer), advice: {} }),
	};
	return { ...runOn(clock, api, { context, executionId }), calls };
}

describe('an unreadable answer to a submit', () => {
	const keys = ['hf_AbCdEf0123456789', 'pru_live_0123456789'];

	it.each(
		keys.flatMap((key) => [
			[`as text: ${key}`, key, `token ${key} was not accepted`],
			[`as JSON: ${key}`, key, { input: { hf_token: key } }],
			[`at the 200th character: ${key}`, key, `${'x'.repeat(190)} ${key}`],
			[`after a line break in JSON: ${key}`, key, { log: `token:\n${key}` }],
			[`after an underscore: ${key}`, key, `token_${key}`],
		]),
	)('is quoted without the key, %s', async (_, key, answer) => {
		const { run } = runWith({}, answer);
		const error = (await runJob(run, 0, job).catch((thrown: unknown) => thrown)) as PrunaError;
		expect(error).toBeInstanceOf(PrunaError);
		const description = describeError(error, error.details);
		expect(description).toContain(MAYBE_CHARGED);
		expect(description).toContain('The answer started with: ');
		const afterPrefix = key.slice(key.indexOf('_') + 1);
		for (let length = afterPrefix.length; length >= 6; length--) {
			expect(description).not.toContain(afterPrefix.slice(0, length));
		}
	});

	it('prevents the next try from submitting again', async () => {
		const context: IContextObject = {};
		await expect(runJob(runWith(context, { hello: 1 }).run, 0, job)).rejects.toMatchObject({ inDoubt: true });
		const again = runWith(context, { id: 'abc' });
		const error = (await runJob(again.run, 0, job).catch((thrown: unknown) => thrown)) as PrunaError;
		expect(error).toMatchObject({
			message: 'Pruna answered the submit without an ID or a result',
			job: 'maybe',
			inDoubt: true,
		});
		expect(describeError(error, {})).toMatch(
			/^This is how an earlier try of this item ended\. It is not known whether Pruna accepted the job/,
		);
		expect(again.calls).toEqual([]);
		expect(again.run.records.of(0)).toMatchObject({ stage: 'in doubt', details: { status: 'in doubt' } });
		// The same goes for the third try.
		const third = runWith(context, { id: 'abc' });
		await expect(runJob(third.run, 0, job)).rejects.toMatchObject({ inDoubt: true });
		expect(third.calls).toEqual([]);
	});

	it('allows a new submit in an execution that a person retries', async () => {
		const context: IContextObject = {};
		await expect(runJob(runWith(context, { hello: 1 }).run, 0, job)).rejects.toMatchObject({ inDoubt: true });
		const done = { status: 'succeeded', generation_url: resultUrl };
		const retried = runWith(context, { id: 'abc' }, done, '8');
		await expect(runJob(retried.run, 0, job)).resolves.toMatchObject([{ json: { id: 'abc' } }]);
		expect(retried.calls).toEqual(['submit', 'status abc']);
	});
});

describe('the next try of a job', () => {
	const done = { status: 'succeeded', generation_url: resultUrl };

	it('continues with the ID of the first try and does not submit again', async () => {
		const context: IContextObject = {};
		const lost = new PrunaError('Pruna did not accept the API key', { httpCode: '401' });
		await expect(runJob(runWith(context, { id: 'abc' }, lost).run, 0, job)).rejects.toBe(lost);
		const again = runWith(context, { id: 'def' }, done);
		expect(await runJob(again.run, 0, job)).toMatchObject([
			{ json: { id: 'abc', generation_url: resultUrl } },
		]);
		expect(again.calls).toEqual(['status abc']);
	});

	it('also continues if another item ended the wait', async () => {
		const context: IContextObject = {};
		await expect(runJob(runWith(context, { id: 'abc' }, new RunHalted()).run, 0, job)).rejects.toThrow(
			RunHalted,
		);
		const again = runWith(context, { id: 'def' }, done);
		await runJob(again.run, 0, job);
		expect(again.calls).toEqual(['status abc']);
	});

	it.each([
		['failed', { id: 'abc' }, { status: 'failed', error: 'no faces' }],
		['was refused', new PrunaError('Pruna did not accept the input', { httpCode: '400' }), undefined],
		['failed immediately', { id: 'abc', status: 'failed' }, undefined],
	])('is submitted again if the first try %s', async (_, submitAnswer, statusAnswer) => {
		const context: IContextObject = {};
		await expect(runJob(runWith(context, submitAnswer, statusAnswer).run, 0, job)).rejects.toThrow(
			PrunaError,
		);
		const again = runWith(context, { id: 'def' }, done);
		await runJob(again.run, 0, job);
		expect(again.calls).toEqual(['submit', 'status def']);
	});

	it('delivers a sync result that was already paid for', async () => {
		const context: IContextObject = {};
		const sync: Job = { ...job, mode: 'sync' };
		await runJob(runWith(context, done).run, 0, sync);
		const again = runWith(context, done);
		expect(await runJob(again.run, 0, sync)).toMatchObject([{ json: { generation_url: resultUrl } }]);
		expect(again.calls).toEqual([]);
	});

	it('continues with the job of the execution that it retries', async () => {
		const context: IContextObject = {};
		await expect(runJob(runWith(context, { id: 'abc' }, new RunHalted()).run, 0, job)).rejects.toThrow(
			RunHalted,
		);
		const retried = runWith(context, { id: 'def' }, done, '8');
		await runJob(retried.run, 0, job);
		expect(retried.calls).toEqual(['status abc']);
	});

	it('records that the job was resumed, with everything known about it', async () => {
		const context: IContextObject = {};
		await expect(runJob(runWith(context, { id: 'abc' }, new RunHalted()).run, 0, job)).rejects.toThrow(
			RunHalted,
		);
		const again = runWith(context, { id: 'def' }, done);
		await runJob(again.run, 0, job);
		expect(again.run.records.of(0)).toMatchObject({
			isResumed: true,
			stage: 'delivered',
			details: {
				id: 'abc',
				model: 'p-image',
				status: 'succeeded',
				get_url: 'https://api.pruna.ai/v1/predictions/status/abc',
				generation_url: resultUrl,
			},
		});
	});
});

describe('a Submit Only job', () => {
	const submitOnly: Job = { ...job, mode: 'submit' };

	it('returns what is needed to find the job, and is not polled', async () => {
		const { run, calls } = runWith({}, { id: 'abc', status: 'processing' });
		expect(await runJob(run, 2, submitOnly)).toEqual([
			{
				json: {
					id: 'abc',
					model: 'p-image',
					status: 'processing',
					get_url: 'https://api.pruna.ai/v1/predictions/status/abc',
				},
				pairedItem: { item: 2 },
			},
		]);
		expect(calls).toEqual(['submit']);
		expect(run.records.of(2).stage).toBe('delivered');
	});

	it('is delivered if the API returns its result immediately', async () => {
		const { run } = runWith({}, { status: 'succeeded', generation_url: resultUrl });
		expect(await runJob(run, 0, submitOnly)).toMatchObject([{ json: { generation_url: resultUrl } }]);
	});
});

describe('the moments of a job', () => {
	it('are reported in order', async () => {
		const answers = [{ status: 'processing' }, { status: 'succeeded', generation_url: resultUrl }];
		const { clock } = virtualClock();
		const { run, moments } = runOn(clock, {
			submit: () => Promise.resolve({ body: { id: 'abc' }, rate: {} }),
			status: () => Promise.resolve({ body: answers.shift(), advice: {} }),
		});
		await runJob(run, 0, job);
		expect(moments.map(({ kind }) => kind)).toEqual([
			'named',
			'submitting',
			'submitted',
			'polled',
			'ended',
			'located',
			'delivered',
		]);
	});

	it('start with the submit only after its files are uploaded', async () => {
		const { clock } = virtualClock();
		const { run, moments } = runOn(clock, {});
		const upload = new PrunaError('The file is empty', { job: 'none' });
		const failing = { ...run, upload: () => Promise.reject(upload) };
		const binary = { mimeType: 'image/png', data: '' };
		const facts = { fileName: 'file.png', mimeType: 'image/png', size: 0 };
		const media: Job['media'] = [
			{
				parameter: { name: 'image', type: 'url', description: '', media: ['image'] },
				sources: [{ kind: 'binary', binary, ...facts }],
			},
		];
		await expect(runJob(failing, 0, { ...job, media })).rejects.toBe(upload);
		expect(moments.map(({ kind }) => kind)).toEqual(['named']);
	});
});
