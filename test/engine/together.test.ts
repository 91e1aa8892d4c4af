/** Options in combination, as an unattended batch sets them. */
import { generate, usePApi } from './fixture';

const p = usePApi();

/** A model without a published rate limit, so that many jobs take less than a minute. */
const model = 'p-image-ideogram';
const TAKES = 2;
const settings = (more = {}) =>
	generate({
		model,
		prompt: '={{ $json.prompt }}',
		additionalFields: { seed: '={{ 100 * $itemIndex }}' },
		options: {
			takes: TAKES,
			includeInput: 'json',
			combineFiles: true,
			spendingLimit: 50,
			fileName: '={{ $json.row }}',
			...more,
		},
	});
const rows = (count: number) =>
	Array.from({ length: count }, (_, row) => ({ json: { row, prompt: `灯台 🌊 ${row}` } }));

it('rows with two takes each are returned in order, paired, named, and counted, next to failed ones', async () => {
	p.api.failNext({ error: 'out of luck', promptIncludes: '🌊 7', times: 1 });
	const items = rows(40);
	const {
		items: results,
		error,
		run,
	} = await p.run(settings(), {
		items: [...items, { json: { row: 40, prompt: '' } }],
		settings: { onError: 'continueRegularOutput' },
	});

	expect(error).toBeUndefined();
	expect(p.api.submits).toHaveLength(80);
	expect(results).toHaveLength(81);
	expect(results.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
		...items.flatMap((_, item) => [item, item]),
		40,
	]);
	const failed = results.filter(({ json }) => json.error !== undefined);
	expect(failed).toHaveLength(2);
	for (const { json } of failed) expect(Object.keys(json)).toEqual(['error', 'details']);
	const good = results.filter(({ json }) => json.error === undefined);
	for (const { json, binary } of good) {
		const { row, seed, take_index: take } = json as { row: number; seed: number; take_index: number };
		expect(seed).toBe(100 * row + take);
		expect(binary!.data!.fileName).toBe(`${row}_${take + 1}.jpg`);
	}
	const cost = good.reduce((sum, { json }) => sum + (json.estimated_cost_usd as number), 0);
	const hints = (run.data.resultData.runData.Pruna![0]!.hints ?? []).map(({ message }) => message);
	expect(hints[0]).toBe(`79 images, about ${cost.toFixed(2)} USD (published prices, some by third parties)`);
	expect(hints.at(-1)).toMatch(/^2 of 81 jobs failed \(items numbered from 0\): \d+ \(ID \w+\), 40$/);
});

it('Retry On Fail with all options resubmits only the take that failed, in Submit Only and Synchronous', async () => {
	const retry = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
	p.api.failNext({ error: 'out of luck', promptIncludes: '🌊 1', times: 1 });
	const waited = await p.run(settings(), { items: rows(3), settings: retry });
	expect(waited.error).toBeUndefined();
	expect(waited.items.map(({ json }) => [json.row, json.take_index])).toEqual([
		[0, 0],
		[0, 1],
		[1, 0],
		[1, 1],
		[2, 0],
		[2, 1],
	]);
	expect(p.api.submits).toHaveLength(7);

	for (const mode of ['submit', 'sync']) {
		const before = p.api.submits.length;
		const { items, error } = await p.run({ ...settings(), mode }, { items: rows(2), settings: retry });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.row)).toEqual([0, 0, 1, 1]);
		expect(p.api.submits.length - before).toBe(4);
	}
});

it('nothing is submitted above the limit, and in Check Only each row reports that', async () => {
	const { error } = await p.run(settings({ spendingLimit: 0.001 }), { items: rows(20) });
	expect(error!.message).toMatch(/^20 items at .* more than the Spending Limit of 0.001 USD$/);

	const checked = await p.run({ ...settings({ spendingLimit: 0.001 }), mode: 'check' }, { items: rows(20) });
	expect(checked.error).toBeUndefined();
	expect(checked.items).toHaveLength(20);
	for (const { json } of checked.items) expect(json.findings).toEqual([expect.stringContaining('Limit')]);
	expect(p.api.requests).toEqual([]);
});

it('every round of a loop submits its own takes, and a retry within a round submits only the take that failed', async () => {
	p.api.failNext({ error: 'out of luck', times: 1 });
	const { run, error } = await p.run(generate({ model, options: { takes: TAKES } }), {
		items: rows(1),
		loops: 3,
		settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
	});

	expect(error).toBeUndefined();
	const rounds = run.data.resultData.runData.Pruna!.map(({ data }) =>
		data!.main![0]!.map(({ json }) => json),
	);
	// Each round receives the takes of the round before it as its items.
	expect(rounds.map((round) => round.map(({ take_index }) => take_index))).toEqual([
		[0, 1],
		[0, 1, 0, 1],
		[0, 1, 0, 1, 0, 1, 0, 1],
	]);
	expect(p.api.submits).toHaveLength(2 + 4 + 8 + 1);
	const ids = rounds.flat().map(({ id }) => id);
	expect(new Set(ids).size).toBe(ids.length);
});
