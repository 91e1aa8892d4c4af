import fc from 'fast-check';
import type { IContextObject } from 'n8n-workflow';
import { createLedger, type LedgerEntry } from '../../../nodes/Pruna/prediction/ledger';

const work = ['p-image', { prompt: 'A fox', seed: 7 }, []];
const submitted: LedgerEntry = { state: 'submitted', id: 'abc' };

/** What n8n has of the context after it was saved with the execution. */
const restored = (context: IContextObject) => JSON.parse(JSON.stringify(context)) as IContextObject;

describe('what an item has bought', () => {
	it.each<LedgerEntry>([
		submitted,
		{ state: 'succeeded', generationUrl: ['https://a.com/1', 'https://a.com/2'] },
		{ state: 'succeeded', id: 'abc', generationUrl: { score: 1 } },
		{ state: 'in doubt', message: 'No answer' },
	])('is known to the next try, also after n8n has saved it: %j', (entry) => {
		const context: IContextObject = {};
		createLedger(context, 0).note(3, work, entry);
		expect(createLedger(context, 0).find(3, structuredClone(work))).toEqual(entry);
		expect(createLedger(restored(context), 0).find(3, work)).toEqual(entry);
	});

	it.each([
		[['p-video', work[1], []]],
		[['p-image', { prompt: 'A fox', seed: 8 }, []]],
		[['p-image', work[1], [['image', 'file-2']]]],
		[[]],
		[null],
	])('is nothing to other work: %j', (other) => {
		const ledger = createLedger({}, 0);
		ledger.note(0, work, submitted);
		expect(ledger.find(0, other)).toBeUndefined();
		expect(ledger.find(0, work)).toEqual(submitted);
	});

	it('is known to a later try of the same execution, whose expressions gave other values', () => {
		const context: IContextObject = {};
		const other = ['p-image', { prompt: 'A fox', seed: 8 }, []];
		createLedger(context, 0, '17').note(0, work, submitted);
		expect(createLedger(restored(context), 0, '17').find(0, other)).toEqual(submitted);
		expect(createLedger(restored(context), 0, '17').find(1, other)).toBeUndefined();
		expect(createLedger(restored(context), 1, '17').find(0, other)).toBeUndefined();
	});

	it('is nothing to other work in an execution that repeats this one, or in one without an ID', () => {
		const context: IContextObject = {};
		const other = ['p-image', { prompt: 'An owl' }, []];
		createLedger(context, 0, '17').note(0, work, submitted);
		expect(createLedger(context, 0, '18').find(0, other)).toBeUndefined();
		expect(createLedger(context, 0, '18').find(0, work)).toEqual(submitted);
		createLedger(context, 0).note(0, work, submitted);
		expect(createLedger(context, 0).find(0, other)).toBeUndefined();
	});

	it('is nothing to another item, even with equal work', () => {
		const ledger = createLedger({}, 0);
		ledger.note(1, work, submitted);
		expect([0, 2, 11].map((itemIndex) => ledger.find(itemIndex, work))).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	it('is nothing to another run of the node in a loop, even with equal work', () => {
		const context: IContextObject = {};
		createLedger(context, 0).note(0, work, submitted);
		expect(createLedger(context, 1).find(0, work)).toBeUndefined();
		createLedger(context, 1).note(0, work, { state: 'submitted', id: 'def' });
		expect(createLedger(restored(context), 0).find(0, work)).toEqual(submitted);
		expect(createLedger(restored(context), 1).find(0, work)).toEqual({ state: 'submitted', id: 'def' });
	});

	it('is the last that was noted', () => {
		const context: IContextObject = {};
		const ledger = createLedger(context, 0);
		ledger.note(0, work, submitted);
		ledger.note(0, work, { state: 'in doubt', message: 'No answer' });
		expect(createLedger(context, 0).find(0, work)).toEqual({ state: 'in doubt', message: 'No answer' });
	});

	it('can be forgotten, of that item alone', () => {
		const context: IContextObject = {};
		const ledger = createLedger(context, 0);
		ledger.note(0, work, submitted);
		ledger.note(1, work, submitted);
		ledger.forget(0);
		ledger.forget(7);
		expect(createLedger(restored(context), 0).find(0, work)).toBeUndefined();
		expect(createLedger(restored(context), 0).find(1, work)).toEqual(submitted);
	});

	it('is noted without the input itself, which may hold keys', () => {
		const context: IContextObject = {};
		createLedger(context, 0).note(0, ['p-image-trainer', { hf_token: 'hf_secret' }], submitted);
		expect(JSON.stringify(context)).not.toContain('secret');
	});

	it('is found whatever the work is, and only for it', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
				const context: IContextObject = {};
				createLedger(context, 0).note(0, one, submitted);
				const isSame = JSON.stringify(one) === JSON.stringify(other);
				expect(createLedger(restored(context), 0).find(0, one)).toEqual(submitted);
				expect(createLedger(restored(context), 0).find(0, other)).toEqual(isSame ? submitted : undefined);
			}),
		);
	});
});

describe('a ledger that is cleared', () => {
	it('leaves no trace in the context', () => {
		const context: IContextObject = { ofSomebodyElse: 1 };
		const ledger = createLedger(context, 0);
		ledger.note(0, work, submitted);
		ledger.clear();
		expect(context).toEqual({ ofSomebodyElse: 1 });
		expect(createLedger(context, 0).find(0, work)).toBeUndefined();
	});

	it('leaves no trace when nothing was bought', () => {
		const context: IContextObject = {};
		createLedger(context, 4).clear();
		expect(context).toEqual({});
	});

	it('keeps what other runs of the node have bought', () => {
		const context: IContextObject = {};
		createLedger(context, 0).note(0, work, submitted);
		createLedger(context, 1).clear();
		expect(createLedger(context, 0).find(0, work)).toEqual(submitted);
		createLedger(context, 0).clear();
		expect(context).toEqual({});
	});
});

describe('a context that holds something else', () => {
	const hash = () => {
		const context: IContextObject = {};
		createLedger(context, 0).note(0, work, submitted);
		return (context.prunaJobs as Record<string, Record<string, { hash: string }>>)['0']!['0']!.hash;
	};

	it.each([
		[7],
		['text'],
		[null],
		[true],
		[[]],
		[[1, 2]],
		[{ 0: 7 }],
		[{ 0: null }],
		[{ 0: [] }],
		[{ 0: 'text' }],
		[{ 0: { 0: 7 } }],
		[{ 0: { 0: null } }],
		[{ 0: { 0: [] } }],
		[{ 0: { 0: 'text' } }],
		[{ 0: { 0: {} } }],
		[{ 0: { 0: { hash: 7, entry: submitted } } }],
		[{ 0: { 0: { entry: submitted } } }],
	])('counts as nothing bought, and can be noted in: %j', (garbage) => {
		const context: IContextObject = { prunaJobs: garbage };
		const ledger = createLedger(context, 0);
		expect(ledger.find(0, work)).toBeUndefined();
		ledger.note(0, work, submitted);
		expect(createLedger(restored(context), 0).find(0, work)).toEqual(submitted);
		ledger.forget(0);
		expect(ledger.find(0, work)).toBeUndefined();
		ledger.clear();
		expect(context).toEqual({});
	});

	it('counts as nothing bought where an entry has been lost', () => {
		const context: IContextObject = { prunaJobs: { 0: { 0: { hash: hash() } } } };
		expect(createLedger(context, 0).find(0, work)).toBeUndefined();
	});

	it('never crashes, whatever it is', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.nat(2), fc.nat(2), (garbage, runIndex, itemIndex) => {
				for (const prunaJobs of [
					garbage,
					{ [runIndex]: garbage },
					{ [runIndex]: { [itemIndex]: garbage } },
				]) {
					const context = { prunaJobs } as IContextObject;
					const ledger = createLedger(context, runIndex);
					expect(ledger.find(itemIndex, work)).toBeUndefined();
					ledger.note(itemIndex, work, submitted);
					expect(createLedger(restored(context), runIndex).find(itemIndex, work)).toEqual(submitted);
				}
			}),
		);
	});
});
