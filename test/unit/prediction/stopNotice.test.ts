import type { IExecuteFunctions } from 'n8n-workflow';
import { createRecords } from '../../../nodes/Pruna/prediction/record';
import { watchForStop } from '../../../nodes/Pruna/prediction/stopNotice';

/** Where the stop is told. What it throws there is thrown to whoever stops, as nothing else would show it. */
function signalOf() {
	const listeners = new Set<() => void>();
	const signal = {
		addEventListener: (_: 'abort', listener: () => void) => listeners.add(listener),
		removeEventListener: (_: 'abort', listener: () => void) => listeners.delete(listener),
	} as unknown as AbortSignal;
	return { signal, listeners, abort: () => listeners.forEach((listener) => listener()) };
}

function runIn({ isOldN8n = false, kept = undefined as string | undefined, canRead = true } = {}) {
	const { signal, listeners, abort } = signalOf();
	const logger = { warn: jest.fn() };
	const customData = {
		set: jest.fn<void, [string, string]>(),
		...(canRead && { get: jest.fn<string | undefined, [string]>(() => kept) }),
	};
	const context = {
		getExecutionId: () => '7',
		getExecutionCancelSignal: () => signal,
		logger,
		...(isOldN8n ? { getWorkflowDataProxy: () => ({ $execution: { customData } }) } : { customData }),
	} as unknown as IExecuteFunctions;
	const records = createRecords(() => 1_000_000, []);
	const close = watchForStop(context, () => records.all());
	return { records, abort, close, listeners, logger, customData, context };
}

const facts = (id: string) => ({ id, get_url: `https://api.pruna.ai/v1/predictions/status/${id}` });

describe('a stopped execution', () => {
	it('leaves the IDs of all open jobs in the log and with the execution', () => {
		const { records, abort, logger, customData } = runIn();
		records.tell(0, { kind: 'submitted', details: facts('handle') });
		records.tell(1, { kind: 'resumed', details: facts('resumed') });
		records.tell(2, { kind: 'submitted', details: facts('polled') });
		records.tell(2, { kind: 'polled', status: 'processing' });
		records.tell(3, { kind: 'submitted', details: facts('being-delivered') });
		records.tell(3, { kind: 'ended', status: 'succeeded' });
		records.tell(4, { kind: 'submitting' });
		abort();
		const ids = ['handle', 'resumed', 'polled', 'being-delivered'];
		expect(logger.warn.mock.calls).toEqual([
			[
				`Pruna: execution 7 was stopped; its predictions keep running and may be billed: ${ids.join(', ')}, 1 without an ID yet`,
				{ ids, withoutId: 1 },
			],
		]);
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', ids.join(',')]]);
	});

	it('also leaves the IDs with the execution in older n8n, which has custom data only for expressions', () => {
		const { records, abort, customData } = runIn({ isOldN8n: true });
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		abort();
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', 'abc']]);
	});

	it('leaves no IDs of ended jobs or finished items', () => {
		const { records, abort, logger, customData } = runIn();
		records.tell(0, { kind: 'submitted', details: facts('delivered') });
		records.tell(0, { kind: 'ended', status: 'succeeded' });
		records.tell(0, { kind: 'delivered' });
		records.tell(1, { kind: 'submitted', details: facts('failed') });
		records.tell(1, { kind: 'ended', status: 'failed' });
		records.tell(2, { kind: 'submitted', details: facts('canceled') });
		records.tell(2, { kind: 'ended', status: 'canceled' });
		records.tell(3, { kind: 'submitted', details: facts('submit-only') });
		records.tell(3, { kind: 'delivered' });
		records.tell(4, { kind: 'submitting' });
		records.tell(4, { kind: 'refused' });
		records.tell(5, { kind: 'submitted', details: facts('open') });
		abort();
		expect(logger.warn.mock.calls).toEqual([[expect.any(String), { ids: ['open'], withoutId: 0 }]]);
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', 'open']]);
	});

	it('leaves nothing if no job is open', () => {
		const { records, abort, logger, customData } = runIn();
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		records.tell(0, { kind: 'delivered' });
		abort();
		expect(logger.warn).not.toHaveBeenCalled();
		expect(customData.set).not.toHaveBeenCalled();
	});

	it('reports a submit without an answer only in the log', () => {
		const { records, abort, logger, customData } = runIn();
		records.tell(0, { kind: 'submitting' });
		abort();
		expect(logger.warn.mock.calls).toEqual([[expect.any(String), { ids: [], withoutId: 1 }]]);
		expect(customData.set).not.toHaveBeenCalled();
	});

	it('saves as many complete IDs as fit into one n8n value, and logs all of them', () => {
		const { records, abort, logger, customData } = runIn();
		const ids = Array.from({ length: 500 }, (_, index) => `prediction-${index}-abcdefghij`);
		for (const [index, id] of ids.entries()) records.tell(index, { kind: 'submitted', details: facts(id) });
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

	it('fills that value to the last character', () => {
		const { records, abort, customData } = runIn();
		const ids = ['a'.repeat(255), 'b'.repeat(256), 'c'];
		for (const [index, id] of ids.entries()) records.tell(index, { kind: 'submitted', details: facts(id) });
		abort();
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', `${ids[0]},${ids[1]}`]]);
	});

	it('may have no signal, as in an older n8n', () => {
		const context = { getExecutionCancelSignal: () => undefined } as unknown as IExecuteFunctions;
		expect(() => watchForStop(context, () => [])()).not.toThrow();
	});
});

describe('a submit in doubt', () => {
	it('is reported by its own error, and not a second time when the execution is stopped', () => {
		const { records, abort, logger } = runIn();
		records.tell(0, { kind: 'submitting' });
		records.tell(0, { kind: 'in doubt', message: 'No answer' });
		abort();
		expect(logger.warn).not.toHaveBeenCalled();
	});
});

describe('a finished run', () => {
	it('stops listening, and reports nothing when n8n stops the execution later', () => {
		const { records, abort, close, listeners, logger, customData } = runIn();
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		expect(listeners.size).toBe(1);
		close();
		expect(listeners.size).toBe(0);
		abort();
		expect(logger.warn).not.toHaveBeenCalled();
		expect(customData.set).not.toHaveBeenCalled();
	});

	it('also stops listening to a real AbortSignal, as n8n uses', () => {
		const controller = new AbortController();
		const logger = { warn: jest.fn() };
		const context = {
			getExecutionId: () => '7',
			getExecutionCancelSignal: () => controller.signal,
			logger,
			customData: { set: () => undefined },
		} as unknown as IExecuteFunctions;
		const records = createRecords(() => 1_000_000, []);
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		const closes = [watchForStop(context, () => records.all()), watchForStop(context, () => records.all())];
		closes[0]!();
		controller.abort();
		// The other run still listens.
		expect(logger.warn).toHaveBeenCalledTimes(1);
	});
});

describe('n8n, while it stops an execution,', () => {
	const broken = () => {
		throw new Error('broken');
	};

	it('is not disturbed by a log that throws, and still gets the IDs', () => {
		const { records, abort, logger, customData } = runIn();
		logger.warn.mockImplementation(broken);
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		expect(abort).not.toThrow();
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', 'abc']]);
	});

	it('is not disturbed by custom data that throws, and the log still has the IDs', () => {
		const { records, abort, logger, customData } = runIn();
		customData.set.mockImplementation(broken);
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		expect(abort).not.toThrow();
		expect(logger.warn.mock.calls).toMatchObject([[expect.any(String), { ids: ['abc'] }]]);
	});

	it('is not disturbed by custom data that is missing or unreadable', () => {
		const unreadable = runIn();
		unreadable.customData.get!.mockImplementation(broken);
		const missing = runIn({ isOldN8n: true });
		Object.assign(missing.context, { getWorkflowDataProxy: broken });
		for (const { records, abort, logger } of [unreadable, missing]) {
			records.tell(0, { kind: 'submitted', details: facts('abc') });
			expect(abort).not.toThrow();
			expect(logger.warn).toHaveBeenCalledTimes(1);
		}
	});
});

describe('the custom data of an execution', () => {
	it.each([
		['of another node', 'xyz', 'xyz,abc,def'],
		['of this node', 'abc', 'abc,def'],
		['of both', 'xyz,def', 'xyz,def,abc'],
		['of no node', '', 'abc,def'],
		['twice', 'xyz,xyz', 'xyz,abc,def'],
	])('that contains the IDs %s keeps them, each once', (_, kept, expected) => {
		const { records, abort, customData } = runIn({ kept });
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		records.tell(1, { kind: 'submitted', details: facts('def') });
		abort();
		expect(customData.get!.mock.calls).toEqual([['pruna_jobs']]);
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', expected]]);
	});

	it('that is unreadable is still written', () => {
		const { records, abort, customData } = runIn({ canRead: false });
		records.tell(0, { kind: 'submitted', details: facts('abc') });
		abort();
		expect(customData.set.mock.calls).toEqual([['pruna_jobs', 'abc']]);
	});

	it('contains the IDs of two runs that are stopped together', () => {
		const kept: { value?: string } = {};
		const customData = {
			get: () => kept.value,
			set: (_: string, value: string) => void (kept.value = value),
		};
		const controller = new AbortController();
		const context = {
			getExecutionId: () => '7',
			getExecutionCancelSignal: () => controller.signal,
			logger: { warn: () => undefined },
			customData,
		} as unknown as IExecuteFunctions;
		for (const id of ['abc', 'def']) {
			const records = createRecords(() => 1_000_000, []);
			watchForStop(context, () => records.all());
			records.tell(0, { kind: 'submitted', details: facts(id) });
		}
		controller.abort();
		expect(kept.value).toBe('abc,def');
	});
});
