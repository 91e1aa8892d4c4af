/** Queue mode: one main process and two workers that share nothing but Redis and Postgres. */
import fs from 'node:fs';
import path from 'node:path';
import { errorOf, itemsOf, type Item } from '../../sandbox/execution';
import { logsFolder, workFolder } from '../../sandbox/folders';
import type { N8n } from '../../sandbox/n8n';
import { installPackage, packedPackage } from '../../sandbox/package-under-test';
import { QueueMode } from '../../sandbox/queue/queueMode';
import { Rest } from '../../sandbox/rest';
import { startPApi, type PApi } from '../p-api';
import { until } from '../until';
import example from '../../examples/long-video-without-a-worker.json';
import { API_KEY, credentialFor, whenPublished } from './instance';
import { imageWebhook, node, noOp, pruna, start, workflow } from './workflow';

/** n8n's own settings, except that it notices the death of a worker after seconds instead of one to two minutes. */
const noticeSoon = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

let api: PApi;
let queue: QueueMode;
let workers: [N8n, N8n];
let rest: Rest;
let errorWorkflow: string;

beforeAll(async () => {
	const folder = path.join(workFolder, 'e2e', 'queue');
	fs.rmSync(folder, { recursive: true, force: true });
	api = await startPApi({ apiKeys: [API_KEY], jobSeconds: 1 });
	queue = await QueueMode.create({
		folder,
		logsFolder: path.join(logsFolder, 'e2e', 'queue'),
		env: noticeSoon,
		prepare: async (userFolder) => await installPackage(packedPackage(), userFolder),
	});
	await queue.main.importCredentials([credentialFor(api)]);
	await queue.main.start();
	workers = await Promise.all([queue.startWorker('worker-1', 5), queue.startWorker('worker-2', 5)]);
	rest = new Rest(queue.main.url);
	await rest.login();
	errorWorkflow = await rest.createWorkflow(
		workflow('Errors', [node('On Error', 'n8n-nodes-base.errorTrigger', 1), noOp('Reported')]),
	);
	await rest.publish(errorWorkflow);
	const nodes = [imageWebhook('image'), pruna({ prompt: '={{ $json.body.prompt }}' })];
	const answer = workflow('Answer with an image', nodes, { settings: { errorWorkflow } });
	await rest.publish(await rest.createWorkflow(answer));
});
afterAll(async () => {
	await queue?.stop();
	await api?.close();
});

interface Answer {
	status: number;
	body: Buffer;
}

async function ask(prompt: string): Promise<Answer> {
	const response = await whenPublished(`${queue.main.url}/webhook/image`, () => ({
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ prompt }),
	}));
	return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
}

const idOf = (prompt: string) => api.submits.find(({ input }) => input.prompt === prompt)!.id!;
/** The bytes that the stand-in delivered for a job. */
const fileOf = (id: string) => api.predictions.get(id)!.files[0]!.delivered!;
const imageOf = (prompt: string) => fileOf(idOf(prompt));

const startedBy = (worker: N8n) =>
	[...worker.printed().matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id!);

test('40 webhook executions spread over both workers, each answered with its own image', async () => {
	const prompts = Array.from({ length: 40 }, (_, index) => `Fox number ${index}`);
	const answers = await Promise.all(prompts.map(ask));

	answers.forEach(({ status, body }, index) => {
		expect(status).toBe(200);
		expect(body.equals(imageOf(prompts[index]!))).toBe(true);
	});
	expect(api.submits).toHaveLength(40);
	const [first, second] = workers.map(startedBy) as [string[], string[]];
	expect(new Set([...first, ...second]).size).toBe(40);
	expect(first.length + second.length).toBe(40);
	expect(Math.min(first.length, second.length)).toBeGreaterThan(0);
});

/** Starts executions whose jobs last until endJobs(), and waits until every job was polled. */
async function askSlowly(prompts: string[]): Promise<Array<Promise<Answer>>> {
	api.reset();
	api.options.jobSeconds = 600;
	const answers = prompts.map(ask);
	await until(() => new Set(polls()).size === prompts.length, 'a poll of every job');
	return answers;
}

function endJobs(): void {
	for (const prediction of api.predictions.values()) prediction.endsAt = Date.now();
}

const polls = () => api.requests.filter(({ route }) => route === 'status').map(({ path: of }) => of);

/** The IDs in a worker's log, found as docs/scaling.md describes. */
function idsInLog(printed: string, execution: string): string[] {
	const line = new RegExp(
		`^Pruna: prediction submitted \\(execution ${execution}, item \\d+, ID (\\w+),`,
		'gm',
	);
	return [...printed.matchAll(line)].map(([, id]) => id!);
}

async function waitForStatus(execution: string, status: string): Promise<void> {
	let found: string | undefined;
	const isSo = async () => (found = (await rest.execution(execution)).status) === status;
	await until(isSo, () => `execution ${execution} to be "${status}"; it is "${found}"`, 150);
}

describe('a worker that is killed with jobs in progress', () => {
	const prompts = Array.from({ length: 8 }, (_, index) => `Owl number ${index}`);
	let answers: Answer[];
	/** What the dead worker had printed, and the executions that died with it. */
	let printed: string;
	let lost: string[];

	beforeAll(async () => {
		const before = startedBy(workers[1]).length;
		const pending = await askSlowly(prompts);
		printed = await workers[1].kill();
		endJobs();
		lost = startedBy(workers[1]).slice(before);
		answers = await Promise.all(pending);
		await Promise.all(lost.map(async (id) => await rest.finished(id)));
	});

	test('the other worker answers its callers; the callers of the lost executions get a 500', () => {
		const wrong = (prompt: string, index: number) => {
			const { status, body } = answers[index]!;
			return status === 200 && !body.equals(imageOf(prompt));
		};
		expect(lost.length).toBeGreaterThan(0);
		expect(answers.map(({ status }) => status).sort()).toEqual([
			...Array<number>(prompts.length - lost.length).fill(200),
			...Array<number>(lost.length).fill(500),
		]);
		expect(prompts.filter(wrong)).toEqual([]);
	});

	test('an error workflow learns which executions were lost', async () => {
		const allReported = async () => {
			const reported = await rest.executionsOf(errorWorkflow);
			return reported.length >= lost.length && reported;
		};
		const reported = await until(allReported, `${lost.length} executions of the error workflow`);
		const failures = await Promise.all(
			reported.map(async (id) => itemsOf(await rest.finished(id), 'Reported')[0]!.json),
		);
		const executions = failures.map(({ execution }) => (execution as { id: string }).id);
		expect(executions.sort()).toEqual([...lost].sort());
	});

	test('nothing is submitted again, neither by n8n nor by its Retry button, which runs nothing', async () => {
		for (const id of lost) {
			const retried = await rest.call<{ status: string }>('POST', `/rest/executions/${id}/retry`, {});
			expect(retried.status).toBe('error');
		}
		expect(api.submits).toHaveLength(prompts.length);
	});

	test('n8n reports an error without any jobs; the log of the dead worker has them all', async () => {
		const ids = lost.flatMap((id) => idsInLog(printed, id));
		const answered = prompts.filter((_, index) => answers[index]!.status === 200);
		const unanswered = api.submits.filter(({ input }) => !answered.includes(input.prompt as string));
		expect(ids.sort()).toEqual(unanswered.map(({ id }) => id!).sort());
		for (const id of lost) {
			const execution = await rest.execution(id);
			expect(errorOf(execution)).toContain('failed to be processed too many times');
			expect(itemsOf(execution, 'Pruna')).toEqual([]);
			expect(execution.customData ?? {}).toEqual({});
		}
	});

	test('with these IDs, Get Result downloads every file and submits nothing', async () => {
		const ids = lost.flatMap((id) => idsInLog(printed, id));
		const predictionId = '={{ $json.id }}';
		const getResult = pruna({ resource: 'prediction', operation: 'getResult', predictionId });
		const recovery = workflow('Recovery', [start(), getResult], { items: ids.map((id) => ({ id })) });
		const execution = await rest.finished(await rest.run(await rest.createWorkflow(recovery), 'Start'));

		const items = itemsOf(execution, 'Pruna');
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		for (const { json, binary } of items) {
			expect((await rest.binary(binary!.data!)).equals(fileOf(json.id as string))).toBe(true);
		}
		expect(api.submits).toHaveLength(prompts.length);
	});
});

test('a worker that is told to stop finishes its executions first', async () => {
	const prompts = ['A slow fox', 'A slow owl'];
	const answers = await askSlowly(prompts);
	const stopped = workers[0].stop(60_000);
	const isWaiting = () => workers[0].printed().includes('Waiting for 2 active executions');
	await until(isWaiting, 'the worker to wait for its executions');
	endJobs();
	await stopped;

	for (const [index, { status, body }] of (await Promise.all(answers)).entries()) {
		expect(status).toBe(200);
		expect(body.equals(imageOf(prompts[index]!))).toBe(true);
	}
	expect(api.submits).toHaveLength(2);
});

describe('a worker with a single slot', () => {
	let worker: N8n;
	beforeAll(async () => {
		worker = await queue.startWorker('worker-3', 1);
	});

	/** What the worker did according to its log: "started 7", "finished 7". */
	const steps = (of: N8n) =>
		[...of.printed().matchAll(/Worker (started|finished) execution (\d+)/g)].map(
			([, what, id]) => `${what} ${id}`,
		);

	test('an execution that waits in the node takes up the slot', async () => {
		api.options.jobSeconds = 2;
		await Promise.all(['A first fox', 'A second fox'].map(ask));

		const [first, second] = startedBy(worker) as [string, string];
		expect(steps(worker)).toEqual([
			`started ${first}`,
			`finished ${first}`,
			`started ${second}`,
			`finished ${second}`,
		]);
	});

	test('an execution in the Wait node does not, and outlives the worker: the example of a long video', async () => {
		const before = steps(worker).length;
		const execution = await runLongVideo();
		await waitForStatus(execution, 'waiting');
		const answer = await ask('A fox in between');

		expect(answer.body.equals(imageOf('A fox in between'))).toBe(true);
		const between = startedBy(worker).at(-1)!;
		expect(steps(worker).slice(before)).toEqual([
			`started ${execution}`,
			`finished ${execution}`,
			`started ${between}`,
			`finished ${between}`,
		]);
		expect((await rest.execution(execution)).status).toBe('waiting');

		await worker.kill();
		const pollsBefore = polls().length;
		const next = await queue.startWorker('worker-4', 1);
		await until(() => polls().length > pollsBefore, 'a poll by the next worker');
		endJobs();
		await waitForStatus(execution, 'success');

		expect(startedBy(next)).toEqual([execution]);
		const ended = await rest.execution(execution);
		expect(ended.data.resultData.runData['Get Status']!.length).toBeGreaterThan(1);
		const [{ json, binary }] = itemsOf(ended, 'Get Result') as [Item];
		expect(json).toMatchObject({ id: idOf(example.nodes[1]!.parameters.prompt!), status: 'succeeded' });
		expect(binary!.data!.mimeType).toBe('video/mp4');
		expect((await rest.binary(binary!.data!)).equals(fileOf(json.id as string))).toBe(true);
		expect(api.submits).toHaveLength(2);
	});

	/** The example, but it polls soon: after 66 seconds, the minimum that n8n parks for, then every second. */
	async function runLongVideo(): Promise<string> {
		api.reset();
		api.options.jobSeconds = 600;
		const amount = '={{ $runIndex === 0 ? 66 : 1 }}';
		const nodes = example.nodes.map((node) =>
			node.name === 'Wait' ? { ...node, parameters: { ...node.parameters, amount, unit: 'seconds' } } : node,
		);
		const id = await rest.createWorkflow({ ...example, id: undefined, nodes });
		const execution = await rest.run(id, example.nodes[0]!.name);
		await until(() => api.submits.length > 0, 'the submit of the long video');
		api.options.jobSeconds = 1;
		return execution;
	}
});
