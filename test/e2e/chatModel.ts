// A scripted chat model on loopback that speaks OpenAI's API, in both forms that n8n's node uses. It calls the tools of its
// script one after the other, or by default the first offered tool once, then answers with their results.
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import type { Credential } from '../../sandbox/n8n';

export interface OfferedTool {
	name: string;
	description: string;
	parameters: { properties: Record<string, unknown> };
}

/** Chooses a tool to call and its arguments, from the results of the previous calls. */
export type Call = (results: string[]) => { tool: string; arguments: object };

export interface ChatModel {
	/** The calls to make instead of the default one; a reset clears them. */
	script: readonly Call[] | undefined;
	/** The tools that n8n offered with its latest request. */
	tools: OfferedTool[];
	/** The results of the tools, as the model reads them. */
	toolResults: string[];
	/** n8n's credential for this model. */
	credential(id: string): Credential;
	reset(): void;
	close(): Promise<void>;
}

interface CompletionRequest {
	stream?: boolean;
	messages: Array<{ role: string; content: string }>;
	tools?: Array<{ function: OfferedTool }>;
}

interface ResponsesRequest {
	input: Array<{ type?: string; output?: string }>;
	tools?: OfferedTool[];
}

/** What the model does next: call a tool, or say something. */
type Turn = { tool: string; arguments: string } | { text: string };

/** @param toolArguments arguments of the default call */
export async function startChatModel(toolArguments: object): Promise<ChatModel> {
	let tools: OfferedTool[] = [];
	let toolResults: string[] = [];
	let script: readonly Call[] | undefined;

	function next(offered: OfferedTool[], results: string[]): Turn {
		tools = offered;
		toolResults = results;
		const calls = script ?? [() => ({ tool: offered[0]!.name, arguments: toolArguments })];
		const call = calls[results.length]?.(results);
		if (!call) return { text: `The tool said: ${results.join('\n')}` };
		return { tool: call.tool, arguments: JSON.stringify(call.arguments) };
	}

	const app = fastify({ forceCloseConnections: true });
	app.post<{ Body: CompletionRequest }>('/v1/chat/completions', async ({ body }, reply) => {
		const results = body.messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
		const offered = body.tools?.map((tool) => tool.function) ?? [];
		const turn = next(offered, results);
		if (!body.stream) return completion(turn);
		return await reply.type('text/event-stream').send(completionStream(turn));
	});
	app.post<{ Body: ResponsesRequest }>('/v1/responses', ({ body }) => {
		const results = body.input.filter(({ type }) => type === 'function_call_output');
		return response(
			next(
				body.tools ?? [],
				results.map(({ output = '' }) => output),
			),
		);
	});
	await app.listen({ host: '127.0.0.1', port: 0 });
	const { port } = app.server.address() as AddressInfo;

	return {
		get script() {
			return script;
		},
		set script(calls) {
			script = calls;
		},
		get tools() {
			return tools;
		},
		get toolResults() {
			return toolResults;
		},
		credential: (id) => ({
			id,
			name: 'OpenAI account',
			type: 'openAiApi',
			data: { apiKey: 'sk-test', url: `http://127.0.0.1:${port}/v1` },
		}),
		reset() {
			tools = [];
			toolResults = [];
			script = undefined;
		},
		close: async () => await app.close(),
	};
}

function completion(turn: Turn): object {
	return {
		...chatHead,
		object: 'chat.completion',
		choices: [{ index: 0, message: { role: 'assistant', ...said(turn) }, finish_reason: finish(turn) }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/** The same as server-sent events: the whole message in one piece, then why it ended. */
function completionStream(turn: Turn): string {
	const chunk = (delta: object, finish_reason: string | null) => ({
		...chatHead,
		object: 'chat.completion.chunk',
		choices: [{ index: 0, delta, finish_reason }],
	});
	const events = [chunk({ role: 'assistant', ...said(turn) }, null), chunk({}, finish(turn))];
	return [...events.map((event) => JSON.stringify(event)), '[DONE]']
		.map((data) => `data: ${data}\n\n`)
		.join('');
}

const chatHead = { id: 'chatcmpl-1', created: 0, model: 'scripted' };

let calls = 0;
const callId = () => `call_${++calls}`;

const finish = (turn: Turn) => ('tool' in turn ? 'tool_calls' : 'stop');

function said(turn: Turn): object {
	if ('text' in turn) return { content: turn.text };
	const call = { name: turn.tool, arguments: turn.arguments };
	return { content: null, tool_calls: [{ index: 0, id: callId(), type: 'function', function: call }] };
}

function response(turn: Turn): object {
	const item =
		'tool' in turn
			? {
					type: 'function_call',
					id: `fc_${calls}`,
					call_id: callId(),
					name: turn.tool,
					arguments: turn.arguments,
				}
			: {
					type: 'message',
					id: 'msg_1',
					role: 'assistant',
					content: [{ type: 'output_text', text: turn.text, annotations: [] }],
				};
	return {
		id: 'resp_1',
		object: 'response',
		created_at: 0,
		status: 'completed',
		model: 'scripted',
		output: [{ ...item, status: 'completed' }],
		usage: {
			input_tokens: 1,
			input_tokens_details: { cached_tokens: 0 },
			output_tokens: 1,
			output_tokens_details: { reasoning_tokens: 0 },
			total_tokens: 2,
		},
	};
}
