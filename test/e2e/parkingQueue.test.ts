/**
 * Queue mode with Postgres: parked executions take up no slot of a worker and outlive the worker that parked them, and a Job
 * Key holds across workers.
 */
import fs from 'node:fs';
import path from 'node:path';
import { itemsOf } from '../../sandbox/execution';
import { logsFolder, workFolder } from '../../sandbox/folders';
import type { N8n } from '../../sandbox/n8n';
import { installPackage, packedPackage } from '../../sandbox/package-under-test';
import { QueueMode } from '../../sandbox/queue/queueMode';
import { Rest, type StoredExecution } from '../../sandbox/rest';
import { startPApi, type PApi } from '../p-api';
import { until } from '../until';
import { API_KEY, credentialFor } from './instance';
import { leaveJobsAfter } from './leaveJobsAfter';
import { pruna, start, workflow } from './workflow';

/** Time limit in seconds for steps that include a real wait of 65 seconds, on a busy machine. */
const PARKED = 420;
const EXECUTIONS = 6;

let api: PApi;
let queue: QueueMode;
let workers: [N8n, N8n];
let rest: Rest;

beforeAll(async () => {
	const folder = path.join(workFolder, 'e2e', 'parkingQueue');
	fs.rmSync(folder, { recursive: true, force: true });
	api = await startPApi({ apiKeys: [API_KEY], jobSeconds: 3600 });
	queue = await QueueMode.create({
		folder,
		logsFolder: path.join(logsFolder, 'e2e', 'parkingQueue'),
		prepare: async (userFolder) => {
			await installPackage(packedPackage(), userFolder);
			leaveJobsAfter(2, userFolder);
		},
	});
	await queue.main.importCredentials([credentialFor(api)]);
	await queue.main.start();
	// One slot each: two executions that wait in the node would keep a third from starting.
	workers = await Promise.all([queue.startWorker('worker-1', 1), queue.startWorker('worker-2', 1)]);
	rest = new Rest(queue.main.url);
	await rest.login();
});
afterAll(async () => {
	await queue?.stop();
	await api?.close();
});

/** Starts a workflow with two items. @returns the ID of the execution */
async function run(name: string, options: object = {}): Promise<string> {
	const images = workflow(name, [start(), pruna({ prompt: '={{ $json.prompt }}', options })], {
		items: promptsOf(name).map((prompt) => ({ prompt })),
	});
	return await rest.run(await rest.createWorkflow(images), 'Start');
}

const promptsOf = (name: string) => [`${name}, first`, `${name}, second`];
const idOf = (prompt: string) => api.submits.find(({ input }) => input.prompt === prompt)!.id!;

const startedBy = (worker: N8n) => [...worker.printed().matchAll(/Worker started execution (\d+)/g)].length;

async function whenAll(executions: string[], status: string): Promise<StoredExecution[]> {
	let found: StoredExecution[] = [];
	const haveStatus = async () => {
		found = await Promise.all(executions.map(async (id) => await rest.execution(id)));
		return found.every((execution) => execution.status === status);
	};
	const what = () => `"${status}" executions; they are ${found.map((one) => one.status).join(', ')}`;
	await until(haveStatus, what, PARKED);
	return found;
}

test('two workers run executions with the same keys at the same time: only one submits, both deliver', async () => {
	api.options.jobSeconds = 3;
	const options = { jobKey: '={{ $json.prompt }}' };
	const keyed = workflow('Keyed', [start(), pruna({ prompt: '={{ $json.prompt }}', options })], {
		items: promptsOf('Keyed').map((prompt) => ({ prompt })),
	});
	const id = await rest.createWorkflow(keyed);
	const ended = await whenAll([await rest.run(id, 'Start'), await rest.run(id, 'Start')], 'success');
	expect(workers.map(startedBy)).toEqual([1, 1]);
	expect(api.submits).toHaveLength(2);
	for (const execution of ended) {
		const items = itemsOf(execution, 'Pruna');
		expect(items.map(({ json }) => json.id)).toEqual(promptsOf('Keyed').map(idOf));
		expect(items.map(({ binary }) => binary!.data!.mimeType)).toEqual(['image/jpeg', 'image/jpeg']);
	}
	api.reset();
	api.options.jobSeconds = 3600;
});

test('six parked executions leave both slots free, and when a worker dies, nothing is lost or submitted again', async () => {
	const names = Array.from({ length: EXECUTIONS }, (_, index) => `Video ${index}`);
	const executions: string[] = [];
	for (const name of names) executions.push(await run(name, { freeWorker: true }));
	await whenAll(executions, 'waiting');
	expect(api.submits).toHaveLength(2 * EXECUTIONS);
	// The first test ran one execution on each worker.
	expect(Math.min(...workers.map(startedBy))).toBeGreaterThan(1);

	api.options.jobSeconds = 0.3;
	await whenAll([await run('An image in between')], 'success');
	expect((await whenAll(executions, 'waiting')).length).toBe(EXECUTIONS);

	await workers[1].kill();
	for (const prediction of api.predictions.values()) prediction.endsAt = Date.now();
	const ended = await whenAll(executions, 'success');

	expect(api.submits).toHaveLength(2 * EXECUTIONS + 2);
	for (const [index, execution] of ended.entries()) {
		const items = itemsOf(execution, 'Pruna');
		expect(items.map(({ json }) => json.id)).toEqual(promptsOf(names[index]!).map(idOf));
		for (const { json, binary } of items) {
			const { delivered } = api.predictions.get(json.id as string)!.files[0]!;
			expect((await rest.binary(binary!.data!)).equals(delivered!)).toBe(true);
		}
	}
});
