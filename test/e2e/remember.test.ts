/** Options → Job Key and Prediction → Recover, with n8n's own data tables. */
import { randomUUID } from 'node:crypto';
import { itemsOf } from '../../sandbox/execution';
import { Rest, type StoredExecution } from '../../sandbox/rest';
import { until } from '../until';
import { startServer, whenPublished, type Server } from './instance';
import { node, pruna, start, workflow, type NodeSettings } from './workflow';

interface Row {
	key: string;
	state: string;
	prediction_id: string | null;
	execution: string;
}

let server: Server;
let rest: Rest;

beforeAll(async () => {
	server = await startServer('remember');
	({ rest } = server);
});
afterAll(async () => await server?.close());

const keyed = (more: object = {}, settings: NodeSettings = {}) =>
	pruna({ prompt: '={{ $json.key }}', options: { jobKey: '={{ $json.key }}' }, ...more }, settings);
const itemsFor = (keys: string[]) => keys.map((key) => ({ key }));
const keysOf = (name: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${name} ${index}`);

async function create(name: string, node: ReturnType<typeof pruna>, items: object[]): Promise<string> {
	return await rest.createWorkflow(workflow(name, [start(), node], { items }));
}

async function run(id: string): Promise<StoredExecution> {
	return await rest.finished(await rest.run(id, 'Start'));
}

/** What a user sees under Data tables. */
async function rows(): Promise<Row[]> {
	const filter = encodeURIComponent(JSON.stringify({ name: 'pruna_jobs' }));
	const { data } = await rest.call<{ data: Array<{ id: string; projectId: string }> }>(
		'GET',
		`/rest/data-tables-global?filter=${filter}`,
	);
	const [table] = data;
	if (table === undefined) return [];
	const all = await rest.call<{ data: Row[] }>(
		'GET',
		`/rest/projects/${table.projectId}/data-tables/${table.id}/rows?take=250`,
	);
	return all.data;
}

const secondsOf = (execution: StoredExecution) => {
	const { startedAt, stoppedAt } = execution as unknown as { startedAt: string; stoppedAt: string };
	return (new Date(stoppedAt).getTime() - new Date(startedAt).getTime()) / 1000;
};

test('two executions with the same keys at the same time: only one submits, both deliver', async () => {
	const id = await create('Same time', keyed(), itemsFor(keysOf('twin', 5)));
	const started = await Promise.all([rest.run(id, 'Start'), rest.run(id, 'Start')]);
	const ended = await Promise.all(started.map(async (execution) => await rest.finished(execution)));

	const [one, two] = ended.map((execution) => itemsOf(execution, 'Pruna'));
	expect(ended.map(({ status }) => status)).toEqual(['success', 'success']);
	expect(server.api.submits).toHaveLength(5);
	expect(one!.map(({ json }) => json.id)).toEqual(two!.map(({ json }) => json.id));
	for (const item of [...one!, ...two!]) expect(item.binary!.data!.mimeType).toBe('image/jpeg');
});

test('a webhook that is delivered twice at the same time submits once and answers both', async () => {
	server.api.reset();
	const parameters = { path: 'twice', httpMethod: 'POST', responseMode: 'lastNode' };
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId: randomUUID() });
	const key = '={{ $json.body.order }}';
	const id = await rest.createWorkflow(
		workflow('Twice', [webhook, keyed({ prompt: key, options: { jobKey: key, downloadOutput: false } })]),
	);
	await rest.publish(id);
	const post = (order: string) => () => ({
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ order }),
	});
	const url = `${server.n8n.url}/webhook/twice`;
	await whenPublished(url, post('first'));
	const answers = await Promise.all([1, 2, 3].map(async () => await fetch(url, post('second')())));
	const [one, two, three] = (await Promise.all(answers.map((answer) => answer.json()))) as object[];

	expect(one).toMatchObject({ id: expect.any(String) as string, status: 'succeeded' });
	expect([two, three]).toEqual([one, one]);
	expect(server.api.submits).toHaveLength(2);
});

test('two executions submit 200 items only once', async () => {
	server.api.reset();
	const options = { downloadOutput: false };
	const keys = keysOf('many', 200);
	const plain = await create(
		'200 without a key',
		pruna({ prompt: '={{ $json.key }}', options }),
		itemsFor(keys),
	);
	const withKey = { jobKey: '={{ $json.key }}', ...options };
	const id = await create('200', keyed({ options: withKey }), itemsFor(keys));
	const without = await run(plain);
	server.api.reset();
	const first = await run(id);
	const second = await run(id);

	expect([first.status, second.status]).toEqual(['success', 'success']);
	expect(server.api.submits).toHaveLength(200);
	const ids = (execution: StoredExecution) => itemsOf(execution, 'Pruna').map(({ json }) => json.id);
	expect(ids(second)).toEqual(ids(first));
	expect(new Set(ids(first)).size).toBe(200);
	expect((await rows()).filter(({ state }) => state === 'delivered').length).toBeGreaterThanOrEqual(200);
	// A number for docs/remember-jobs.md, not an assertion: a busy machine takes longer.
	process.stdout.write(
		`200 items: ${secondsOf(without)} s without a key, ${secondsOf(first)} s with a key, ${secondsOf(second)} s if all jobs are known\n`,
	);
});

test('the sub-workflows do not appear in the list of executions', async () => {
	const id = await create('Listed', keyed(), itemsFor(['listed']));
	const { id: execution } = await run(id);
	expect(await rest.executionsOf(id)).toEqual([execution]);
});

describe('n8n is killed between submit and result', () => {
	const keys = keysOf('killed', 5);
	const [doubtful, recovered, ...others] = keys;
	let id: string;
	let crashed: string;

	beforeAll(async () => {
		const { api } = server;
		api.reset();
		api.options.jobSeconds = 3600;
		// One submit is in progress when n8n dies: Pruna accepted it, but the answer never came.
		api.fault({
			on: 'submit',
			match: ({ body }) => (body as { input: { prompt: string } }).input.prompt === doubtful,
			delaySeconds: 3600,
		});
		id = await create('Killed', keyed({}, { onError: 'continueRegularOutput' }), itemsFor(keys));
		crashed = await rest.run(id, 'Start');
		const recorded = async () =>
			(await rows()).filter(({ state, execution }) => state === 'running' && execution === crashed).length;
		await until(async () => (await recorded()) === 4, 'the IDs in the table');
		await until(() => api.submits.length === 5, 'the submit without an answer');
		await server.n8n.kill();
		for (const prediction of api.predictions.values()) prediction.endsAt = Date.now();
		await server.n8n.start();
		rest = new Rest(server.n8n.url);
		await rest.login();
		await rest.finished(crashed);
	});
	test('Recover delivers by key and by execution, names the job in doubt, and submits nothing', async () => {
		const { submits } = server.api;
		const recover = (more: object) => pruna({ resource: 'prediction', operation: 'recover', ...more });
		const byKey = await create('By key', recover({ recoverBy: 'jobKey', jobKey: recovered }), [{}]);
		const one = await run(byKey);
		expect(itemsOf(one, 'Pruna').map(({ json }) => [json.job_key, json.status])).toEqual([
			[recovered, 'succeeded'],
		]);

		const byExecution = await create(
			'By execution',
			recover({ recoverBy: 'execution', executionId: crashed }),
			[{}],
		);
		const items = itemsOf(await run(byExecution), 'Pruna');
		const statuses = new Map(items.map(({ json }) => [json.job_key, json.status]));
		expect(statuses).toEqual(
			new Map([[doubtful, 'in doubt'], ...others.map((key) => [key, 'succeeded'] as const)]),
		);
		expect(submits).toHaveLength(5);
	});

	test('a new run submits nothing twice, delivers everything else, and names the job in doubt', async () => {
		const again = itemsOf(await run(id), 'Pruna');

		expect(server.api.submits).toHaveLength(5);
		expect(again[0]!.json.error).toContain(`The job “${doubtful}” may have been submitted`);
		expect(again.slice(1).map(({ json }) => json.status)).toEqual(Array(4).fill('succeeded'));
		const submitted = new Map(server.api.submits.map((submit) => [submit.input.prompt, submit.id]));
		expect(again.slice(1).map(({ json }) => json.id)).toEqual(keys.slice(1).map((key) => submitted.get(key)));
	});
});

test('n8n execute has no data tables, so nothing is submitted', async () => {
	const id = await create('Command line', keyed({ prompt: 'A red fox', options: { jobKey: 'cli' } }), [{}]);
	await server.n8n.stop();
	server.api.reset();
	const execution = await server.n8n.execute(id);

	expect(execution.data.resultData.error?.message).toContain(
		'The node could not use the data table “pruna_jobs”',
	);
	expect(server.api.submits).toEqual([]);
});
