/** The node's part of parking: what it passes to the sub-workflow that waits for it, and what it does there. */
import { useVirtualTime } from './virtualTime';
import * as n8nWorkflow from 'n8n-workflow';
import type {
	ExecuteWorkflowData,
	IExecuteWorkflowInfo,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRunExecutionData,
} from 'n8n-workflow';
import { generate, usePApi } from './fixture';
import type { TestResult, TestRun } from './engine';

const p = usePApi();
const time = useVirtualTime();

/** Older n8n cannot park; the node says so and waits. */
const canPark = 'WAIT_FOR_SUB_EXECUTION' in n8nWorkflow;
const describeIf = (condition: boolean) => (condition ? describe : describe.skip);

const LONG = 3600;
/** More than the default of Max Concurrent. */
const MANY = 110;
const ownPace = { freeWorker: true, downloadOutput: false };
/** Few polls, so that a test is quick. */
const options = { ...ownPace, pollInterval: 30 };
const prompts = (count: number) => Array.from({ length: count }, (_, index) => `Fox ${index}`);
const itemsOf = (all: string[]) => all.map((prompt) => ({ json: { prompt } }));
const parameters = (more: INodeParameters = {}) =>
	generate({ prompt: '={{ $json.prompt }}', options, ...more });

interface HandedOver {
	code: NonNullable<IExecuteWorkflowInfo['code']>;
	state: INodeExecutionData;
	settings: unknown;
}

/** Answers as n8n's server does when the sub-workflow has reached its Wait node. */
function server() {
	const handedOver: HandedOver[] = [];
	const parent = { resultData: { runData: {} } } as IRunExecutionData;
	return {
		handedOver,
		parent,
		executeWorkflow: async (
			{ code }: IExecuteWorkflowInfo,
			_: unknown,
			{ inputData, parentExecution }: { inputData?: INodeExecutionData[]; parentExecution?: unknown },
		): Promise<ExecuteWorkflowData> => {
			handedOver.push({ code: code!, state: inputData![0]!, settings: parentExecution });
			return await Promise.resolve({
				executionId: '77',
				data: [null],
				waitTill: new Date(Date.now() + 65_000),
			});
		},
		getRunExecutionData: async () => await Promise.resolve(parent),
	};
}

type Server = ReturnType<typeof server>;

async function runParked(all: string[], test: Partial<TestRun> = {}, more?: INodeParameters) {
	p.api.options.jobSeconds = LONG;
	const own = server();
	const result = await p.run(parameters(more), { items: itemsOf(all), server: own, ...test });
	return { own, result };
}

/** The node's step in the sub-workflow, with the output of the previous step. */
async function poll(own: Server, state: INodeExecutionData, settings: Partial<INode> = {}) {
	const node = own.handedOver[0]!.code.nodes.find(({ name }) => name === 'Pruna')!;
	return await p.run(node.parameters, { items: [{ json: state.json }], server: own, settings });
}

function endJobs(): void {
	for (const prediction of p.api.predictions.values()) prediction.endsAt = Date.now();
}

const hintsOf = ({ run }: TestResult) =>
	(run.data.resultData.runData.Pruna![0]!.hints ?? []).map(({ message }) => message);
const idOf = (prompt: string) => p.api.submits.find(({ input }) => input.prompt === prompt)!.id!;
const statusRequests = () => p.api.requests.filter(({ route }) => route === 'status');

describeIf(canPark)('n8n that can park', () => {
	it('submits all jobs, polls them for 90 seconds, then passes them to one sub-workflow', async () => {
		const all = prompts(3);
		const began = Date.now();
		const { own, result } = await runParked(all);

		expect((Date.now() - began) / 1000).toBeGreaterThanOrEqual(90);
		expect((Date.now() - began) / 1000).toBeLessThan(100);
		expect(result.run.status).toBe('waiting');
		expect(result.items.map(({ json }) => json)).toEqual(
			all.map((prompt) => expect.objectContaining({ id: idOf(prompt), sub_execution: '77' }) as object),
		);
		const [{ settings, state }, ...others] = own.handedOver as [HandedOver];
		expect(others).toEqual([]);
		expect(settings).toMatchObject({ shouldResume: true, workflowId: 'testWorkflow0001' });
		expect(state.json.wait).toBeGreaterThan(65);
		expect(JSON.stringify(state)).not.toContain('pru_test_key');
	});

	it('parks sooner and polls later once the process knows that jobs of the model take longer', async () => {
		const model = 'qwen-image';
		const known = { model, options: ownPace };
		const { own } = await runParked(['Fox 0'], {}, known);
		expect(own.handedOver[0]!.state.json.wait).toBe(66);
		time.advance(66);
		const { items } = await poll(own, own.handedOver[0]!.state);
		expect(items[0]!.json.parked).toBeDefined();
		time.advance(66);
		endJobs();
		await poll(own, items[0]!);

		const began = Date.now();
		const { own: later, result } = await runParked(['Fox 1', 'Fox 2'], {}, known);
		expect(result.run.status).toBe('waiting');
		expect((Date.now() - began) / 1000).toBeLessThan(15);
		const { state } = later.handedOver[0]!;
		expect(state.json.wait).toBe(66);
		time.advance(66);
		// The poll after the next one is when the job may end, and not as soon as possible.
		const { items: polled } = await poll(later, state);
		expect(polled[0]!.json.wait).toBeGreaterThan(70);
	});

	it('parks Get Result like the operation that started the jobs', async () => {
		p.api.options.jobSeconds = LONG;
		const submitted = await p.run(parameters({ mode: 'submit' }), { items: itemsOf(prompts(2)) });
		const own = server();
		const fetching = {
			resource: 'prediction',
			operation: 'getResult',
			predictionId: '={{ $json.id }}',
			options,
		};
		const ids = submitted.items.map(({ json }) => json.id);
		const result = await p.run(fetching, {
			items: submitted.items.map(({ json }) => ({ json })),
			server: own,
		});

		expect(result.run.status).toBe('waiting');
		expect(result.items.map(({ json }) => json.id)).toEqual(ids);
		endJobs();
		const { items } = await poll(own, own.handedOver[0]!.state);
		expect(items.map(({ json }) => [json.id, json.status])).toEqual(ids.map((id) => [id, 'succeeded']));
	});

	it('returns the same output from two polls of the same state at the same time, and submits nothing', async () => {
		const all = prompts(2);
		const { own } = await runParked(all);
		endJobs();
		const twice = await Promise.all([1, 2].map(async () => await poll(own, own.handedOver[0]!.state)));
		for (const { items } of twice) expect(items.map(({ json }) => json.id)).toEqual(all.map(idOf));
		expect(p.api.submits).toHaveLength(2);
	});

	it('sends one request per running job in each poll, and returns all items in order at the end', async () => {
		const all = prompts(3);
		const { own } = await runParked(all);
		p.api.predictions.get(idOf('Fox 1'))!.endsAt = Date.now();
		const before = statusRequests().length;
		const first = await poll(own, own.handedOver[0]!.state);
		expect(statusRequests()).toHaveLength(before + 3);
		expect(first.items).toHaveLength(1);
		expect(first.items[0]!.json.wait).toBeGreaterThan(65);

		endJobs();
		const last = await poll(own, first.items[0]!);
		expect(statusRequests()).toHaveLength(before + 5);
		expect(last.items.map(({ json }) => [json.id, json.status])).toEqual(
			all.map((prompt) => [idOf(prompt), 'succeeded']),
		);
		expect(p.api.submits).toHaveLength(3);
	});

	it('turns a failed job into an error item with Continue On Fail, and into the node’s error without it', async () => {
		const all = prompts(3);
		p.api.failNext({ error: 'Out of memory', promptIncludes: 'Fox 1' });
		const kind = { onError: 'continueRegularOutput' } as const;
		const { own } = await runParked(all, { settings: kind });
		endJobs();
		const { items } = await poll(own, own.handedOver[0]!.state);
		expect(items.map(({ json }) => json.error ?? json.id)).toEqual([
			idOf('Fox 0'),
			'The prediction failed: Out of memory',
			idOf('Fox 2'),
		]);
		expect(items[1]!.json.details).toMatchObject({ id: idOf('Fox 1'), model: 'p-image', status: 'failed' });

		const state = own.handedOver[0]!.state.json.parked as object;
		const { error } = await poll(own, { json: { parked: { ...state, continues: false } } });
		expect(error!.message).toBe('The prediction failed: Out of memory');
		expect(error!.context).toMatchObject({ itemIndex: 1, details: { id: idOf('Fox 1') } });
		for (const prompt of all) expect(error!.description).toContain(idOf(prompt));
	});

	it('obeys Timeout: a job that is still running then becomes an error with its ID', async () => {
		const kind = { onError: 'continueRegularOutput' } as const;
		const { own } = await runParked(['Fox 0'], { settings: kind }, { options: { ...options, timeout: 120 } });
		let item = own.handedOver[0]!.state;
		for (let polls = 0; item.json.parked !== undefined && polls < 10; polls++) {
			time.advance(item.json.wait as number);
			[item] = (await poll(own, item)).items as [INodeExecutionData];
		}
		expect(item.json.error).toMatch(/^The prediction is still running after 1[2-9]\d seconds$/);
		expect(item.json.details).toMatchObject({ id: idOf('Fox 0') });
	});

	it('loses nothing in an outage during a poll: the next poll continues', async () => {
		const { own } = await runParked(['Fox 0']);
		p.api.fault({ on: 'status', times: Infinity, respond: { status: 503 } });
		const { items } = await poll(own, own.handedOver[0]!.state);
		p.api.clearFaults();
		endJobs();
		const last = await poll(own, items[0]!);
		expect(last.items.map(({ json }) => json.id)).toEqual([idOf('Fox 0')]);
	});

	it('ends without a request at the next poll if the parked execution was stopped', async () => {
		const { own } = await runParked(['Fox 0']);
		own.parent.resultData.error = new Error('Stopped') as never;
		const before = p.api.requests.length;
		const { items } = await poll(own, own.handedOver[0]!.state);
		expect(items.map(({ json }) => json.id)).toEqual([idOf('Fox 0')]);
		expect(items[0]!.json.parked).toBeUndefined();
		expect(p.api.requests).toHaveLength(before);
	});

	it('waits for its jobs if n8n refuses the sub-workflow, says so, and resubmits nothing', async () => {
		p.api.options.jobSeconds = 200;
		const executeWorkflow = async () => await Promise.reject(new Error('No permission'));
		const result = await p.run(parameters(), { items: itemsOf(prompts(2)), server: { executeWorkflow } });
		expect(result.items.map(({ json }) => json.status)).toEqual(['succeeded', 'succeeded']);
		expect(hintsOf(result)).toContainEqual(expect.stringContaining('n8n refused the sub-workflow'));
		expect(p.api.submits).toHaveLength(2);
	});

	it('passes more items than usually run in parallel to one sub-workflow', async () => {
		const { own } = await runParked(prompts(MANY));
		expect((own.handedOver[0]!.state.json.parked as { open: unknown[] }).open).toHaveLength(MANY);
		expect(JSON.stringify(own.handedOver[0]!.state).length).toBeLessThan(MANY * 400);
	});
});

describeIf(!canPark)('older n8n', () => {
	it('is not asked to park: the node waits and says so', async () => {
		p.api.options.jobSeconds = 200;
		const own = server();
		const result = await p.run(parameters(), { items: itemsOf(prompts(2)), server: own });
		expect(result.items.map(({ json }) => json.status)).toEqual(['succeeded', 'succeeded']);
		expect(own.handedOver).toEqual([]);
		expect(hintsOf(result)).toContainEqual(expect.stringContaining('this version of n8n'));
	});
});

it.each<[string, INodeParameters, Partial<TestRun>]>([
	[
		'a job that may return several files',
		{ additionalFields: { num_outputs: 2 }, model: 'flux-dev-lora' },
		{},
	],
	['Max Concurrent', { options: { ...options, maxConcurrent: 1 } }, {}],
])('%s is waited for in the node, with a hint', async (_, more, test) => {
	const own = server();
	const run = { items: itemsOf(prompts(2)), server: own, ...test };
	const result = await p.run(parameters(more), run);
	expect(result.error).toBeUndefined();
	expect(own.handedOver).toEqual([]);
	expect(hintsOf(result)).toContainEqual(expect.stringContaining('the execution was not parked'));
});
