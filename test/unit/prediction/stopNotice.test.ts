import type { IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import { createJournal } from '../../../nodes/Pruna/operations/journal';

function journalIn(mode: WorkflowExecuteMode = 'trigger', isOldN8n = false) {
	const controller = new AbortController();
	const time = { now: 1_000_000 };
	const logger = { info: jest.fn(), debug: jest.fn(), warn: jest.fn() };
	const customData = { set: jest.fn<void, [string, string]>() };
	const told: string[] = [];
	const addExecutionHints = jest.fn();
	const context = {
		getMode: () => mode,
		getExecutionId: () => '7',
		getExecutionCancelSignal: () => controller.signal,
		sendMessageToUI: (message: string) => told.push(message),
		addExecutionHints,
		logger,
		...(isOldN8n ? { getWorkflowDataProxy: () => ({ $execution: { customData } }) } : { customData }),
	} as unknown as IExecuteFunctions;
	return {
		journal: createJournal(context, { now: () => time.now }),
		abort: () => controller.abort(),
		pass: (seconds: number) => {
			time.now += seconds * 1000;
		},
		logger,
		customData,
		told,
		addExecutionHints,
	};
}

const facts = (id: string) => ({ id, get_url: `https://api.pruna.ai/v1/predictions/status/${id}` });

describe('the job of an item', () => {
	it('is known from its submit to its end', () => {
		const { journal } = journalIn();
		journal.jobOf(2).model = 'p-image';
		journal.submitting(2);
		expect(journal.jobOf(2)).toEqual({ model: 'p-image' });
		journal.submitted(2, facts('abc'));
		expect(journal.jobOf(2)).toEqual({ model: 'p-image', status: 'starting', ...facts('abc') });
		journal.looked(2, 'processing');
		expect(journal.jobs().get(2)).toEqual({ model: 'p-image', status: 'processing', ...facts('abc') });
		journal.ended(2, 'succeeded');
		expect(journal.jobOf(2).status).toBe('succeeded');
	});

	it('keeps the status that the API gave with the submit', () => {
		const { journal } = journalIn();
		journal.submitted(0, { id: 'abc', status: 'processing' });
		expect(journal.jobOf(0).status).toBe('processing');
	});

	it('is not mixed with those of others', () => {
		const { journal } = journalIn();
		journal.submitted(0, facts('abc'));
		journal.submitted(1, facts('def'));
		journal.ended(1, 'failed');
		expect([journal.jobOf(0), journal.jobOf(1)]).toMatchObject([
			{ id: 'abc', status: 'starting' },
			{ id: 'def', status: 'failed' },
		]);
	});
});

describe('n8n’s log', () => {
	it('has each step of a job with all that is known, and how long it took', () => {
		const { journal, logger, pass } = journalIn();
		journal.jobOf(1).model = 'p-image';
		journal.submitting(1);
		pass(0.5);
		journal.submitted(1, facts('abc'));
		pass(2);
		journal.looked(1, 'processing');
		pass(1);
		journal.ended(1, 'succeeded');
		const known = { item: 1, id: 'abc', model: 'p-image' };
		expect(logger.info.mock.calls).toEqual([
			[
				'Pruna: prediction submitted (execution 7, item 1, ID abc, p-image, starting, 0.5 s)',
				{ ...known, status: 'starting', seconds: 0.5 },
			],
			[
				'Pruna: prediction finished (execution 7, item 1, ID abc, p-image, succeeded, 3.5 s)',
				{ ...known, status: 'succeeded', seconds: 3.5 },
			],
		]);
		expect(logger.debug.mock.calls).toEqual([
			['Pruna: prediction polled', { ...known, status: 'processing', seconds: 2.5 }],
		]);
		expect(logger.warn).not.toHaveBeenCalled();
	});

	it('gets one line per step, whatever the API says', () => {
		const { journal, logger } = journalIn();
		journal.submitted(0, { id: 'a\nPruna: prediction\u2028submitted', status: 'x'.repeat(10_000) });
		const [message] = logger.info.mock.calls[0] as [string];
		expect(message).toContain('ID a?Pruna: prediction?submitted, xxx');
		expect(message.length).toBeLessThan(400);
	});
});

describe('an execution that is stopped', () => {
	it('leaves the ids of all open jobs in the log and with the execution', () => {
		const { journal, abort, logger, customData } = journalIn();
		journal.submitted(0, facts('handle'));
		journal.resumed(1, facts('resumed'));
		journal.submitted(2, facts('looked-at'));
		journal.looked(2, 'processing');
		journal.submitted(3, facts('being-delivered'));
		journal.ended(3, 'succeeded');
		journal.submitting(4);
		abort();
		const ids = ['handle', 'resumed', 'looked-at', 'being-delivered'];
		expect(logger.warn.mock.calls).toEqual([
			[
				`Pruna: execution 7 was stopped; its predictions go on and may be billed: ${ids.join(', ')}, 1 without an ID yet`,
				{ ids, withoutId: 1 },
			],
		]);
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', ids.join(',')]]);
	});

	it('leaves the ids with the execution in older n8n as well, which has the custom data for expressions only', () => {
		const { journal, abort, customData } = journalIn('trigger', true);
		journal.submitted(0, facts('abc'));
		abort();
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', 'abc']]);
	});

	it('leaves no id of a job that has ended, nor of an item that has all', () => {
		const { journal, abort, logger, customData } = journalIn();
		journal.submitted(0, facts('delivered'));
		journal.ended(0, 'succeeded');
		journal.closed(0);
		journal.submitted(1, facts('failed'));
		journal.ended(1, 'failed');
		journal.submitted(2, facts('canceled'));
		journal.ended(2, 'canceled');
		journal.submitted(3, facts('submit-only'));
		journal.closed(3);
		journal.submitting(4);
		journal.refused(4);
		journal.submitted(5, facts('open'));
		abort();
		expect(logger.warn.mock.calls).toEqual([[expect.any(String), { ids: ['open'], withoutId: 0 }]]);
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', 'open']]);
	});

	it('leaves nothing when nothing is open', () => {
		const { journal, abort, logger, customData } = journalIn();
		journal.submitted(0, facts('abc'));
		journal.closed(0);
		abort();
		expect(logger.warn).not.toHaveBeenCalled();
		expect(customData.set).not.toHaveBeenCalled();
	});

	it('tells of a submit without an answer in the log alone', () => {
		const { journal, abort, logger, customData } = journalIn();
		journal.submitting(0);
		abort();
		expect(logger.warn.mock.calls).toEqual([[expect.any(String), { ids: [], withoutId: 1 }]]);
		expect(customData.set).not.toHaveBeenCalled();
	});

	it('keeps as many whole ids as one value of n8n holds, and logs all', () => {
		const { journal, abort, logger, customData } = journalIn();
		const ids = Array.from({ length: 500 }, (_, index) => `prediction-${index}-abcdefghij`);
		for (const [index, id] of ids.entries()) journal.submitted(index, facts(id));
		abort();
		expect(customData.set).toHaveBeenCalledTimes(1);
		const [key, value] = customData.set.mock.calls[0]!;
		expect(key).toBe('pruna_jobs');
		expect(value.length).toBeLessThanOrEqual(512);
		expect(value.length).toBeGreaterThan(480);
		const kept = value.split(',');
		expect(kept).toEqual(ids.slice(0, kept.length));
		expect(logger.warn.mock.calls).toEqual([[expect.any(String), { ids, withoutId: 0 }]]);
	});

	it('fills that value to its last character', () => {
		const { journal, abort, customData } = journalIn();
		const ids = ['a'.repeat(255), 'b'.repeat(256), 'c'];
		for (const [index, id] of ids.entries()) journal.submitted(index, facts(id));
		abort();
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', `${ids[0]},${ids[1]}`]]);
	});

	it('may have no signal, as in an older n8n', () => {
		const context = { getExecutionCancelSignal: () => undefined } as unknown as IExecuteFunctions;
		expect(() => createJournal(context, { now: () => 0 })).not.toThrow();
	});
});

describe('a person who looks on', () => {
	it('is told of each step, with the id', () => {
		const { journal, told, pass } = journalIn('manual');
		journal.jobOf(0).model = 'p-image';
		journal.submitting(0);
		journal.submitted(0, facts('abc'));
		pass(3);
		journal.ended(0, 'succeeded');
		expect(told).toEqual([
			'Pruna, item 0: submitted (p-image, abc, starting, 0 s)',
			'Pruna, item 0: finished (p-image, abc, succeeded, 3 s)',
		]);
	});

	it('is told every 10 seconds at most that a job still runs, for each job on its own', () => {
		const { journal, told, pass } = journalIn('manual');
		journal.submitted(0, facts('abc'));
		pass(5);
		journal.submitted(1, facts('def'));
		told.length = 0;
		for (let second = 6; second <= 30; second++) {
			pass(1);
			journal.looked(0, 'processing');
			journal.looked(1, 'processing');
		}
		const told0 = told.filter((message) => message.startsWith('Pruna, item 0: still runs'));
		const told1 = told.filter((message) => message.startsWith('Pruna, item 1: still runs'));
		expect(
			[told0, told1].map((messages) => messages.map((message) => /([\d.]+) s\)/.exec(message)?.[1])),
		).toEqual([
			['10', '20', '30'],
			['10', '20'],
		]);
		expect(told).toHaveLength(5);
	});

	it.each(['trigger', 'webhook', 'integrated', 'evaluation'] as const)('is not there in mode %s', (mode) => {
		const { journal, told, pass } = journalIn(mode);
		journal.submitted(0, facts('abc'));
		pass(60);
		journal.looked(0, 'processing');
		journal.ended(0, 'succeeded');
		expect(told).toEqual([]);
	});

	it('reads no “undefined” where a sync result has no id', () => {
		const { journal, told } = journalIn('manual');
		journal.jobOf(0).model = 'p-image';
		journal.submitting(0);
		journal.submitted(0, {});
		journal.ended(0, 'succeeded');
		expect(told.join('\n')).not.toContain('undefined');
	});

	it('reads no “undefined” where a job was not submitted by this node', () => {
		const { journal, told } = journalIn('manual');
		Object.assign(journal.jobOf(0), facts('abc'));
		journal.looked(0, 'processing');
		expect(told).toHaveLength(1);
		expect(told[0]).not.toContain('undefined');
	});
});

describe('the hint in the output panel', () => {
	it.each([
		[1, '1 prediction of'],
		[3, '3 predictions of'],
	])('tells that %d jobs were not bought again', (count, text) => {
		const { journal, addExecutionHints } = journalIn();
		for (let index = 0; index < count; index++) journal.resumed(index, facts(`job-${index}`));
		journal.submitted(9, facts('new'));
		journal.addHints();
		expect(addExecutionHints.mock.calls).toEqual([
			[{ message: expect.stringContaining(text) as string, location: 'outputPane' }],
		]);
	});

	it('is not there when nothing was resumed', () => {
		const { journal, addExecutionHints } = journalIn();
		journal.submitted(0, facts('abc'));
		journal.ended(0, 'succeeded');
		journal.addHints();
		expect(addExecutionHints).not.toHaveBeenCalled();
	});
});
