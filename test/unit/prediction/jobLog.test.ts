import type { IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import { createJobLog, oneLine } from '../../../nodes/Pruna/prediction/jobLog';
import { createRecords } from '../../../nodes/Pruna/prediction/record';

function logIn(mode: WorkflowExecuteMode = 'trigger') {
	const time = { now: 1_000_000 };
	const logger = { info: jest.fn(), debug: jest.fn(), warn: jest.fn() };
	const told: string[] = [];
	const context = {
		getMode: () => mode,
		getExecutionId: () => '7',
		sendMessageToUI: (message: string) => told.push(message),
		logger,
	} as unknown as IExecuteFunctions;
	const now = () => time.now;
	return {
		records: createRecords(now, [createJobLog(context, now)]),
		pass: (seconds: number) => {
			time.now += seconds * 1000;
		},
		logger,
		told,
	};
}

const facts = (id: string) => ({ id, get_url: `https://api.pruna.ai/v1/predictions/status/${id}` });

describe('n8n’s log', () => {
	it('has each step of a job with everything known about it and its duration', () => {
		const { records, logger, pass } = logIn();
		records.tell(1, { kind: 'named', details: { model: 'p-image' } });
		records.tell(1, { kind: 'submitting' });
		pass(0.5);
		records.tell(1, { kind: 'submitted', details: facts('abc') });
		pass(2);
		records.tell(1, { kind: 'polled', status: 'processing' });
		pass(1);
		records.tell(1, { kind: 'ended', status: 'succeeded' });
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
		const { records, logger } = logIn();
		records.tell(0, {
			kind: 'submitted',
			details: { id: 'a\nPruna: prediction\u2028submitted', status: 'x'.repeat(10_000) },
		});
		const [message] = logger.info.mock.calls[0] as [string];
		expect(message).toContain('ID a?Pruna: prediction?submitted, xxx');
		expect(message.length).toBeLessThan(400);
	});
});

describe('a person watching in the editor', () => {
	it('sees each step, with the ID', () => {
		const { records, told, pass } = logIn('manual');
		records.tell(0, { kind: 'named', details: { model: 'p-image' } });
		records.tell(0, { kind: 'submitting' });
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		pass(3);
		records.tell(0, { kind: 'ended', status: 'succeeded' });
		expect(told).toEqual([
			'Pruna, item 0: submitted (p-image, abc, starting, 0 s)',
			'Pruna, item 0: finished (p-image, abc, succeeded, 3 s)',
		]);
	});

	it('sees at most every 10 seconds that a job is still running, separately for each job', () => {
		const { records, told, pass } = logIn('manual');
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		pass(5);
		records.tell(1, { kind: 'submitted', details: facts('def') });
		told.length = 0;
		for (let second = 6; second <= 30; second++) {
			pass(1);
			records.tell(0, { kind: 'polled', status: 'processing' });
			records.tell(1, { kind: 'polled', status: 'processing' });
		}
		const told0 = told.filter((message) => message.startsWith('Pruna, item 0: still running'));
		const told1 = told.filter((message) => message.startsWith('Pruna, item 1: still running'));
		expect(
			[told0, told1].map((messages) => messages.map((message) => /([\d.]+) s\)/.exec(message)?.[1])),
		).toEqual([
			['10', '20', '30'],
			['10', '20'],
		]);
		expect(told).toHaveLength(5);
	});

	it.each(['trigger', 'webhook', 'integrated', 'evaluation'] as const)(
		'gets no messages in mode %s',
		(mode) => {
			const { records, told, pass } = logIn(mode);
			records.tell(0, { kind: 'submitted', details: facts('abc') });
			pass(60);
			records.tell(0, { kind: 'polled', status: 'processing' });
			records.tell(0, { kind: 'ended', status: 'succeeded' });
			expect(told).toEqual([]);
		},
	);

	it('never reads “undefined” when a sync result has no ID', () => {
		const { records, told } = logIn('manual');
		records.tell(0, { kind: 'named', details: { model: 'p-image' } });
		records.tell(0, { kind: 'submitting' });
		records.tell(0, { kind: 'submitted', details: {} });
		records.tell(0, { kind: 'ended', status: 'succeeded' });
		expect(told.join('\n')).not.toContain('undefined');
	});

	it('never reads “undefined” when this node did not submit the job', () => {
		const { records, told } = logIn('manual');
		records.tell(0, { kind: 'named', details: facts('abc') });
		records.tell(0, { kind: 'polled', status: 'processing' });
		expect(told).toHaveLength(1);
		expect(told[0]).not.toContain('undefined');
	});
});

describe('a resumed job', () => {
	it('is reported as not submitted again', () => {
		const { records, logger, told } = logIn('manual');
		records.tell(0, { kind: 'resumed', details: facts('abc') });
		expect(logger.info.mock.calls).toMatchObject([
			['Pruna: prediction resumed, not submitted again (execution 7, item 0, ID abc, starting, 0 s)', {}],
		]);
		expect(told).toEqual(['Pruna, item 0: resumed, not submitted again (abc, starting, 0 s)']);
	});
});

describe('a piece of the API’s text', () => {
	it.each([
		['abc', 'abc'],
		['a\nb\r\tc', 'a?b??c'],
		['é\u2028\u001b[31m', '???[31m'],
	])('becomes one plain line: %j', (text, expected) => {
		expect(oneLine(text)).toBe(expected);
	});

	it('is cut after 200 characters', () => {
		expect(oneLine('x'.repeat(201))).toBe('x'.repeat(200));
	});
});
