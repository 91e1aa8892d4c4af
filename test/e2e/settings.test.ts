/** The node's Settings tab and the workflow's settings in a real n8n. Each submit costs money. */
import { itemsOf } from '../../sandbox/execution';
import type { StoredExecution } from '../../sandbox/rest';
import { until } from '../until';
import { startServer, whenPublished, type Server } from './instance';
import { imageWebhook, node, noOp, pruna, start, workflow, type NodeSettings } from './workflow';

let server: Server;
beforeAll(async () => {
	server = await startServer('settings');
});
afterEach(() => {
	server.api.reset();
	server.api.options.jobSeconds = 0.3;
});
afterAll(async () => await server?.close());

const byPrompt = { prompt: '={{ $json.prompt }}' };
const prompts = (...list: string[]) => list.map((prompt) => ({ prompt }));

/** A workflow whose Pruna node has these settings. Its results go to "Done", its failed items to "Failed". */
function withSettings(settings: NodeSettings, items: object[]) {
	return workflow('Settings', [start(), pruna(byPrompt, settings), noOp('Done')], {
		items,
		...(settings.onError === 'continueErrorOutput' && {
			aside: [noOp('Failed')],
			connections: [{ from: 'Pruna', to: 'Failed', output: 1 }],
		}),
	});
}

async function startRun(definition: object): Promise<string> {
	return await server.rest.run(await server.rest.createWorkflow(definition), 'Start');
}

const run = async (definition: object): Promise<StoredExecution> =>
	await server.rest.finished(await startRun(definition));

const submitsOf = (prompt: string) =>
	server.api.submits.filter(({ input }) => input.prompt === prompt).length;
const idOf = (prompt: string) => server.api.submits.find(({ input }) => input.prompt === prompt)?.id;

describe('Retry On Fail', () => {
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

	it('submits only the failed job again', async () => {
		server.api.failNext({ error: 'out of luck', promptIncludes: 'second', times: 1 });
		const execution = await run(withSettings(settings, prompts('first', 'second', 'third')));

		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Done')).toHaveLength(3);
		expect(['first', 'second', 'third'].map(submitsOf)).toEqual([1, 2, 1]);
	});

	it('submits nothing again if only a poll failed', async () => {
		const refused = { status: 401, body: { message: 'Unauthorized' } };
		server.api.fault({ on: 'status', respond: refused });
		const execution = await run(withSettings(settings, prompts('first', 'second', 'third')));

		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Done').map(({ json }) => json.id)).toEqual(
			['first', 'second', 'third'].map(idOf),
		);
		expect(server.api.submits).toHaveLength(3);
	});
});

describe('Continue On Fail', () => {
	const failed = () => ({
		error: expect.stringContaining('out of luck') as string,
		details: expect.objectContaining({ id: idOf('second'), model: 'p-image' }) as object,
	});

	it('puts the failed item between the others', async () => {
		server.api.failNext({ error: 'out of luck', promptIncludes: 'second' });
		const execution = await run(
			withSettings({ onError: 'continueRegularOutput' }, prompts('first', 'second', 'third')),
		);

		expect(execution.status).toBe('success');
		const [first, second, third] = itemsOf(execution, 'Done');
		expect([first!.json.id, third!.json.id]).toEqual([idOf('first'), idOf('third')]);
		expect(second!.json).toMatchObject(failed());
		expect(server.api.submits).toHaveLength(3);
	});

	it('puts the failed item on the error output', async () => {
		server.api.failNext({ error: 'out of luck', promptIncludes: 'second' });
		const execution = await run(
			withSettings({ onError: 'continueErrorOutput' }, prompts('first', 'second', 'third')),
		);

		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'Done').map(({ json }) => json.id)).toEqual([idOf('first'), idOf('third')]);
		expect(itemsOf(execution, 'Failed').map(({ json }) => json)).toEqual([expect.objectContaining(failed())]);
		expect(server.api.submits).toHaveLength(3);
	});
});

test('an error workflow gets the error with the ID of the job', async () => {
	const trigger = node('On Error', 'n8n-nodes-base.errorTrigger', 1);
	const errorWorkflow = await server.rest.createWorkflow(workflow('Errors', [trigger, noOp('Reported')]));
	await server.rest.publish(errorWorkflow);
	const nodes = [imageWebhook('fails'), pruna({ prompt: 'second' })];
	await server.rest.publish(
		await server.rest.createWorkflow(workflow('Fails', nodes, { settings: { errorWorkflow } })),
	);
	server.api.failNext({ error: 'out of luck' });
	await whenPublished(`${server.n8n.url}/webhook/fails`, () => ({ method: 'POST' }));

	const execution = await server.rest.finished(await firstExecutionOf(errorWorkflow));
	const [{ json }] = itemsOf(execution, 'Reported') as [{ json: { execution: { error: object } } }];
	expect(JSON.stringify(json.execution.error)).toContain(idOf('second'));
	expect(json.execution.error).toMatchObject({ message: expect.stringContaining('out of luck') as string });
	expect(server.api.submits).toHaveLength(1);
});

async function firstExecutionOf(workflowId: string): Promise<string> {
	const first = async () => (await server.rest.executionsOf(workflowId))[0];
	return await until(first, 'an execution of the error workflow');
}

describe('an execution that ends before its jobs do', () => {
	beforeEach(() => {
		server.api.options.jobSeconds = 3600;
	});

	const waiting = (...list: string[]) =>
		workflow('Waiting', [start(), pruna({ ...byPrompt, options: { pollInterval: 0.05 } })], {
			items: prompts(...list),
		});
	const pollsOf = (ids: string[]) =>
		server.api.requests.filter(({ path }) => ids.some((id) => path.endsWith(id))).length;
	/** Waits until this many jobs have been polled. @returns their IDs */
	async function polledJobs(count: number): Promise<string[]> {
		const ids = () => server.api.submits.flatMap(({ id }) => id ?? []);
		const arePolled = () => ids().length === count && ids().every((id) => pollsOf([id]) > 0);
		await until(arePolled, `a poll of each of ${count} jobs`);
		return ids();
	}

	/** Expects that no more requests follow, and that a user can find the IDs of the jobs, which continue and are billed. */
	async function expectEnded(execution: StoredExecution, ids: string[]): Promise<void> {
		const sent = pollsOf(ids);
		expect(server.api.submits).toHaveLength(2);
		// Another execution measures the time: while it polls twenty times, this one would, too.
		const other = await startRun(waiting('another'));
		const id = (await polledJobs(3)).at(-1)!;
		await until(() => pollsOf([id]) >= 20, 'twenty polls of another execution');
		await server.rest.stop(other);
		expect(pollsOf(ids)).toBe(sent);
		expect(execution.customData!.pruna_jobs!.split(',').sort()).toEqual([...ids].sort());
		for (const id of ids) expect(server.n8n.printed()).toContain(id);
	}

	test('the timeout of the workflow ends the requests', async () => {
		// In seconds. Long enough for two submits on a busy machine.
		const settings = { executionTimeout: 10 };
		const id = await startRun({ ...waiting('first', 'second'), settings });
		const ids = await polledJobs(2);
		const execution = await server.rest.finished(id);

		expect(execution.status).toBe('canceled');
		await expectEnded(execution, ids);
	});

	test('the Stop button ends the requests', async () => {
		const id = await startRun(waiting('first', 'second'));
		const ids = await polledJobs(2);
		await server.rest.stop(id);
		const execution = await server.rest.finished(id);

		expect(execution.status).toBe('canceled');
		await expectEnded(execution, ids);
	});
});
