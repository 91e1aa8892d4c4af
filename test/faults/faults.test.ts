import { API_KEY, PNG } from '../engine/fixture';
import { fileOf, filesOf, outputOf, resultOf, runCase, type Ended } from './run';
import { TABLES } from './tables';
import type { FaultCase, Step } from './types';

jest.mock('../../nodes/Pruna/core/clock', () => jest.requireActual<object>('./time'));

const ITEMS = [0, 1, 2];
const FAULTY = 1;

/** Matches a text of the table, including the parts that vary from run to run. */
function patternOf(text: string, codes: readonly string[] = ['ECONNRESET']): RegExp {
	const literal = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const pattern = literal
		.replaceAll('\\{host\\}', '127\\.0\\.0\\.1:\\d+')
		.replaceAll('\\{code\\}', `(${codes.join('|')})`)
		.replaceAll('\\{seconds\\}', '\\d+');
	return new RegExp(`^${pattern}$`);
}

async function expectDelivered(ended: Ended, itemIndex: number, row: FaultCase): Promise<void> {
	const { files = 1, fromForeign = false } = row;
	const outputs = outputOf(ended, itemIndex);
	expect(outputs.map(({ json }) => json)).toMatchObject(
		Array.from({ length: files }, (_, index) => ({
			id: ended.idOf(itemIndex),
			status: 'succeeded',
			output_index: index,
			output_count: files,
		})),
	);
	const isForeign = fromForeign && itemIndex === FAULTY;
	const expected = Array.from({ length: files }, (_, place) => (isForeign ? PNG : fileOf(itemIndex, place)));
	expect(await filesOf(outputs)).toEqual(expected);
}

function expectFailed(ended: Ended, itemIndex: number, step: Step, row: FaultCase): void {
	const { reads, hasId, codes, files = 1, urls = files } = row;
	const outputs = outputOf(ended, itemIndex);
	expect(outputs).toHaveLength(1);
	const { error, details } = outputs[0]!.json as { error: string; details: Record<string, unknown> };
	const [message, ...description] = reads!;
	expect(error).toMatch(patternOf(message, codes));
	expect(details.description).toMatch(patternOf(description.join(' '), codes));
	const knowsId = hasId ?? (step === 'status' || step === 'delivery');
	expect(details.id).toBe(knowsId ? ended.idOf(itemIndex) : undefined);
	expect(`${error} ${String(details.description)}`).not.toMatch(/\[object|undefined|<\/?[a-z!]|\n\s+at /i);
	expect(String(details.description).length).toBeLessThan(1500);
	if (step === 'delivery') expect([details.generation_url ?? []].flat()).toHaveLength(urls);
}

/** The ID is useful: with it, the paid result can be downloaded once the fault is over. */
async function expectRecovered(ended: Ended, itemIndex: number, { files = 1 }: FaultCase): Promise<void> {
	const id = ended.idOf(itemIndex);
	const { json } = outputOf(ended, itemIndex)[0]!;
	if ((json.details as { id?: string }).id === undefined) return;
	const submits = ended.p.api.submits.length;
	const { items } = await resultOf(id);
	expect(await filesOf(items)).toEqual(Array.from({ length: files }, (_, place) => fileOf(itemIndex, place)));
	expect(ended.p.api.submits).toHaveLength(submits);
}

/** One job for each other item. For the second, as many as the API accepted, and never an unreported submit. */
function expectSubmits(ended: Ended, step: Step, row: FaultCase, isDelivered: boolean): void {
	const { submits } = ended.p.api;
	const accepted = submits.filter((submit) => submit.accepted);
	const isPastSubmit = step === 'status' || step === 'delivery';
	const own = isDelivered || isPastSubmit || row.taken ? 1 : 0;
	const others = ended.hitsAll && !isDelivered && !isPastSubmit ? 0 : 2;
	expect(accepted).toHaveLength(others + own);
	const mayRepeat = step === 'submit' && row.ends === 'passes';
	const sent = ended.requestsAt('submit').length;
	if (step !== 'upload' && !mayRepeat) expect(sent).toBe(1);
}

function expectRequests(ended: Ended, step: Step, row: FaultCase, isDelivered: boolean): void {
	const { length } = ended.requestsAt(step);
	if (ended.hitsAll) return;
	if (row.unseen) expect(ended.unseen).toBeGreaterThan(2);
	const [first, second] = ended.hits;
	if (row.waits !== undefined && !isDelivered)
		expect(second! - first!).toBeGreaterThanOrEqual(row.waits * 1000);
	if (row.ends === 'passes') expect(length).toBeGreaterThan(1);
	if (row.ends === 'fails' && !isDelivered) expect(length).toBe(row.requests ?? 1);
}

function expectKeyAtHome(ended: Ended, row: FaultCase): void {
	const { requests } = ended.foreign;
	expect(requests.length > 0).toBe((row.foreign ?? 0) > 0);
	expect(JSON.stringify(requests)).not.toContain(API_KEY);
	expect(JSON.stringify(ended.run.data)).not.toContain(API_KEY);
}

async function expectRow(ended: Ended, step: Step, row: FaultCase, isDelivered: boolean): Promise<void> {
	for (const itemIndex of ITEMS) {
		const isHit = itemIndex === FAULTY || ended.hitsAll;
		if (isHit && !isDelivered) expectFailed(ended, itemIndex, step, row);
		else await expectDelivered(ended, itemIndex, row);
	}
	expectSubmits(ended, step, row, isDelivered);
	expectRequests(ended, step, row, isDelivered);
	expectKeyAtHome(ended, row);
	if (!isDelivered) await expectRecovered(ended, FAULTY, row);
}

describe.each(TABLES)('$step:', ({ step, rows }) => {
	const passing = rows.filter(({ ends }) => ends === 'passes');

	it.each(rows)('$fault', async (row) => {
		const ended = await runCase(step, row, false);

		expect(ended.error).toBeUndefined();
		await expectRow(ended, step, row, row.ends === 'delivered');
	});

	it.each(passing)('$fault, once', async (row) => {
		const ended = await runCase(step, row, true);

		expect(ended.error).toBeUndefined();
		await expectRow(ended, step, row, true);
	});
});

describe('the tables', () => {
	it.each(TABLES)('name each fault of $step only once', ({ rows }) => {
		const names = rows.map(({ fault }) => fault);

		expect(names).toEqual([...new Set(names)]);
	});

	it.each(TABLES)('give the message wherever an item of $step may fail', ({ rows }) => {
		expect(rows.filter(({ ends, reads }) => (reads === undefined) !== (ends === 'delivered'))).toEqual([]);
	});
});
