import { paidJobOf, readRow } from '../../../../nodes/Pruna/prediction/remember/jobRow';
import { isOutdated, judge } from '../../../../nodes/Pruna/prediction/remember/claims';
import { claim, row } from './rows';

const HOUR = 3600_000;
const alive = () => false;

describe('the rows of a job', () => {
	it('tell other executions that it is free, or that another one is submitting it', () => {
		expect(judge([], undefined, alive, 0)).toEqual({ kind: 'free', outdated: false });
		expect(judge([claim(1)], undefined, alive, 0)).toMatchObject({ kind: 'taken', isFirst: false });
	});

	it('tell the only claim to submit', () => {
		expect(judge([claim(1)], 'claim 1', alive, 0)).toEqual({ kind: 'mine' });
	});

	it('tell the first of several claims to wait, and the others to withdraw', () => {
		const rows = [claim(5), claim(3), claim(4)];
		expect(judge(rows, 'claim 3', alive, 0)).toMatchObject({ kind: 'taken', isFirst: true });
		expect(judge(rows, 'claim 4', alive, 0)).toMatchObject({ kind: 'taken', isFirst: false });
		expect(judge(rows, 'claim 5', alive, 0)).toMatchObject({ kind: 'taken', isFirst: false });
	});

	it('show that it was submitted, whatever claims there are', () => {
		const rows = [claim(1), row({ id: 2 }), claim(3)];
		expect(judge(rows, 'claim 1', alive, 0)).toMatchObject({
			kind: 'paid',
			paidJob: { state: 'submitted', id: 'job1' },
		});
	});

	it('give the latest job if it was submitted more than once', () => {
		const rows = [row({ id: 2, prediction_id: 'old' }), row({ id: 9, prediction_id: 'new' })];
		expect(judge(rows, undefined, alive, 0)).toMatchObject({ paidJob: { id: 'new' } });
	});

	it.each([
		['in doubt', claim(1, { state: 'in doubt' }), alive],
		['dead', claim(1), () => true],
	])('leave the outcome open when a submit is %s', (_, doubtful, isDead) => {
		expect(judge([doubtful, claim(2)], 'claim 2', isDead, 0)).toEqual({ kind: 'in doubt', row: doubtful });
	});

	it('show that the result is no longer available', () => {
		expect(judge([row()], undefined, alive, 25 * HOUR)).toEqual({ kind: 'free', outdated: true });
		expect(judge([row(), claim(2)], 'claim 2', alive, 25 * HOUR)).toEqual({ kind: 'mine' });
	});
});

describe('the lifetime of a result', () => {
	const training = row({ model: 'p-image-trainer', state: 'delivered', updatedAt: 3 * HOUR });

	it.each([
		['an image after 23 hours', row(), 23 * HOUR, false],
		['an image after 24 hours', row(), 24 * HOUR, true],
		['a training, 20 minutes after its delivery', training, 3 * HOUR + HOUR / 3, false],
		['a training, half an hour after its delivery', training, 3.5 * HOUR, true],
		['a training that has not been delivered', { ...training, state: 'running' as const }, 10 * HOUR, false],
		['a model that the node does not know', row({ model: 'new' }), 23 * HOUR, false],
	])('%s', (_, one, now, isOver) => {
		expect(isOutdated(one, now)).toBe(isOver);
	});
});

describe('a row of the table', () => {
	const json = { ...row(), createdAt: '2026-11-26T10:00:00.000Z', updatedAt: '2026-11-26T10:00:01.000Z' };

	it('is read with its times', () => {
		const read = readRow(json)!;
		expect(read.updatedAt - read.createdAt).toBe(1000);
		expect(read).toMatchObject({ id: 1, key: 'k', prediction_id: 'job1', result: null });
	});

	it.each([
		['an empty item', {}],
		['an unknown state', { ...json, state: 'happy' }],
		['no time', { ...json, createdAt: null }],
	])('is ignored with %s', (_, wrong) => {
		expect(readRow(wrong)).toBeUndefined();
	});

	it('contains a result without an ID, even one that was entered by hand', () => {
		const sync = { prediction_id: null, state: 'succeeded' as const };
		expect(paidJobOf(row({ ...sync, result: '["https://a/1","https://a/2"]' }))).toEqual({
			state: 'succeeded',
			generationUrl: ['https://a/1', 'https://a/2'],
		});
		expect(paidJobOf(row({ ...sync, result: 'https://a/1' }))).toMatchObject({
			generationUrl: 'https://a/1',
		});
		expect(paidJobOf(row({ prediction_id: null }))).toBeUndefined();
	});
});
