/** The node as a tool of n8n's MCP Server Trigger: what a third-party client is offered, and what it gets. */
import { randomUUID } from 'node:crypto';
import { startServer, whenPublished, type Server } from './instance';
import { node, prunaAccount, workflow } from './workflow';

const PATH = 'pruna-mcp';

let server: Server;
beforeAll(async () => {
	server = await startServer('mcp');
	const trigger = node(
		'MCP Server Trigger',
		'@n8n/n8n-nodes-langchain.mcpTrigger',
		2,
		{ path: PATH },
		{ webhookId: randomUUID() },
	);
	const parameters = {
		resource: 'image',
		operation: 'generate',
		model: 'p-image',
		prompt: "={{ $fromAI('Prompt', 'What the image shows', 'string') }}",
		additionalFields: { aspect_ratio: "={{ $fromAI('Aspect_Ratio', 'Such as 16:9', 'string') }}" },
		options: {},
	};
	const tool = node('Generate Image', 'n8n-nodes-pruna.prunaTool', 1, parameters, {
		credentials: prunaAccount,
	});
	const connections = [{ from: 'Generate Image', to: 'MCP Server Trigger', type: 'ai_tool' as const }];
	const id = await server.rest.createWorkflow(workflow('MCP', [trigger], { aside: [tool], connections }));
	await server.rest.publish(id);
});
afterAll(async () => await server?.close());

interface Answer<Result> {
	result: Result;
}

/** Sends one message of the protocol over its Streamable HTTP transport. The answer may come as an event of a stream. */
async function send(message: object, session?: string): Promise<{ answer: unknown; session: string }> {
	const response = await whenPublished(`${server.n8n.url}/mcp/${PATH}`, () => ({
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			accept: 'application/json, text/event-stream',
			...(session && { 'mcp-session-id': session }),
		},
		body: JSON.stringify({ jsonrpc: '2.0', ...message }),
		signal: AbortSignal.timeout(120_000),
	}));
	const text = await response.text();
	const json = /^data: (.*)$/m.exec(text)?.[1] ?? text;
	const answer: unknown = json.trim() === '' ? undefined : JSON.parse(json);
	return { answer, session: response.headers.get('mcp-session-id') ?? session ?? '' };
}

async function connect(): Promise<string> {
	const { session } = await send({
		id: 1,
		method: 'initialize',
		params: {
			protocolVersion: '2025-06-18',
			capabilities: {},
			clientInfo: { name: 'test', version: '1' },
		},
	});
	await send({ method: 'notifications/initialized' }, session);
	return session;
}

test('a client finds the tool with its description, and gets the URL', async () => {
	const session = await connect();
	const { answer: list } = await send({ id: 2, method: 'tools/list', params: {} }, session);
	const { tools } = (list as Answer<{ tools: Array<{ name: string; description: string }> }>).result;
	expect(tools).toEqual([
		expect.objectContaining({
			name: 'Generate_Image',
			description: expect.stringContaining('“generation_url” is the URL of the result') as string,
		}),
	]);

	const call = { name: 'Generate_Image', arguments: { Prompt: 'A red fox', Aspect_Ratio: '16:9' } };
	const { answer } = await send({ id: 3, method: 'tools/call', params: call }, session);
	const { content } = (answer as Answer<{ content: Array<{ type: string; text: string }> }>).result;

	expect(server.api.submits.map(({ input }) => input)).toEqual([
		{ prompt: 'A red fox', aspect_ratio: '16:9' },
	]);
	expect(content[0]!.text).toContain(server.api.submits[0]!.id);
	expect(content[0]!.text).toMatch(/generation_url.*http/);
	expect(server.api.requests.filter(({ route }) => route === 'delivery')).toEqual([]);
});
