/** Options → Takes: several jobs for an item, each checked, paid for, and resumed like a separate item. */
import type { INode } from 'n8n-workflow';
import { edit, generate, png, usePApi } from './fixture';

const p = usePApi();

const items = ['fox', 'owl'].map((prompt) => ({ json: { prompt } }));
const takes = (count: unknown, more = {}) =>
	generate({
		prompt: '={{ $json.prompt }}',
		...more,
		options: { takes: count as number, ...(more as { options?: object }).options },
	});
const retry: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
const seedsOf = (prompt: string) =>
	p.api.submits.filter(({ input }) => input.prompt === prompt).map(({ input }) => input.seed as number);
const ascending = (list: number[]) => [...list].sort((a, b) => a - b);

it('runs the given number of jobs per item, in order, with consecutive seeds', async () => {
	const { items: results, error } = await p.run(
		takes(3, { additionalFields: { seed: '={{ 10 * $itemIndex }}' } }),
		{ items },
	);

	expect(error).toBeUndefined();
	const seen = results.map(({ json, pairedItem }) => [
		json.seed,
		json.take_index,
		json.take_count,
		pairedItem,
	]);
	expect(seen).toEqual([
		[0, 0, 3, { item: 0 }],
		[1, 1, 3, { item: 0 }],
		[2, 2, 3, { item: 0 }],
		[10, 0, 3, { item: 1 }],
		[11, 1, 3, { item: 1 }],
		[12, 2, 3, { item: 1 }],
	]);
	expect(ascending([...seedsOf('fox'), ...seedsOf('owl')])).toEqual([0, 1, 2, 10, 11, 12]);
	for (const { json, binary } of results) {
		const { input } = p.api.submits.find(({ id }) => id === json.id)!;
		expect(input.seed).toBe(json.seed);
		expect(binary!.data!.fileName).toBe(
			`p-image-${json.id as string}_${(json.take_index as number) + 1}.jpg`,
		);
	}
});

it('gives each job its own seed, which is in the output, and sends no seed without the option', async () => {
	const { items: results } = await p.run(takes(4), { items: [{ json: { prompt: 'fox' } }] });
	expect(results.map(({ json }) => json.seed).sort()).toEqual(seedsOf('fox').sort());
	expect(new Set(seedsOf('fox')).size).toBe(4);

	const { items: plain } = await p.run(generate({ prompt: 'owl' }));
	expect(seedsOf('owl')).toEqual([undefined]);
	expect(Object.keys(plain[0]!.json)).not.toEqual(
		expect.arrayContaining(['seed', 'take_index', 'take_count']),
	);
});

it('submits as few jobs as possible if a model returns several outputs, and numbers the outputs', async () => {
	p.api.options.generationUrl = 'array';
	const parameters = takes(6, {
		model: 'wan-image-small',
		options: { fileName: 'fox', combineFiles: false },
		additionalFields: { seed: 5 },
	});
	const { items: results, error } = await p.run(parameters, { items: [{ json: { prompt: 'fox' } }] });

	expect(error).toBeUndefined();
	expect(p.api.submits.map(({ input }) => [input.seed, input.num_outputs]).sort()).toEqual([
		[5, 4],
		[9, 2],
	]);
	expect(
		results.map(({ json, binary }) => [
			json.take_index,
			json.seed,
			json.output_index,
			binary!.data!.fileName,
		]),
	).toEqual([
		[0, 5, 0, 'fox_1.jpg'],
		[1, 5, 1, 'fox_2.jpg'],
		[2, 5, 2, 'fox_3.jpg'],
		[3, 5, 3, 'fox_4.jpg'],
		[4, 9, 0, 'fox_5.jpg'],
		[5, 9, 1, 'fox_6.jpg'],
	]);
	const warning = '6 takes are made by 2 jobs, and takes of the same job share a seed';
	expect(results.map(({ json }) => json.warnings)).toEqual(Array(6).fill([warning]));
});

it('returns the IDs of all takes immediately with Submit Only', async () => {
	const { items: results } = await p.run(takes(2, { mode: 'submit', additionalFields: { seed: 3 } }), {
		items,
	});
	expect(
		results.map(({ json }) => [json.seed, json.take_index, json.take_count, typeof json.get_url]),
	).toEqual([
		[3, 0, 2, 'string'],
		[4, 1, 2, 'string'],
		[3, 0, 2, 'string'],
		[4, 1, 2, 'string'],
	]);
});

it('names files of synchronous results, which have no ID, by item and take', async () => {
	const { items: results } = await p.run(takes(2, { mode: 'sync' }), { items });
	expect(results.map(({ binary }) => binary!.data!.fileName)).toEqual([
		'p-image-item-0_1.jpg',
		'p-image-item-0_2.jpg',
		'p-image-item-1_1.jpg',
		'p-image-item-1_2.jpg',
	]);
});

it.each([0, 11, 2.5, 'many'])('rejects %j before anything is submitted', async (count) => {
	const { error } = await p.run(takes(count), { items });
	expect(error!.message).toContain('Takes must be a whole number from 1 to 10');
	expect(p.api.submits).toEqual([]);
});

it('is ignored by an operation without takes', async () => {
	const { items: results, error } = await p.run(edit({ images: 'data', options: { takes: 3 } }), {
		items: [{ files: { data: png() } }],
	});
	expect(error).toBeUndefined();
	expect(results).toHaveLength(1);
});

describe('a take that fails', () => {
	const failSecond = () => p.api.failNext({ error: 'out of luck', promptIncludes: 'fox', times: 1 });

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'is an item among the successful ones with onError %s',
		async (onError) => {
			failSecond();
			const { items: results, errorItems } = await p.run(takes(3, { additionalFields: { seed: 1 } }), {
				items,
				settings: { onError },
			});
			const all = [...results, ...errorItems];
			const failed = all.filter(({ json }) => 'error' in json);
			expect(failed).toHaveLength(1);
			expect(errorItems).toHaveLength(onError === 'continueErrorOutput' ? 1 : 0);
			expect(all).toHaveLength(6);
			const { details } = failed[0]!.json as { details: { id: string; seed: number; take_index: number } };
			const submit = p.api.submits.find(({ id }) => id === details.id)!;
			expect(submit.input).toMatchObject({ prompt: 'fox', seed: details.seed });
			expect(details.take_index).toBe(details.seed - 1);
			expect(failed[0]!.pairedItem).toEqual(expect.objectContaining({ item: 0 }));
		},
	);

	it('ends the node with a message that also names the other takes of the item', async () => {
		p.api.fault({
			on: 'status',
			match: () => p.api.submits.length === 3,
			respond: { status: 401, body: { message: 'Unauthorized' } },
		});
		const { error } = await p.run(takes(3), { items: [{ json: { prompt: 'fox' } }] });
		const others = p.api.submits.map(({ id }) => id!).filter((id) => id !== error!.context!.details!.id);
		expect(others).toHaveLength(2);
		expect(error!.description).toMatch(/item 0, take \d: \w+ \(/);
		for (const id of others) expect(error!.description).toContain(id);
	});
});

describe('Retry On Fail', () => {
	it('resubmits only the take that failed', async () => {
		p.api.failNext({ error: 'out of luck', promptIncludes: 'owl', times: 1 });
		const { items: results, error } = await p.run(takes(3), { items, settings: retry });

		expect(error).toBeUndefined();
		expect(results).toHaveLength(6);
		expect([seedsOf('fox').length, seedsOf('owl').length]).toEqual([3, 4]);
		// Each try draws new seeds, but the output has the seed that was submitted.
		for (const { json } of results) {
			expect(p.api.submits.find(({ id }) => id === json.id)!.input.seed).toBe(json.seed);
		}
		expect(new Set(results.map(({ json }) => json.id)).size).toBe(6);
	});

	it('waits for running takes and resubmits none of them', async () => {
		p.api.fault({
			on: 'status',
			match: () => p.api.submits.length === 6,
			respond: { status: 401, body: { message: 'Unauthorized' } },
		});
		const { items: results, error } = await p.run(takes(3), { items, settings: retry });

		expect(error).toBeUndefined();
		expect(results.map(({ json }) => json.take_index)).toEqual([0, 1, 2, 0, 1, 2]);
		expect(p.api.submits).toHaveLength(6);
	});
});

it('takes are rejected with a Job Key, which stands for one job', async () => {
	const { error } = await p.run(takes(3, { options: { jobKey: 'row 7' } }), { items });

	expect(error!.message).toBe('Job Key cannot be used together with Takes');
	expect(p.api.requests).toEqual([]);
});

describe('the cost', () => {
	const hintsOf = ({ run }: Awaited<ReturnType<typeof p.run>>) =>
		(run.data.resultData.runData.Pruna![0]!.hints ?? []).map(({ message }) => message);

	it('includes every take', async () => {
		const result = await p.run(takes(3), { items });

		expect(result.items.map(({ json }) => json.estimated_cost_usd)).toEqual(Array(6).fill(0.005));
		expect(hintsOf(result)).toEqual(['6 images, about 0.03 USD (published prices)']);
	});

	it('of all takes is checked against the Spending Limit, even if some are already submitted', async () => {
		const over = await p.run(takes(3, { options: { spendingLimit: 0.029 } }), { items });
		expect(over.error!.message).toBe(
			'2 items at 0.015 USD each cost 0.03 USD, more than the Spending Limit of 0.029 USD',
		);
		expect(p.api.submits).toHaveLength(0);

		p.api.failNext({ error: 'out of luck', promptIncludes: 'owl', times: 1 });
		const within = takes(3, { options: { spendingLimit: 0.03 } });
		const { error } = await p.run(within, { items, settings: retry });
		expect(error).toBeUndefined();
		expect([seedsOf('fox').length, seedsOf('owl').length]).toEqual([3, 4]);
	});

	it('of all takes appears in Check Only', async () => {
		const { items: results } = await p.run(takes(3, { mode: 'check' }), { items });

		expect(results.map(({ json }) => json.estimated_cost_usd)).toEqual([0.015, 0.015]);
		expect(p.api.requests).toEqual([]);
	});

	it('excludes failed jobs, which a hint lists, with Continue On Fail', async () => {
		p.api.failNext({ error: 'out of luck', promptIncludes: 'owl', times: 1 });
		const result = await p.run(takes(3), { items, settings: { onError: 'continueRegularOutput' } });

		expect(hintsOf(result)).toEqual([
			'5 images, about 0.025 USD (published prices)',
			expect.stringMatching(/^1 of 6 jobs failed \(items numbered from 0\): 1 \(ID \w+\)$/),
		]);
	});
});
