/** n8n's Retry On Fail runs the whole node again. What is paid for must not be bought again by that. */
import type { INode } from 'n8n-workflow';
import { edit, generate, png, usePApi } from './fixture';

const p = usePApi();

const retry: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
const prompts = (...list: string[]) => list.map((prompt) => ({ json: { prompt } }));
const byPrompt = generate({ prompt: '={{ $json.prompt }}' });
const submitsOf = (prompt: string) => p.api.submits.filter(({ input }) => input.prompt === prompt).length;

/** The first status request of the job with this prompt is refused for good. */
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
	it('waits for the jobs that run, and submits none of them again', async () => {
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
			'instead of submitting again',
		);
	});

	it('submits a job anew that failed, and only that one', async () => {
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
		'does the same with onError %s, which n8n also runs again when the first item failed',
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

	it('knows its jobs though an expression gives another value in each try', async () => {
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

	it('tells two equal items apart', async () => {
		refuseStatusOnce('same');
		const { items } = await p.run(byPrompt, { items: prompts('same', 'same'), settings: retry });

		expect(new Set(items.map(({ json }) => json.id)).size).toBe(2);
		expect(p.api.submits).toHaveLength(2);
	});

	it('never repeats a submit of which nobody knows whether it was taken', async () => {
		p.api.fault({
			on: 'submit',
			times: Infinity,
			respond: { status: 504, body: 'timing out', accept: true },
		});
		const { error } = await p.run(generate(), { settings: retry });

		expect(p.api.submits).toHaveLength(1);
		expect(error!.description).toContain('may be running and may be billed');
	});

	it('delivers a sync result again, which has no id to wait for', async () => {
		p.api.failNext({ error: 'out of luck', promptIncludes: 'second', times: 1 });
		const { items, error } = await p.run(
			generate({ prompt: '={{ $json.prompt }}', mode: 'sync', options: { maxConcurrent: 1 } }),
			{ items: prompts('first', 'second'), settings: retry },
		);

		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
		expect([submitsOf('first'), submitsOf('second')]).toEqual([1, 2]);
	});

	it('gives the same id again in mode submit', async () => {
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

	it('knows a job with files by the files, and uploads nothing again for it', async () => {
		refuseStatusOnce('Make it night');
		const { error } = await p.run(edit({ images: 'data' }), {
			items: [{ files: { data: png() } }],
			settings: retry,
		});

		expect(error).toBeUndefined();
		expect(p.api.uploads).toHaveLength(1);
		expect(p.api.submits).toHaveLength(1);
	});

	it('leaves nothing behind in the execution when all went well', async () => {
		refuseStatusOnce('A red fox');
		const { run } = await p.run(generate(), { settings: retry });

		expect(run.data.executionData!.contextData['node:Pruna']).toEqual({});
	});
});

describe('a loop', () => {
	it('is new work each time, even with equal input', async () => {
		const { run } = await p.run(generate(), { loops: 3 });

		expect(run.data.resultData.runData.Pruna).toHaveLength(3);
		expect(p.api.submits).toHaveLength(3);
	});

	it('resumes within a round of it, and buys anew in the next', async () => {
		p.api.fault({ on: 'status', respond: { status: 401, body: { message: 'Unauthorized' } } });
		const { run } = await p.run(generate(), { loops: 2, settings: retry });

		expect(run.data.resultData.runData.Pruna).toHaveLength(2);
		expect(p.api.submits).toHaveLength(2);
	});
});
