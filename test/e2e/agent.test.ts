/** The node as a tool of n8n's AI Agent: what the model is offered, what it gets back, and what it costs. */
import { itemsOf } from '../../sandbox/execution';
import type { StoredExecution } from '../../sandbox/rest';
import { startChatModel, type ChatModel } from './chatModel';
import { startServer, type Server } from './instance';
import { generate, node, prunaAccount, start, workflow, type TestNode } from './workflow';

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

/** The node of this package as a tool. */
function tool(name: string, parameters: object) {
	return node(name, 'n8n-nodes-pruna.prunaTool', 1, parameters, { credentials: prunaAccount });
}

async function askAgentWith(versions: Versions, tools: TestNode[]): Promise<StoredExecution> {
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
	const id = await server.rest.createWorkflow(
		workflow('Agent', [start(), agent], {
			aside: [chatModel, ...tools],
			connections: [
				{ from: 'Model', to: 'AI Agent', type: 'ai_languageModel' },
				...tools.map(({ name }) => ({ from: name, to: 'AI Agent', type: 'ai_tool' as const })),
			],
		}),
	);
	return await server.rest.finished(await server.rest.run(id, 'Start'));
}

async function askAgent(versions: Versions, toolParameters: object = {}): Promise<StoredExecution> {
	const image = tool('Generate Image', {
		...generate,
		toolDescription: 'Makes an image from a text',
		prompt: "={{ $fromAI('Prompt', 'What the image shows', 'string') }}",
		...toolParameters,
	});
	return await askAgentWith(versions, [image]);
}

const answerOf = (execution: StoredExecution) => itemsOf(execution, 'AI Agent')[0]!.json.output as string;

describe.each([
	['the Chat Completions API', { agent: 1.8, model: 1.2 }],
	['the Responses API', { agent: 3.1, model: 1.3 }],
])('with %s', (_, versions) => {
	it('gives the agent the URL, ID and status as JSON, and downloads nothing', async () => {
		const execution = await askAgent(versions);

		expect(execution.status).toBe('success');
		expect(model.tools).toEqual([
			expect.objectContaining({ name: 'Generate_Image', description: 'Makes an image from a text' }),
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

	it('tells the agent about a failed job, with its ID, and lets the run continue', async () => {
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

it('downloads the file if Download Output is on, and still gives the agent JSON', async () => {
	const execution = await askAgent({ agent: 3.1, model: 1.3 }, { options: { downloadOutput: true } });

	expect(execution.status).toBe('success');
	expect(JSON.parse(model.toolResults[0]!)).toEqual([
		expect.objectContaining({ id: server.api.submits[0]!.id, status: 'succeeded' }),
	]);
	expect(server.api.requests.filter(({ route }) => route === 'delivery')).toHaveLength(1);
});

describe('with tools whose fields the agent fills in', () => {
	const fromAi = (name: string, description: string) =>
		`={{ $fromAI('${name}', '${description}', 'string') }}`;
	const tools = [
		tool('Generate Image', {
			resource: 'image',
			operation: 'generate',
			model: fromAi('Model', 'ID of the model'),
			prompt: fromAi('Prompt', 'What the image shows'),
			additionalFields: { aspect_ratio: fromAi('Aspect_Ratio', 'Shape of the image') },
		}),
		tool('Edit Image', {
			resource: 'image',
			operation: 'edit',
			model: 'p-image-edit',
			prompt: fromAi('Change', 'What to change'),
			images: fromAi('Images', 'URLs of the images'),
		}),
		tool('Start Video', {
			resource: 'video',
			operation: 'generate',
			model: 'p-video',
			prompt: fromAi('Scene', 'What happens'),
			mode: 'submit',
		}),
		...['getStatus', 'getResult'].map((operation) =>
			tool(operation === 'getStatus' ? 'Get Status' : 'Get Video', {
				resource: 'prediction',
				operation,
				predictionId: fromAi('ID', 'ID of the prediction'),
			}),
		),
	];
	const latest = { agent: 3.1, model: 1.3 };
	const imageCall = (shape: string) => ({
		tool: 'Generate_Image',
		arguments: { Model: 'p-image', Prompt: 'A lighthouse', Aspect_Ratio: shape },
	});
	interface Output {
		id: string;
		status?: string;
		generation_url: string;
		error?: string;
	}
	const outputOf = (result: string) => (JSON.parse(result) as [Output])[0];

	it('makes an image in one call, and edits it by its URL', async () => {
		model.script = [
			() => imageCall('16:9'),
			([made]) => ({
				tool: 'Edit_Image',
				arguments: { Change: 'Make it night', Images: JSON.stringify([outputOf(made!).generation_url]) },
			}),
		];
		const execution = await askAgentWith(latest, tools);

		expect(execution.status).toBe('success');
		const [made, edited] = model.toolResults.map(outputOf);
		expect(server.api.submits.map(({ model: name, accepted, input }) => [name, accepted, input])).toEqual([
			['p-image', true, { prompt: 'A lighthouse', aspect_ratio: '16:9' }],
			['p-image-edit', true, { prompt: 'Make it night', images: [made!.generation_url] }],
		]);
		expect(edited).toMatchObject({ id: server.api.submits[1]!.id, status: 'succeeded' });
		const descriptions = Object.fromEntries(model.tools.map(({ name, description }) => [name, description]));
		expect(descriptions.Generate_Image).toMatch(
			/^Generate an image from text\. Takes Prompt.*generation_url.*p-image-pro/,
		);
		expect(descriptions.Edit_Image).toContain('["https://…", "https://…"]');
		expect(descriptions.Get_Status).toContain('without waiting');
	});

	it('submits a video, then gets its status and its URL', async () => {
		const byId = (name: string) => (results: string[]) => ({
			tool: name,
			arguments: { ID: outputOf(results[0]!).id },
		});
		model.script = [
			() => ({ tool: 'Start_Video', arguments: { Scene: 'A paper boat' } }),
			byId('Get_Status'),
			byId('Get_Video'),
		];
		const execution = await askAgentWith(latest, tools);

		expect(execution.status).toBe('success');
		const { id } = server.api.submits[0]!;
		expect(model.toolResults.map(outputOf)).toEqual([
			expect.objectContaining({ id, get_url: expect.stringContaining(id!) as string }),
			expect.objectContaining({ id, status: expect.any(String) as string }),
			expect.objectContaining({
				id,
				status: 'succeeded',
				generation_url: expect.stringContaining('.mp4') as string,
			}),
		]);
		expect(server.api.submits).toHaveLength(1);
		expect(server.api.requests.filter(({ route }) => route === 'delivery')).toEqual([]);
	});

	it('reads a sentence about what was wrong, corrects its call, and pays for one image', async () => {
		model.script = [() => imageCall('17:9'), () => imageCall('16:9')];
		const execution = await askAgentWith(latest, tools);

		expect(execution.status).toBe('success');
		const [refused, made] = model.toolResults.map(outputOf);
		expect(refused!.error).toBe(
			'Aspect Ratio: must be one of 1:1, 16:9, 9:16, 4:3, 3:4, 3:2, 2:3, custom, not “17:9”',
		);
		expect(model.toolResults[0]).toContain('nothing was charged');
		expect(made!.status).toBe('succeeded');
		expect(server.api.submits).toHaveLength(1);
	});
});
