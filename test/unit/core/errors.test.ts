import { ExecutionCanceled, PrunaError, RunHalted } from '../../../nodes/Pruna/core/errors';

describe('an error of the node', () => {
	it('assumes nothing by default: it may not be repeated, and it says nothing about a job', () => {
		const error = new PrunaError('It broke');
		expect(error).toMatchObject({ repeat: { allowed: 'never' }, inDoubt: false, details: {} });
		expect(error.job).toBeUndefined();
	});

	it('has all the given facts', () => {
		const facts = {
			advice: 'Do this.',
			reason: 'too hot',
			job: 'running',
			repeat: { allowed: 'always', afterSeconds: 3 },
			httpCode: '429',
			details: { id: 'abc' },
			failureCause: 'rate-limited',
		} as const;
		expect(new PrunaError('It broke', facts)).toMatchObject({ ...facts, message: 'It broke' });
	});

	it.each([
		['none', false],
		['maybe', true],
		['running', false],
		['done', false],
		['lost', false],
		[undefined, false],
	] as const)('is in doubt if it is unknown whether a job exists: %s', (job, inDoubt) => {
		expect(new PrunaError('It broke', { job }).inDoubt).toBe(inDoubt);
	});

	it.each([new ExecutionCanceled(), new RunHalted()])('is distinguished from what ends a run: %p', (end) => {
		expect(end).not.toBeInstanceOf(PrunaError);
	});

	it('for a stop contains the word by which n8n recognizes one', () => {
		expect(new ExecutionCanceled().message).toContain('canceled');
		expect(new RunHalted().message).not.toContain('canceled');
	});
});

describe('the same error with other facts', () => {
	const facts = {
		advice: 'Do this.',
		reason: 'too hot',
		job: 'maybe',
		repeat: { allowed: 'ifFree' },
		httpCode: '504',
		details: { id: 'abc' },
		failureCause: 'temporarily-unavailable',
	} as const;
	const error = new PrunaError('It broke', facts);

	it('keeps everything that is not changed', () => {
		expect(error.with({ job: 'none' })).toMatchObject({ ...facts, message: 'It broke', job: 'none' });
		expect(error.with({ message: 'It fell' })).toMatchObject({ ...facts, message: 'It fell' });
		expect(error.with({})).toMatchObject({ ...facts, message: 'It broke' });
	});

	it('can remove a fact', () => {
		const changed = error.with({ job: undefined, advice: undefined });
		expect([changed.job, changed.advice, changed.reason]).toEqual([undefined, undefined, 'too hot']);
		expect(changed.inDoubt).toBe(false);
	});

	it('is a separate error and leaves the first one unchanged', () => {
		const changed = error.with({ job: 'done', details: {} });
		expect(changed).not.toBe(error);
		expect(changed).toBeInstanceOf(PrunaError);
		expect(error).toMatchObject({ ...facts, message: 'It broke' });
	});

	it('can be changed again', () => {
		const changed = error.with({ job: 'none' }).with({ message: 'It fell' });
		expect(changed).toMatchObject({ ...facts, message: 'It fell', job: 'none' });
	});
});
