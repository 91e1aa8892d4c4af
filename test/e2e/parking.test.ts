/** Parked executions: a long job takes up no worker, and if n8n is killed meanwhile, it loses nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { itemsOf, type Item } from '../../sandbox/execution';
import { Rest, RestError, type StoredExecution } from '../../sandbox/rest';
import { until } from '../until';
import { createInstance, whenPublished, type Instance } from './instance';
import { leaveJobsAfter } from './leaveJobsAfter';
import { imageWebhook, node, noOp, pruna, start, workflow, type NodeSettings } from './workflow';

/** Time limit in seconds for steps that include a real wait of 65 seconds, on a busy machine. */
const PARKED = 420;
const MANY = 500;

const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64',
);
const largePrompt = 'A large whale';
const LARGE = Buffer.concat([PNG, Buffer.alloc(300 * 1024 * 1024, 7)]);
/** The image of a prompt, different for each prompt. */
const imageOf = (prompt: string) =>
	prompt === largePrompt ? LARGE : Buffer.concat([PNG, Buffer.from(prompt)]);

let instance: Instance;
let rest: Rest;

async function startN8n(): Promise<void> {
	await instance.n8n.start();
	rest = new Rest(instance.n8n.url);
	await rest.login();
}

const free = { freeWorker: true };

/** A node that adds to each item which trigger item it comes from. */
const origin = (name: string) =>
	node(name, 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput: "={{ { origin: $('Start').item.json.prompt } }}",
		includeOtherFields: true,
		options: { stripBinary: false },
	});

const prompts = (title: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${title} ${index}`);

/** Starts a workflow that makes an image of each prompt. @returns the ID of the execution */
async function runImages(
	all: string[],
	settings: NodeSettings = {},
	workflowSettings: object = {},
): Promise<string> {
	const made = pruna({ prompt: '={{ $json.prompt }}', options: free }, settings);
	const isSplit = settings.onError === 'continueErrorOutput';
	const images = workflow(all[0]!, [start(), made, origin('After')], {
		items: all.map((prompt) => ({ prompt })),
		settings: workflowSettings,
		...(isSplit && { aside: [origin('Failed')], connections: [{ from: 'Pruna', to: 'Failed', output: 1 }] }),
	});
	return await rest.run(await rest.createWorkflow(images), 'Start');
}

/** The status of every execution by its ID; empty while n8n is too busy to answer. */
async function statuses(): Promise<Map<string, string>> {
	// This is called for minutes, and must not keep n8n busy.
	await sleep(1000);
	try {
		const { results } = await rest.call<{ results: Array<{ id: string; status: string }> }>(
			'GET',
			'/rest/executions?limit=100',
		);
		return new Map(results.map(({ id, status }) => [id, status]));
	} catch (error) {
		// Its database does not answer in time.
		if (error instanceof RestError && error.status === 503) return new Map();
		throw error;
	}
}

async function whenParked(executions: string[]): Promise<void> {
	let seen: Array<string | undefined> = [];
	const areParked = async () => {
		const known = await statuses();
		seen = executions.map((id) => known.get(id));
		return seen.every((status) => status === 'waiting');
	};
	await until(areParked, () => `parked executions; they are ${seen.join(', ')}`, PARKED);
}

async function whenEnded(execution: string): Promise<StoredExecution> {
	const goesOn = [undefined, 'new', 'running', 'waiting'];
	const isOver = async () => !goesOn.includes((await statuses()).get(execution));
	await until(isOver, `the end of execution ${execution}`, PARKED);
	return await rest.execution(execution);
}

const idOf = (prompt: string) => instance.api.submits.find(({ input }) => input.prompt === prompt)!.id!;
const submitsOf = (all: string[]) =>
	instance.api.submits.filter(({ input }) => all.includes(String(input.prompt)));

function endJobs(): void {
	for (const prediction of instance.api.predictions.values()) prediction.endsAt = Date.now();
}

const broken = { error: 'The model ran out of memory', promptIncludes: 'broken' };

/** The other executions of the same workflow: the sub-executions that wait in its place. */
async function subExecutions({ id, workflowId }: StoredExecution): Promise<string[]> {
	return (await rest.executionsOf(workflowId)).filter((other) => other !== id);
}

async function imagesOf(items: Item[]): Promise<Buffer[]> {
	return await Promise.all(items.map(async ({ binary }) => await rest.binary(binary!.data!)));
}

const three = prompts('A fox', 3);
const oneFails = ['An owl 0', 'A broken owl', 'An owl 2'];
const firstFails = ['A broken frog', 'A frog 1'];
const failsAll = ['A whale 0', 'A broken whale', 'A whale 2'];
const stoppedPrompts = prompts('A stopped bear', 2);
const retried = ['A broken wolf', 'A wolf 1'];
const lates = ['A late gull'];
const many = prompts('A bee', MANY);

let ended: Record<string, StoredExecution>;
let shownWhileParked: Item[];

beforeAll(async () => {
	instance = await createInstance('parking', { api: { jobSeconds: 3600 } });
	leaveJobsAfter(2, instance.userFolder);
	instance.api.setFiles([
		{ name: 'output.png', contentType: 'image/png', bytes: ({ prompt }) => imageOf(String(prompt)) },
	]);
	instance.api.failNext({ ...broken, times: 100 });
	await startN8n();

	const parked: Record<string, string> = {
		three: await runImages(three),
		errorOutput: await runImages(oneFails, { onError: 'continueErrorOutput' }),
		firstOutput: await runImages(firstFails, { onError: 'continueRegularOutput' }),
		noContinue: await runImages(failsAll),
		stopped: await runImages(stoppedPrompts),
		tooLong: await runImages(lates, {}, { executionTimeout: 30 }),
		retried: await runImages(retried, {
			onError: 'continueRegularOutput',
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 100,
		}),
	};
	await whenParked(Object.values(parked));
	shownWhileParked = itemsOf(await rest.execution(parked.three!), 'Pruna');
	await rest.stop(parked.stopped!);

	// Do this immediately: n8n must be running again before the first wait is over. Otherwise it resumes an execution before
	// its crash recovery has run, which may then treat the resumed execution as crashed (seen on a machine that took minutes
	// to start).
	await instance.n8n.kill();
	endJobs();
	await startN8n();
	ended = {};
	for (const [name, id] of Object.entries(parked)) ended[name] = await whenEnded(id);
});
afterAll(async () => await instance?.close());

describe('n8n is killed while executions are parked, and started again', () => {
	test('the execution ends as if nothing had happened, each image with its own item', async () => {
		const { three: execution } = ended as { three: StoredExecution };
		expect(execution.status).toBe('success');
		const items = itemsOf(execution, 'After');
		expect(items.map(({ json }) => json)).toEqual(
			three.map((prompt) => {
				const id = idOf(prompt);
				const url = expect.stringContaining('/delivery/') as string;
				const place = { generation_url: url, output_index: 0, output_count: 1 };
				const cost = { estimated_cost_usd: 0.005 };
				return { id, model: 'p-image', status: 'succeeded', ...place, ...cost, origin: prompt };
			}),
		);
		expect(await imagesOf(items)).toEqual(three.map(imageOf));
		expect(submitsOf(three)).toHaveLength(3);
	});

	test('while parked, it shows the IDs, and one sub-execution waits in its place', async () => {
		expect(shownWhileParked.map(({ json }) => json.id)).toEqual(three.map(idOf));
		expect(await subExecutions(ended.three!)).toHaveLength(1);
	});

	test('with Continue (using error output), the failed item goes to the error output', () => {
		const { errorOutput: execution } = ended as { errorOutput: StoredExecution };
		expect(itemsOf(execution, 'After').map(({ json }) => json.origin)).toEqual(['An owl 0', 'An owl 2']);
		const [failed, ...others] = itemsOf(execution, 'Failed');
		expect(others).toEqual([]);
		expect(failed!.json).toMatchObject({
			origin: 'A broken owl',
			error: 'The prediction failed: The model ran out of memory',
			details: { id: idOf('A broken owl'), model: 'p-image', status: 'failed' },
		});
	});

	test('with Continue, a failed item keeps its place', () => {
		const items = itemsOf(ended.firstOutput!, 'After');
		expect(items.map(({ json }) => [json.origin, json.status ?? json.error])).toEqual([
			['A broken frog', 'The prediction failed: The model ran out of memory'],
			['A frog 1', 'succeeded'],
		]);
	});

	test('without Continue, the node fails with the error of the job and names all other jobs', async () => {
		const { noContinue: execution } = ended as { noContinue: StoredExecution };
		expect(execution.status).toBe('error');
		const { error } = execution.data.resultData as { error?: { message: string; description?: string } };
		expect(error?.message).toBe('The prediction failed: The model ran out of memory');
		for (const prompt of failsAll) expect(error?.description).toContain(idOf(prompt));

		const before = instance.api.submits.length;
		await rest.call('POST', `/rest/executions/${execution.id}/retry`, {});
		expect(instance.api.submits).toHaveLength(before);
	});

	test('Stop ends it, its IDs stay visible, and nothing downloads the files', async () => {
		const { stopped: execution } = ended as { stopped: StoredExecution };
		expect(execution.status).toBe('canceled');
		const ids = stoppedPrompts.map(idOf);
		expect(itemsOf(execution, 'Pruna').map(({ json }) => json.id)).toEqual(ids);
		expect(execution.customData).toEqual({ pruna_jobs: ids.join(',') });
		const [child, ...others] = await subExecutions(execution);
		expect(others).toEqual([]);
		expect((await whenEnded(child!)).status).toBe('success');
		for (const id of ids) expect(instance.api.predictions.get(id)!.files[0]!.delivered).toBeUndefined();
	});

	test('the timeout of a workflow includes the parked time; the file is in the sub-execution', async () => {
		const { tooLong: execution } = ended as { tooLong: StoredExecution };
		expect(execution.status).toBe('canceled');
		expect(execution.customData).toEqual({ pruna_jobs: idOf(lates[0]!) });
		expect(submitsOf(lates)).toHaveLength(1);
		const [child] = await subExecutions(execution);
		const items = itemsOf(await rest.execution(child!), 'Pruna');
		expect(await imagesOf(items)).toEqual(lates.map(imageOf));
	});

	test('Retry On Fail starts no second sub-execution and submits nothing again', async () => {
		expect(submitsOf(retried)).toHaveLength(2);
		expect(await subExecutions(ended.retried!)).toHaveLength(1);
		expect(itemsOf(ended.retried!, 'After').map(({ json }) => json.origin)).toEqual(retried);
	});
});

describe('other ways to run it', () => {
	/** Two rounds of two items; each round parks. */
	async function runLoop(): Promise<string> {
		const batch = node('Loop', 'n8n-nodes-base.splitInBatches', 3, { batchSize: 2 });
		const made = pruna({ prompt: '={{ $json.prompt }}', options: free });
		const looped = workflow('Loop', [start(), batch], {
			items: prompts('A looped hen', 4).map((prompt) => ({ prompt })),
			aside: [noOp('Done'), made],
			connections: [
				{ from: 'Loop', to: 'Done' },
				{ from: 'Loop', to: 'Pruna', output: 1 },
				{ from: 'Pruna', to: 'Loop' },
			],
		});
		return await rest.run(await rest.createWorkflow(looped), 'Start');
	}

	async function runSubWorkflow(): Promise<string> {
		const called = workflow('Called', [
			node('Called', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' }),
			pruna({ prompt: '={{ $json.prompt }}', options: free }),
		]);
		const id = await rest.createWorkflow(called);
		await rest.publish(id);
		const calling = workflow(
			'Calling',
			[
				start(),
				node('Call', 'n8n-nodes-base.executeWorkflow', 1.2, {
					workflowId: { __rl: true, mode: 'id', value: id },
					mode: 'each',
					options: {},
				}),
			],
			{ items: [{ prompt: 'A called cat' }] },
		);
		return await rest.run(await rest.createWorkflow(calling), 'Start');
	}

	test('a loop parks in each round; a webhook that answers with the image, and a sub-workflow, wait in the node', async () => {
		const loop = await runLoop();
		const called = await runSubWorkflow();
		const parameters = { prompt: '={{ $json.body.prompt }}', options: free };
		const answering = workflow('Answer', [imageWebhook('parked'), pruna(parameters)]);
		await rest.publish(await rest.createWorkflow(answering));
		const answer = whenPublished(`${instance.n8n.url}/webhook/parked`, () => ({
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ prompt: 'A webhook dog' }),
		}));
		await whenParked([loop]);
		await until(() => submitsOf(['A called cat', 'A webhook dog']).length === 2, 'both submits');
		instance.api.options.jobSeconds = 6;
		const ending = setInterval(endJobs, 15_000);
		try {
			const looped = await whenEnded(loop);
			expect(looped.status).toBe('success');
			const ids = prompts('A looped hen', 4).map(idOf);
			expect(itemsOf(looped, 'Done').map(({ json }) => json.id)).toEqual(ids);
			expect(looped.data.resultData.runData.Pruna).toHaveLength(2);
			expect(await subExecutions(looped)).toHaveLength(2);
			const response = await answer;
			expect(response.status).toBe(200);
			expect(Buffer.from(await response.arrayBuffer())).toEqual(imageOf('A webhook dog'));
			const calling = await whenEnded(called);
			expect(itemsOf(calling, 'Call').map(({ json }) => json.id)).toEqual([idOf('A called cat')]);
		} finally {
			clearInterval(ending);
		}
	});

	test(`${MANY} items come out in order, each with its own image; a file of 300 MB belongs to the sub-execution`, async () => {
		instance.api.options.jobSeconds = 3600;
		const execution = await runImages(many);
		const large = await runImages([largePrompt]);
		await whenParked([execution, large]);
		endJobs();
		const finished = await whenEnded(execution);
		const items = itemsOf(finished, 'After');
		expect(items.map(({ json }) => json.origin)).toEqual(many);
		expect(items.map(({ json }) => json.id)).toEqual(many.map(idOf));
		expect(submitsOf(many)).toHaveLength(MANY);
		expect(await subExecutions(finished)).toHaveLength(1);
		const places = [0, MANY / 2, MANY - 1];
		expect(await imagesOf(places.map((at) => items[at]!))).toEqual(places.map((at) => imageOf(many[at]!)));

		const parent = await whenEnded(large);
		const { binary } = itemsOf(parent, 'After')[0]!;
		expect((await rest.binary(binary!.data!)).equals(LARGE)).toBe(true);
		const ids = await subExecutions(parent);
		expect(ids).toHaveLength(1);
		await rest.call('POST', '/rest/executions/delete', { ids });
		await expect(rest.binary(binary!.data!)).rejects.toMatchObject({ status: 404 });
	});

	test('a short job is delivered without parking', async () => {
		instance.api.options.jobSeconds = 0.3;
		const execution = await whenEnded(await runImages(['A quick mouse']));
		expect(await imagesOf(itemsOf(execution, 'After'))).toEqual([imageOf('A quick mouse')]);
		expect(await subExecutions(execution)).toEqual([]);
	});
});
