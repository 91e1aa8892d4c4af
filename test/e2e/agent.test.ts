/** The node as a tool of n8n's AI Agent: what the model is offered, what it gets back, and what that costs. */
import { itemsOf } from '../../sandbox/execution';
import type { StoredExecution } from '../../sandbox/rest';
import { startChatModel, type ChatModel } from './chatModel';
import { startServer, type Server } from './instance';
import { generate, node, prunaAccount, start, workflow } from './workflow';

const MODEL_CREDENTIAL = 'scriptedModel001';

let server: Server;
let model: ChatModel;
beforeAll(async () => {
	model = await startChatModel({ Prompt: 'A lighthouse at night' });
	server = await startServer('agent', { credentials: [model.credential(MODEL_CREDENTIAL)] });
});
afterEach(() => {
	server.api.reset();
	model.reset();
});
afterAll(async () => {
	await server?.close();
	await model?.close();
});

interface Versions {
	agent: number;
	model: number;
}

async function askAgent(versions: Versions, toolParameters: object = {}): Promise<StoredExecution> {
	const agent = node('AI Agent', '@n8n/n8n-nodes-langchain.agent', versions.agent, {
		promptType: 'define',
		text: 'How does a lighthouse work?',
	});
	const chatModel = node(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		versions.model,
		{ model: { __rl: true, mode: 'id', value: 'scripted' }, options: { maxRetries: 0 } },
		{ credentials: { openAiApi: { id: MODEL_CREDENTIAL, name: 'OpenAI account' } } },
	);
	const tool = node(
		'Generate Picture',
		'n8n-nodes-pruna.prunaTool',
		1,
		{
			...generate,
			descriptionType: 'manual',
			toolDescription: 'Makes a picture from a text',
			prompt: "={{ $fromAI('Prompt', 'What is to be seen', 'string') }}",
			...toolParameters,
		},
		{ credentials: prunaAccount },
	);
	const id = await server.rest.createWorkflow(
		workflow('Agent', [start(), agent], {
			aside: [chatModel, tool],
			links: [
				{ from: 'Model', to: 'AI Agent', type: 'ai_languageModel' },
				{ from: 'Generate Picture', to: 'AI Agent', type: 'ai_tool' },
			],
		}),
	);
	return await server.rest.finished(await server.rest.run(id, 'Start'));
}

const answerOf = (execution: StoredExecution) => itemsOf(execution, 'AI Agent')[0]!.json.output as string;

describe.each([
	['the Chat Completions API', { agent: 1.8, model: 1.2 }],
	['the Responses API', { agent: 3.1, model: 1.3 }],
])('with %s', (_, versions) => {
	it('gives the agent URL, id and status as JSON, and downloads nothing', async () => {
		const execution = await askAgent(versions);

		expect(execution.status).toBe('success');
		expect(model.tools).toEqual([
			expect.objectContaining({ name: 'Generate_Picture', description: 'Makes a picture from a text' }),
		]);
		expect(Object.keys(model.tools[0]!.parameters.properties)).toEqual(['Prompt']);
		const [{ id, input }] = server.api.submits as [(typeof server.api.submits)[0]];
		expect(input.prompt).toBe('A lighthouse at night');
		expect(JSON.parse(model.toolResults[0]!)).toEqual([
			{
				id,
				model: 'p-image',
				status: 'succeeded',
				generation_url: expect.stringMatching(/^http.*\.jpg$/) as string,
				output_index: 0,
				output_count: 1,
				estimated_cost_usd: 0.005,
			},
		]);
		expect(answerOf(execution)).toContain(id);
		expect(server.api.submits).toHaveLength(1);
		expect(server.api.requests.filter(({ route }) => route === 'delivery')).toEqual([]);
	});

	it('tells the agent of a job that failed, with its id, and lets the run go on', async () => {
		server.api.failNext({ error: 'out of luck' });
		const execution = await askAgent(versions);

		expect(execution.status).toBe('success');
		expect(model.toolResults).toHaveLength(1);
		expect(model.toolResults[0]).toContain('out of luck');
		expect(model.toolResults[0]).toContain(server.api.submits[0]!.id);
		expect(answerOf(execution)).toContain('out of luck');
		expect(server.api.submits).toHaveLength(1);
	});
});

it('downloads the file when it is told to, and still gives the agent JSON', async () => {
	const execution = await askAgent({ agent: 3.1, model: 1.3 }, { options: { downloadOutput: true } });

	expect(execution.status).toBe('success');
	expect(JSON.parse(model.toolResults[0]!)).toEqual([
		expect.objectContaining({ id: server.api.submits[0]!.id, status: 'succeeded' }),
	]);
	expect(server.api.requests.filter(({ route }) => route === 'delivery')).toHaveLength(1);
});
