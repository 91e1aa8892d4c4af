import fc from 'fast-check';
import type { IContextObject } from 'n8n-workflow';
import { createLedger, type Ledger, type LedgerEntry } from '../../../nodes/Pruna/prediction/ledger';
import { createRecords, type Moment } from '../../../nodes/Pruna/prediction/record';

const work = ['p-image', { prompt: 'A fox', seed: 7 }, []];
const submitted: LedgerEntry = { state: 'submitted', id: 'abc' };

/** The ledger of one run of the node: a try of execution 17 unless stated otherwise. */
function ledgerIn(
	context: IContextObject,
	{ runIndex = 0, executionId = '17', isTool = false }: Partial<Parameters<typeof createLedger>[1]> = {},
): Ledger {
	return createLedger(context, { runIndex, executionId, isTool });
}

/** The same for an execution that repeats it (n8n's Retry button), which finds only identical work. */
const repeatedIn = (context: IContextObject, runIndex = 0) =>
	ledgerIn(context, { runIndex, executionId: '18' });

/** Tells a ledger what happens to an item's job, as a run does. */
function tell(ledger: Ledger, itemIndex: number, ownWork: unknown, ...moments: Moment[]): void {
	const records = createRecords(() => 1_000_000, [ledger.reader]);
	records.tell(itemIndex, { kind: 'named', details: { model: 'p-image' }, work: ownWork });
	for (const moment of moments) records.tell(itemIndex, moment);
}

/** The moment that leads to this entry. */
function momentOf(entry: LedgerEntry): Moment {
	if (entry.state === 'in doubt') return { kind: 'in doubt', message: entry.message };
	const result = entry.state === 'succeeded' ? entry : undefined;
	return { kind: 'submitted', details: { id: entry.id }, result };
}

const note = (ledger: Ledger, itemIndex: number, ownWork: unknown, entry: LedgerEntry) =>
	tell(ledger, itemIndex, ownWork, { kind: 'submitting' }, momentOf(entry));

const forget = (ledger: Ledger, itemIndex: number) =>
	tell(ledger, itemIndex, work, { kind: 'ended', status: 'failed' });

/** The context as n8n restores it from a saved execution. */
const restored = (context: IContextObject) => JSON.parse(JSON.stringify(context)) as IContextObject;

describe('what an item has paid for', () => {
	it.each<LedgerEntry>([
		submitted,
		{ state: 'succeeded', generationUrl: ['https://a.com/1', 'https://a.com/2'] },
		{ state: 'succeeded', id: 'abc', generationUrl: { score: 1 } },
		{ state: 'in doubt', message: 'No answer' },
	])('is known to the next try, even after n8n has saved it: %j', (entry) => {
		const context: IContextObject = {};
		note(ledgerIn(context), 3, work, entry);
		expect(ledgerIn(context).find(3, structuredClone(work))).toEqual(entry);
		expect(ledgerIn(restored(context)).find(3, work)).toEqual(entry);
	});

	it.each([
		[['p-video', work[1], []]],
		[['p-image', { prompt: 'A fox', seed: 8 }, []]],
		[['p-image', work[1], [['image', 'file-2']]]],
		[[]],
		[null],
	])('is not found for different work in an execution that repeats this one: %j', (other) => {
		const context: IContextObject = {};
		note(ledgerIn(context), 0, work, submitted);
		expect(repeatedIn(context).find(0, other)).toBeUndefined();
		expect(repeatedIn(context).find(0, work)).toEqual(submitted);
	});

	it('is known to a later try of the same execution, even if its expressions returned other values', () => {
		const context: IContextObject = {};
		const other = ['p-image', { prompt: 'A fox', seed: 8 }, []];
		note(ledgerIn(context), 0, work, submitted);
		expect(ledgerIn(restored(context)).find(0, other)).toEqual(submitted);
		expect(ledgerIn(restored(context)).find(1, other)).toBeUndefined();
		expect(ledgerIn(restored(context), { runIndex: 1 }).find(0, other)).toBeUndefined();
	});

	it('is not found for different work of a tool, whose calls are all item 0 of run 0', () => {
		const context: IContextObject = {};
		const other = ['p-image', { prompt: 'An owl' }, []];
		note(ledgerIn(context, { isTool: true }), 0, work, submitted);
		for (const executionId of ['17', '18']) {
			const ledger = ledgerIn(restored(context), { executionId, isTool: true });
			expect(ledger.find(0, other)).toBeUndefined();
			expect(ledger.find(0, work)).toEqual(submitted);
		}
	});

	it('is known to an execution that repeats this one, unless it is in doubt', () => {
		const succeeded: LedgerEntry = { state: 'succeeded', id: 'abc', generationUrl: 'https://a.com/1' };
		const doubt: LedgerEntry = { state: 'in doubt', message: 'No answer' };
		const context: IContextObject = {};
		for (const [itemIndex, entry] of [submitted, succeeded, doubt].entries()) {
			note(ledgerIn(context), itemIndex, work, entry);
		}
		const found = (ledger: Ledger) => [0, 1, 2].map((itemIndex) => ledger.find(itemIndex, work));
		expect(found(ledgerIn(restored(context)))).toEqual([submitted, succeeded, doubt]);
		expect(found(repeatedIn(restored(context)))).toEqual([submitted, succeeded, undefined]);
	});

	it('is in doubt for a tool only within the same execution', () => {
		const doubt: LedgerEntry = { state: 'in doubt', message: 'No answer' };
		const context: IContextObject = {};
		note(ledgerIn(context, { isTool: true }), 0, work, doubt);
		expect(ledgerIn(context, { isTool: true }).find(0, work)).toEqual(doubt);
		expect(ledgerIn(context, { isTool: true, executionId: '18' }).find(0, work)).toBeUndefined();
	});

	it('is noted again by the execution that repeats it', () => {
		const context: IContextObject = {};
		note(ledgerIn(context), 0, work, { state: 'in doubt', message: 'No answer' });
		note(repeatedIn(context), 0, work, submitted);
		expect(repeatedIn(restored(context)).find(0, ['other work'])).toEqual(submitted);
	});

	it('is not found for another item, even with identical work', () => {
		const ledger = ledgerIn({});
		note(ledger, 1, work, submitted);
		expect([0, 2, 11].map((itemIndex) => ledger.find(itemIndex, work))).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	it('is not found for another run of the node in a loop, even with identical work', () => {
		const context: IContextObject = {};
		note(ledgerIn(context), 0, work, submitted);
		expect(ledgerIn(context, { runIndex: 1 }).find(0, work)).toBeUndefined();
		note(ledgerIn(context, { runIndex: 1 }), 0, work, { state: 'submitted', id: 'def' });
		expect(ledgerIn(restored(context)).find(0, work)).toEqual(submitted);
		expect(ledgerIn(restored(context), { runIndex: 1 }).find(0, work)).toEqual({
			state: 'submitted',
			id: 'def',
		});
	});

	it('is the latest entry', () => {
		const context: IContextObject = {};
		const ledger = ledgerIn(context);
		note(ledger, 0, work, submitted);
		note(ledger, 0, work, { state: 'in doubt', message: 'No answer' });
		expect(ledgerIn(context).find(0, work)).toEqual({ state: 'in doubt', message: 'No answer' });
	});

	it('can be forgotten for that item alone', () => {
		const context: IContextObject = {};
		const ledger = ledgerIn(context);
		note(ledger, 0, work, submitted);
		note(ledger, 1, work, submitted);
		forget(ledger, 0);
		forget(ledger, 7);
		expect(ledgerIn(restored(context)).find(0, work)).toBeUndefined();
		expect(ledgerIn(restored(context)).find(1, work)).toEqual(submitted);
	});

	it('is kept while its job runs and when it succeeds, and forgotten when it fails', () => {
		const moments: Moment[] = [
			{ kind: 'polled', status: 'processing' },
			{ kind: 'ended', status: 'succeeded' },
			{ kind: 'located', urls: ['https://a.com/1'], urlsOnly: true },
			{ kind: 'delivered' },
		];
		const context: IContextObject = {};
		const ledger = ledgerIn(context);
		tell(ledger, 0, work, { kind: 'submitting' }, momentOf(submitted), ...moments);
		expect(ledger.find(0, work)).toEqual(submitted);
		for (const status of ['failed', 'canceled']) {
			tell(ledger, 1, work, momentOf(submitted), { kind: 'ended', status });
			expect(ledger.find(1, work)).toBeUndefined();
		}
	});

	it('is nothing while a submit is in progress or after it was refused', () => {
		const context: IContextObject = {};
		tell(ledgerIn(context), 0, work, { kind: 'submitting' }, { kind: 'refused' });
		expect(context).toEqual({});
	});

	it('is nothing if the item only refers to an existing job by its ID', () => {
		const context: IContextObject = {};
		const records = createRecords(() => 1_000_000, [ledgerIn(context).reader]);
		records.tell(0, { kind: 'named', details: { id: 'abc' } });
		records.tell(0, { kind: 'submitted', details: { id: 'abc' } });
		records.tell(0, { kind: 'ended', status: 'failed' });
		expect(context).toEqual({});
	});

	it('is noted without the input itself, which may contain keys', () => {
		const context: IContextObject = {};
		note(ledgerIn(context), 0, ['p-image-trainer', { hf_token: 'hf_secret' }], submitted);
		expect(JSON.stringify(context)).not.toContain('secret');
	});

	it('is found for any kind of work, and only for that work', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
				const context: IContextObject = {};
				note(ledgerIn(context), 0, one, submitted);
				const isSame = JSON.stringify(one) === JSON.stringify(other);
				expect(repeatedIn(restored(context)).find(0, one)).toEqual(submitted);
				expect(repeatedIn(restored(context)).find(0, other)).toEqual(isSame ? submitted : undefined);
			}),
		);
	});
});

describe('a cleared ledger', () => {
	it('leaves no trace in the context', () => {
		const context: IContextObject = { ofSomebodyElse: 1 };
		const ledger = ledgerIn(context);
		note(ledger, 0, work, submitted);
		ledger.clear();
		expect(context).toEqual({ ofSomebodyElse: 1 });
		expect(ledgerIn(context).find(0, work)).toBeUndefined();
	});

	it('leaves no trace when nothing was paid for', () => {
		const context: IContextObject = {};
		ledgerIn(context, { runIndex: 4 }).clear();
		expect(context).toEqual({});
	});

	it('keeps the entries of other runs of the node', () => {
		const context: IContextObject = {};
		note(ledgerIn(context), 0, work, submitted);
		ledgerIn(context, { runIndex: 1 }).clear();
		expect(ledgerIn(context).find(0, work)).toEqual(submitted);
		ledgerIn(context).clear();
		expect(context).toEqual({});
	});
});

describe('the calls of a tool in one run', () => {
	const other = ['p-video', { prompt: 'An owl' }, []];
	const otherEntry: LedgerEntry = { state: 'submitted', id: 'def' };
	const toolIn = (context: IContextObject) => ledgerIn(context, { isTool: true });

	it('do not clear the entries of other calls', () => {
		const context: IContextObject = {};
		const [first, second] = [toolIn(context), toolIn(context)];
		note(first, 0, work, submitted);
		note(second, 0, other, otherEntry);
		first.clear();
		expect(second.find(0, other)).toEqual(otherEntry);
		expect(toolIn(restored(context)).find(0, other)).toEqual(otherEntry);
		expect(toolIn(restored(context)).find(0, work)).toBeUndefined();
		second.clear();
		expect(context).toEqual({});
	});

	it('do not clear them even if they noted nothing themselves', () => {
		const context: IContextObject = {};
		note(toolIn(context), 0, work, submitted);
		toolIn(context).clear();
		expect(toolIn(context).find(0, work)).toEqual(submitted);
	});

	it('do not overwrite each other, in whatever order they start and end', () => {
		const context: IContextObject = {};
		const [first, second] = [toolIn(context), toolIn(context)];
		note(second, 0, other, otherEntry);
		second.clear();
		note(first, 0, work, submitted);
		note(second, 0, other, { state: 'in doubt', message: 'No answer' });
		tell(first, 0, work, { kind: 'ended', status: 'failed' });
		expect(toolIn(context).find(0, work)).toBeUndefined();
		expect(toolIn(context).find(0, other)).toEqual({ state: 'in doubt', message: 'No answer' });
	});
});

describe('the tries of a node that is not a tool', () => {
	it('clear all entries of their run, including those of earlier tries', () => {
		const context: IContextObject = {};
		note(ledgerIn(context), 0, work, submitted);
		note(ledgerIn(context), 1, work, submitted);
		ledgerIn(context).clear();
		expect(context).toEqual({});
	});
});

describe('a context that contains something else', () => {
	const hash = () => {
		const context: IContextObject = {};
		note(ledgerIn(context), 0, work, submitted);
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
	])('counts as nothing paid for, and accepts new entries: %j', (garbage) => {
		const context: IContextObject = { prunaJobs: garbage };
		const ledger = ledgerIn(context);
		expect(ledger.find(0, work)).toBeUndefined();
		note(ledger, 0, work, submitted);
		expect(ledgerIn(restored(context)).find(0, work)).toEqual(submitted);
		forget(ledger, 0);
		expect(ledger.find(0, work)).toBeUndefined();
		ledger.clear();
		expect(context).toEqual({});
	});

	it.each([[undefined], [null], [7], ['text'], [[]]])(
		'counts as nothing paid for if an entry is missing: %j',
		(entry) => {
			const noted = { hash: hash(), execution: '17', entry };
			const context = restored({ prunaJobs: { 0: { 0: noted } } });
			expect(repeatedIn(context).find(0, work)).toBeUndefined();
			expect(ledgerIn(context).find(0, work)).toBeUndefined();
		},
	);

	it('never causes a crash, whatever it contains', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.nat(2), fc.nat(2), (garbage, runIndex, itemIndex) => {
				for (const prunaJobs of [
					garbage,
					{ [runIndex]: garbage },
					{ [runIndex]: { [itemIndex]: garbage } },
				]) {
					const context = { prunaJobs } as IContextObject;
					const ledger = ledgerIn(context, { runIndex });
					expect(ledger.find(itemIndex, work)).toBeUndefined();
					note(ledger, itemIndex, work, submitted);
					expect(ledgerIn(restored(context), { runIndex }).find(itemIndex, work)).toEqual(submitted);
				}
			}),
		);
	});
});

describe('the takes of an item', () => {
	const take = (index: number) => ({ index, size: 1, count: 3 });
	const buy = (ledger: ReturnType<typeof createLedger>, index: number, seed: number) => {
		const records = createRecords(() => 1, [ledger.reader]);
		records.tell(0, { kind: 'named', details: { seed }, work: [work, index] }, take(index));
		records.tell(0, { kind: 'submitted', details: { id: `job-${index}` } }, take(index));
	};

	it.each([false, true])(
		'are found separately, each with the seed it was submitted with (as a tool: %s)',
		(isTool) => {
			const run = { runIndex: 0, executionId: '7', isTool };
			const context = {};
			const first = createLedger(context, run);
			buy(first, 0, 100);
			buy(first, 2, 102);
			const later = createLedger(JSON.parse(JSON.stringify(context)) as typeof context, run);
			expect([0, 1, 2].map((index) => later.find(0, [work, index], take(index)))).toEqual([
				{ state: 'submitted', id: 'job-0', seed: 100 },
				undefined,
				{ state: 'submitted', id: 'job-2', seed: 102 },
			]);
		},
	);
});
