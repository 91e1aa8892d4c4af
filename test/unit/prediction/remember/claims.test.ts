import { boughtOf, readRow } from '../../../../nodes/Pruna/prediction/remember/jobRow';
import { isOutdated, judge } from '../../../../nodes/Pruna/prediction/remember/claims';
import { claim, row } from './rows';

const HOUR = 3600_000;
const alive = () => false;

describe('what the rows of a job say', () => {
	it('to nobody: it is free, or somebody buys it', () => {
		expect(judge([], undefined, alive, 0)).toEqual({ kind: 'free', outdated: false });
		expect(judge([claim(1)], undefined, alive, 0)).toMatchObject({ kind: 'taken', isFirst: false });
	});

	it('to the only claim: buy', () => {
		expect(judge([claim(1)], 'claim 1', alive, 0)).toEqual({ kind: 'mine' });
	});

	it('to the first of several claims: wait; to the others: give it up', () => {
		const rows = [claim(5), claim(3), claim(4)];
		expect(judge(rows, 'claim 3', alive, 0)).toMatchObject({ kind: 'taken', isFirst: true });
		expect(judge(rows, 'claim 4', alive, 0)).toMatchObject({ kind: 'taken', isFirst: false });
		expect(judge(rows, 'claim 5', alive, 0)).toMatchObject({ kind: 'taken', isFirst: false });
	});

	it('that it was bought, whatever claims there are', () => {
		const rows = [claim(1), row({ id: 2 }), claim(3)];
		expect(judge(rows, 'claim 1', alive, 0)).toMatchObject({
			kind: 'bought',
			bought: { state: 'submitted', id: 'job1' },
		});
	});

	it('the youngest one, if it was bought more than once', () => {
		const rows = [row({ id: 2, prediction_id: 'old' }), row({ id: 9, prediction_id: 'new' })];
		expect(judge(rows, undefined, alive, 0)).toMatchObject({ bought: { id: 'new' } });
	});

	it.each([
		['in doubt', claim(1, { state: 'in doubt' }), alive],
		['dead', claim(1), () => true],
	])('that nobody knows, when a submit is %s', (_, doubtful, isDead) => {
		expect(judge([doubtful, claim(2)], 'claim 2', isDead, 0)).toEqual({ kind: 'in doubt', row: doubtful });
	});

	it('that the result is not there any more', () => {
		expect(judge([row()], undefined, alive, 25 * HOUR)).toEqual({ kind: 'free', outdated: true });
		expect(judge([row(), claim(2)], 'claim 2', alive, 25 * HOUR)).toEqual({ kind: 'mine' });
	});
});

describe('the life of a result', () => {
	const training = row({ model: 'p-image-trainer', state: 'delivered', updatedAt: 3 * HOUR });

	it.each([
		['an image after 23 hours', row(), 23 * HOUR, false],
		['an image after 24 hours', row(), 24 * HOUR, true],
		['a training, 20 minutes after its delivery', training, 3 * HOUR + HOUR / 3, false],
		['a training, half an hour after its delivery', training, 3.5 * HOUR, true],
		['a training that nobody has fetched', { ...training, state: 'running' as const }, 10 * HOUR, false],
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
		['an item without anything', {}],
		['a state that nobody knows', { ...json, state: 'happy' }],
		['no time', { ...json, createdAt: null }],
	])('is none with %s', (_, wrong) => {
		expect(readRow(wrong)).toBeUndefined();
	});

	it('gives a result without an ID, also one that somebody typed in', () => {
		const sync = { prediction_id: null, state: 'succeeded' as const };
		expect(boughtOf(row({ ...sync, result: '["https://a/1","https://a/2"]' }))).toEqual({
			state: 'succeeded',
			generationUrl: ['https://a/1', 'https://a/2'],
		});
		expect(boughtOf(row({ ...sync, result: 'https://a/1' }))).toMatchObject({ generationUrl: 'https://a/1' });
		expect(boughtOf(row({ prediction_id: null }))).toBeUndefined();
	});
});
