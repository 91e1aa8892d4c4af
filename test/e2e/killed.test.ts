/** n8n is killed while jobs are in progress: what is left, and how a user gets what is paid for. */
import fs from 'node:fs';
import { itemsOf, storedFile, type Item } from '../../sandbox/execution';
import { Rest, type StoredExecution } from '../../sandbox/rest';
import { until } from '../until';
import { startServer, type Server } from './instance';
import { pruna, start, workflow } from './workflow';

const PROMPTS = ['A red fox', 'A grey owl', 'A green frog', 'A blue whale'];

let server: Server;
/** What n8n had printed before it was killed, at its default log level. */
let printed: string;
/** The killed execution, as n8n reports it after the restart. */
let crashed: StoredExecution;
let rest: Rest;

/** The image that the stand-in delivered for a job, by its ID. */
const imageOf = (id: string) => server.api.predictions.get(id)!.files[0]!.delivered!;
const bytesOf = (item: Item) => fs.readFileSync(storedFile(server.userFolder, item.binary!.data!));

/** The jobs in the log of one execution, found as docs/parts/worker-killed.md describes. */
function jobsInLog(execution: string): Array<{ item: number; id: string }> {
	const line = new RegExp(
		`^Pruna: prediction submitted \\(execution ${execution}, item (\\d+), ID (\\w+),`,
		'gm',
	);
	return [...printed.matchAll(line)].map(([, item, id]) => ({ item: Number(item), id: id! }));
}

beforeAll(async () => {
	server = await startServer('killed', { api: { jobSeconds: 3600 } });
	const nightly = workflow('Nightly batch', [start(), pruna({ prompt: '={{ $json.prompt }}' })], {
		items: PROMPTS.map((prompt) => ({ prompt })),
	});
	const execution = await server.rest.run(await server.rest.createWorkflow(nightly), 'Start');
	const { requests, predictions } = server.api;
	const polled = () => new Set(requests.filter(({ route }) => route === 'status').map(({ path }) => path));
	await until(() => polled().size === PROMPTS.length, 'a poll of every job');
	// One item already has its file.
	[...predictions.values()][0]!.endsAt = Date.now();
	const isDelivered = () =>
		requests.some(({ route, statusCode }) => route === 'delivery' && statusCode === 200);
	await until(isDelivered, 'the first file');
	const { length: seen } = requests;
	await until(() => requests.length > seen + PROMPTS.length, 'n8n to continue with the other items');
	printed = await server.n8n.kill();
	for (const prediction of predictions.values()) prediction.endsAt = Date.now();

	await server.n8n.start();
	rest = new Rest(server.n8n.url);
	await rest.login();
	crashed = await rest.finished(execution);
});
afterAll(async () => await server?.close());

test('n8n reports the execution as crashed and knows none of its jobs, not even the one that was done', () => {
	expect(crashed.status).toBe('crashed');
	expect(itemsOf(crashed, 'Pruna')).toEqual([]);
	expect(crashed.customData ?? {}).toEqual({});
	expect(crashed.data.resultData.error?.message).toBe(
		'Workflow did not finish, possible out-of-memory issue',
	);
});

test('the log has the ID and the item number of every submitted job', () => {
	const paid = server.api.submits.map(({ id, input }) => ({
		item: PROMPTS.indexOf(String(input.prompt)),
		id,
	}));
	expect(paid).toHaveLength(PROMPTS.length);
	const byItem = (a: { item: number }, b: { item: number }) => a.item - b.item;
	expect(jobsInLog(crashed.id).sort(byItem)).toEqual(paid.sort(byItem));
});

test('with these IDs, Get Result downloads every file and submits nothing', async () => {
	const getResult = pruna({
		resource: 'prediction',
		operation: 'getResult',
		predictionId: '={{ $json.id }}',
	});
	const ids = jobsInLog(crashed.id).map(({ id }) => id);
	const recovery = workflow('Recovery', [start(), getResult], { items: ids.map((id) => ({ id })) });
	const execution = await rest.finished(await rest.run(await rest.createWorkflow(recovery), 'Start'));

	const items = itemsOf(execution, 'Pruna');
	expect(items.map(({ json }) => json.id)).toEqual(ids);
	for (const item of items) expect(bytesOf(item).equals(imageOf(item.json.id as string))).toBe(true);
	expect(server.api.submits).toHaveLength(PROMPTS.length);
});

test('n8n does not run the execution again on its own', async () => {
	expect(await rest.executionsOf(crashed.workflowId)).toEqual([crashed.id]);
});
