import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import { PrunaError, RunHalted } from '../../../nodes/Pruna/core/errors';
import { MAYBE_CHARGED } from '../../../nodes/Pruna/api/explain';
import { runJob, type Job } from '../../../nodes/Pruna/operations/job';
import { createJournal } from '../../../nodes/Pruna/operations/journal';
import type { Run } from '../../../nodes/Pruna/operations/run';
import { createLedger } from '../../../nodes/Pruna/prediction/ledger';
import { createPacer } from '../../../nodes/Pruna/prediction/pace';
import { virtualClock } from '../core/virtualClock';

const link = 'https://api.pruna.ai/v1/predictions/delivery/x/output.jpg';
const job: Job = {
	model: 'p-image',
	kind: 'image',
	mode: 'wait',
	options: { outputField: 'data', downloadOutput: false, extraInput: {} },
	perMinute: 250,
	work: ['p-image', { prompt: 'A fox' }],
	input: () => ({ prompt: 'A fox' }),
};

/** One try of the node on one item; tries with the same context are those of Retry On Fail. */
function runWith(context: IContextObject, submitAnswer: unknown, statusAnswer?: unknown) {
	const { clock } = virtualClock();
	const calls: string[] = [];
	const give = async (what: string, answer: unknown) => {
		calls.push(what);
		return await (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer));
	};
	const functions = {
		getMode: () => 'trigger',
		getExecutionId: () => '7',
		getExecutionCancelSignal: () => undefined,
		logger: { info: () => undefined, debug: () => undefined, warn: () => undefined },
	} as unknown as IExecuteFunctions;
	const run = {
		context: functions,
		clock,
		pacer: createPacer(clock),
		ledger: createLedger(context, 0),
		journal: createJournal(functions, clock),
		isTool: false,
		api: {
			address: readBaseUrl(undefined),
			submit: async () => await give('submit', submitAnswer),
			status: async (id: string) => await give(`status ${id}`, statusAnswer),
		},
	} as unknown as Run;
	return { run, calls };
}

describe('an answer to a submit that cannot be read', () => {
	const keys = ['hf_AbCdEf0123456789', 'pru_live_0123456789'];

	it.each(
		keys.flatMap((key) => [
			[`as text: ${key}`, key, `token ${key} was not accepted`],
			[`as JSON: ${key}`, key, { input: { hf_token: key } }],
			[`at the 200th character: ${key}`, key, `${'x'.repeat(190)} ${key}`],
			[`after a line break in JSON: ${key}`, key, { log: `token:\n${key}` }],
			[`after an underscore: ${key}`, key, `token_${key}`],
		]),
	)('is passed on without a key, %s', async (_, key, answer) => {
		const { run } = runWith({}, answer);
		const error = (await runJob(run, 0, job).catch((thrown: unknown) => thrown)) as PrunaError;
		expect(error).toBeInstanceOf(PrunaError);
		expect(error.description).toContain(MAYBE_CHARGED);
		expect(error.description).toContain('The answer began: ');
		const afterPrefix = key.slice(key.indexOf('_') + 1);
		for (let length = afterPrefix.length; length >= 6; length--) {
			expect(error.description).not.toContain(afterPrefix.slice(0, length));
		}
	});

	it('is not bought again by the next try', async () => {
		const context: IContextObject = {};
		await expect(runJob(runWith(context, { hello: 1 }).run, 0, job)).rejects.toMatchObject({ inDoubt: true });
		const again = runWith(context, { id: 'abc' });
		await expect(runJob(again.run, 0, job)).rejects.toMatchObject({
			message: 'Pruna answered the submit without an ID or a result',
			description: expect.stringContaining(MAYBE_CHARGED) as string,
			inDoubt: true,
		});
		expect(again.calls).toEqual([]);
		expect(again.run.journal.jobOf(0)).toMatchObject({ status: 'in doubt' });
	});
});

describe('the next try of a job', () => {
	const done = { status: 'succeeded', generation_url: link };

	it('goes on with the id of the first, without another submit', async () => {
		const context: IContextObject = {};
		const lost = new PrunaError('Pruna did not accept the API key', { httpCode: '401' });
		await expect(runJob(runWith(context, { id: 'abc' }, lost).run, 0, job)).rejects.toBe(lost);
		const again = runWith(context, { id: 'def' }, done);
		expect(await runJob(again.run, 0, job)).toMatchObject([{ json: { id: 'abc', generation_url: link } }]);
		expect(again.calls).toEqual(['status abc']);
	});

	it('goes on also where another item ended the wait', async () => {
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
		['failed at once', { id: 'abc', status: 'failed' }, undefined],
	])('is submitted anew when the first %s', async (_, submitAnswer, statusAnswer) => {
		const context: IContextObject = {};
		await expect(runJob(runWith(context, submitAnswer, statusAnswer).run, 0, job)).rejects.toThrow(
			PrunaError,
		);
		const again = runWith(context, { id: 'def' }, done);
		await runJob(again.run, 0, job);
		expect(again.calls).toEqual(['submit', 'status def']);
	});

	it('delivers a sync result that was bought already', async () => {
		const context: IContextObject = {};
		const sync: Job = { ...job, mode: 'sync' };
		await runJob(runWith(context, done).run, 0, sync);
		const again = runWith(context, done);
		expect(await runJob(again.run, 0, sync)).toMatchObject([{ json: { generation_url: link } }]);
		expect(again.calls).toEqual([]);
	});
});
