/** n8n's Retry On Fail runs the whole node again. It must not resubmit jobs that are already paid for. */
import type { INode } from 'n8n-workflow';
import { edit, generate, png, usePApi } from './fixture';

const p = usePApi();

const retry: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
const prompts = (...list: string[]) => list.map((prompt) => ({ json: { prompt } }));
const byPrompt = generate({ prompt: '={{ $json.prompt }}' });
const submitsOf = (prompt: string) => p.api.submits.filter(({ input }) => input.prompt === prompt).length;

/** Permanently refuses the first status request of the job with this prompt. */
function refuseStatusOnce(prompt: string) {
	p.api.fault({
		on: 'status',
		match: ({ path }) => {
			const submit = p.api.submits.find(({ input }) => input.prompt === prompt);
			return submit?.id !== undefined && path.endsWith(submit.id);
		},
		respond: { status: 401, body: { message: 'Unauthorized' } },
	});
}

describe('Retry On Fail', () => {
	it('waits for running jobs and resubmits none of them', async () => {
		refuseStatusOnce('second');
		const { items, error, run } = await p.run(byPrompt, {
			items: prompts('first', 'second', 'third'),
			settings: retry,
		});

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
		expect(items.map(({ binary }) => binary!.data!.mimeType)).toEqual(Array(3).fill('image/jpeg'));
		expect(p.api.submits).toHaveLength(3);
		expect(JSON.stringify(run.data.resultData.runData.Pruna![0]!.hints)).toContain(
			'from an earlier try instead of submitting',
		);
	});

	it('resubmits only the job that failed', async () => {
		p.api.failNext({ error: 'out of luck', promptIncludes: 'second', times: 1 });
		const { items, error } = await p.run(byPrompt, {
			items: prompts('first', 'second', 'third'),
			settings: retry,
		});

		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
		expect([submitsOf('first'), submitsOf('second'), submitsOf('third')]).toEqual([1, 2, 1]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'does the same with onError %s, where n8n also runs the node again if the first item failed',
		async (onError) => {
			p.api.failNext({ error: 'out of luck', promptIncludes: 'first', times: 1 });
			const { items, errorItems } = await p.run(byPrompt, {
				items: prompts('first', 'second'),
				settings: { ...retry, onError },
			});

			expect(items.map(({ json }) => json.status)).toEqual(['succeeded', 'succeeded']);
			expect(errorItems).toEqual([]);
			expect([submitsOf('first'), submitsOf('second')]).toEqual([2, 1]);
		},
	);

	it('recognizes its jobs although an expression returns another value in each try', async () => {
		refuseStatusOnce('second');
		const seed = '={{ Math.floor(Math.random() * 1e9) }}';
		const { items, error } = await p.run(
			{ ...byPrompt, additionalFields: { seed } },
			{
				items: prompts('first', 'second'),
				settings: retry,
			},
		);

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id).sort()).toEqual(p.api.submits.map(({ id }) => id).sort());
		expect(new Set(p.api.submits.map(({ input }) => input.seed)).size).toBe(2);
	});

	it('distinguishes two identical items', async () => {
		refuseStatusOnce('same');
		const { items } = await p.run(byPrompt, { items: prompts('same', 'same'), settings: retry });

		expect(new Set(items.map(({ json }) => json.id)).size).toBe(2);
		expect(p.api.submits).toHaveLength(2);
	});

	it('never repeats a submit that may have been accepted', async () => {
		p.api.fault({
			on: 'submit',
			times: Infinity,
			respond: { status: 504, body: 'timing out', accept: true },
		});
		const { error } = await p.run(generate(), { settings: retry });

		expect(p.api.submits).toHaveLength(1);
		expect(error!.description).toContain('may be running and may be billed');
	});

	it('delivers a synchronous result again, which has no ID to wait for', async () => {
		p.api.failNext({ error: 'out of luck', promptIncludes: 'second', times: 1 });
		const { items, error } = await p.run(
			generate({ prompt: '={{ $json.prompt }}', mode: 'sync', options: { maxConcurrent: 1 } }),
			{ items: prompts('first', 'second'), settings: retry },
		);

		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
		expect([submitsOf('first'), submitsOf('second')]).toEqual([1, 2]);
	});

	it('returns the same ID again in mode submit', async () => {
		p.api.fault({ on: 'submit', after: 1, respond: { status: 422, body: { title: 'Deployment disabled' } } });
		const parameters = generate({
			prompt: '={{ $json.prompt }}',
			mode: 'submit',
			options: { maxConcurrent: 1 },
		});
		const { items } = await p.run(parameters, { items: prompts('first', 'second'), settings: retry });

		const accepted = p.api.submits.filter(({ accepted: taken }) => taken);
		expect(items.map(({ json }) => json.id)).toEqual(accepted.map(({ id }) => id));
		expect(accepted).toHaveLength(2);
	});

	it('recognizes a job by its files and does not upload them again', async () => {
		refuseStatusOnce('Make it night');
		const { error } = await p.run(edit({ images: 'data' }), {
			items: [{ files: { data: png() } }],
			settings: retry,
		});

		expect(error).toBeUndefined();
		expect(p.api.uploads).toHaveLength(1);
		expect(p.api.submits).toHaveLength(1);
	});

	it('leaves nothing behind in the execution after a success', async () => {
		refuseStatusOnce('A red fox');
		const { run } = await p.run(generate(), { settings: retry });

		expect(run.data.executionData!.contextData['node:Pruna']).toEqual({});
	});
});

describe('a loop', () => {
	it('is new work in each round, even with identical input', async () => {
		const { run } = await p.run(generate(), { loops: 3 });

		expect(run.data.resultData.runData.Pruna).toHaveLength(3);
		expect(p.api.submits).toHaveLength(3);
	});

	it('resumes within a round and submits again in the next', async () => {
		p.api.fault({ on: 'status', respond: { status: 401, body: { message: 'Unauthorized' } } });
		const { run } = await p.run(generate(), { loops: 2, settings: retry });

		expect(run.data.resultData.runData.Pruna).toHaveLength(2);
		expect(p.api.submits).toHaveLength(2);
	});
});
