/** The cost of a run: reported with its results, and checked against the Spending Limit before anything is submitted. */
import type { INode } from 'n8n-workflow';
import { generate, usePApi } from './fixture';

const p = usePApi();
const prompts = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ json: { prompt: `p${index}` } }));
const byPrompt = (more = {}) => generate({ prompt: '={{ $json.prompt }}', ...more });
const taskOf = ({ run }: Awaited<ReturnType<typeof p.run>>) => run.data.resultData.runData.Pruna![0]!;
const hintsOf = (result: Awaited<ReturnType<typeof p.run>>) =>
	(taskOf(result).hints ?? []).map(({ message }) => message);

describe('the cost of a run', () => {
	it('appears in each item, in a hint, and in the trace', async () => {
		const result = await p.run(byPrompt(), { items: prompts(12) });

		expect(result.items.map(({ json }) => json.estimated_cost_usd)).toEqual(Array(12).fill(0.005));
		expect(hintsOf(result)).toEqual(['12 images, about 0.06 USD (published prices)']);
		const { tracing } = taskOf(result).metadata as { tracing: Record<string, unknown> };
		expect(tracing).toEqual({
			'pruna.model': 'p-image',
			'pruna.jobs': 12,
			'pruna.seconds': expect.any(Number) as number,
			'pruna.estimated_cost_usd': 0.06,
		});
	});

	it('is divided among the files of a job', async () => {
		const { items } = await p.run(
			generate({ model: 'wan-image-small', additionalFields: { num_outputs: 4 } }),
		);
		expect(items.map(({ json }) => json.estimated_cost_usd)).toEqual(Array(4).fill(0.005));
	});

	it('appears in the item of Submit Only, and is omitted if it is unknown', async () => {
		const { items } = await p.run(byPrompt({ mode: 'submit' }), { items: prompts(1) });
		expect(items[0]!.json).toMatchObject({ estimated_cost_usd: 0.005 });

		const unknown = await p.run(generate({ model: 'flux-2-fast', mode: 'submit' }));
		expect(unknown.error).toBeUndefined();
		expect(unknown.items[0]!.json).not.toHaveProperty('estimated_cost_usd');
		expect(hintsOf(unknown)).toEqual([]);
	});

	it('is not added to failed items, which are listed in one hint', async () => {
		p.api.failNext({ error: 'out of luck', promptIncludes: 'p1', times: 1 });
		const result = await p.run(byPrompt({ additionalFields: { lora_scale: 1 } }), {
			items: [...prompts(3), { json: { prompt: '' } }],
			settings: { onError: 'continueRegularOutput' },
		});

		expect(Object.keys(result.items[1]!.json).sort()).toEqual(['details', 'error']);
		expect(Object.keys(result.items[3]!.json).sort()).toEqual(['details', 'error']);
		const { id } = result.items[1]!.json.details as { id: string };
		expect(hintsOf(result)).toEqual([
			'2 images, about 0.01 USD (published prices)',
			'LoRA Scale has no effect without LoRA Weights (items 0, 1, 2)',
			`2 of 4 items failed (numbered from 0): 1 (ID ${id}), 3`,
		]);
		expect(result.items[0]!.json.warnings).toEqual(['LoRA Scale has no effect without LoRA Weights']);
	});

	it('comes with hints about options without effect and fields that Extra Input overrides', async () => {
		const { items } = await p.run(
			generate({
				additionalFields: { seed: 1 },
				options: { pollInterval: 0.01, fileName: 'fox', downloadOutput: false, extraInput: { seed: 2 } },
			}),
		);
		expect(items[0]!.json.warnings).toEqual([
			'Seed has no effect because Extra Input also sets it',
			'Poll Interval was raised from 0.01 to 0.05 seconds',
			'File Name has no effect when Download Output is off',
		]);
	});

	it('comes with the result of an earlier prediction, too', async () => {
		const submitted = await p.run(generate({ mode: 'submit' }));
		const { items, run } = await p.run({
			resource: 'prediction',
			operation: 'getResult',
			predictionId: submitted.items[0]!.json.id as string,
			options: { pollInterval: 0.01 },
		});
		expect(run.data.resultData.runData.Pruna![0]!.hints).toContainEqual(
			expect.objectContaining({ message: 'Poll Interval was raised from 0.01 to 0.05 seconds (item 0)' }),
		);
		expect(items[0]!.json).toMatchObject({
			status: 'succeeded',
			warnings: ['Poll Interval was raised from 0.01 to 0.05 seconds'],
		});
	});
});

describe('Spending Limit', () => {
	const limit = (spendingLimit: unknown) => byPrompt({ options: { spendingLimit } as never });

	it('submits nothing if the items together exceed it', async () => {
		const { items, error } = await p.run(limit(0.5), { items: prompts(120) });

		expect(items).toEqual([]);
		expect(error!.message).toBe(
			'120 items at 0.005 USD each cost 0.60 USD, more than the Spending Limit of 0.50 USD',
		);
		expect(error!.description).toContain('Nothing was submitted and nothing was charged');
		expect(p.api.requests).toEqual([]);
	});

	it('with Continue On Fail, turns every item into an error item and submits nothing', async () => {
		const { items } = await p.run(limit(0.004), {
			items: prompts(2),
			settings: { onError: 'continueRegularOutput' },
		});

		expect(items.map(({ json }) => json.error)).toEqual(
			Array(2).fill('2 items at 0.005 USD each cost 0.01 USD, more than the Spending Limit of 0.004 USD'),
		);
		expect(p.api.requests).toEqual([]);
	});

	it('does not count an invalid item, which is not submitted', async () => {
		const { items } = await p.run(limit('={{ 0.01 }}'), {
			items: [...prompts(2), { json: { prompt: '' } }],
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items.map(({ json }) => json.status ?? json.error)).toEqual([
			'succeeded',
			'succeeded',
			'Prompt is required',
		]);
	});

	it('rejects a model whose price is unknown', async () => {
		const { error } = await p.run(generate({ model: 'flux-2-fast', options: { spendingLimit: 1 } }));
		expect(error!.message).toContain('The price of flux-2-fast with these settings is not published');
		expect(p.api.requests).toEqual([]);
	});

	it('is rejected if it is not an amount', async () => {
		const { error } = await p.run(limit('={{ "much" }}'), { items: prompts(1) });
		expect(error!.message).toBe('Spending Limit must be an amount in USD that is at least 0, not “much”');
		expect(p.api.requests).toEqual([]);
	});

	it('counts a job from an earlier try only once', async () => {
		const retry: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
		p.api.failNext({ error: 'out of luck', promptIncludes: 'p1', times: 1 });
		const { items, error } = await p.run(limit(0.015), { items: prompts(3), settings: retry });

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('succeeded'));
		expect(p.api.submits).toHaveLength(4);
	});
});
