// Builds workflows that only tests need, in the form in which n8n saves them.
import { randomUUID } from 'node:crypto';
import { CREDENTIAL_ID } from './instance';

export interface TestNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	parameters: object;
	position: [number, number];
	credentials?: Record<string, { id: string; name: string }>;
	webhookId?: string;
}

/** What a user sets on a node's Settings tab. */
export interface NodeSettings {
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
}

export interface Connection {
	from: string;
	to: string;
	/** The number of the first node's output; 0 by default, 1 is the error output. */
	output?: number;
	type?: 'main' | 'ai_tool' | 'ai_languageModel';
}

export interface WorkflowOptions {
	/** In addition to those from each node to the next. */
	connections?: Connection[];
	/** Nodes outside the chain, connected only through `connections`. */
	aside?: TestNode[];
	settings?: object;
	/** What the first node returns in a manual run. */
	items?: object[];
}

/** A workflow whose nodes follow each other. */
export function workflow(name: string, nodes: TestNode[], options: WorkflowOptions = {}) {
	const { connections = [], aside = [], settings = {}, items } = options;
	const chain = nodes.slice(1).map((node, index) => ({ from: nodes[index]!.name, to: node.name }));
	return {
		name,
		nodes: [...nodes, ...aside],
		connections: savedConnections([...chain, ...connections]),
		settings: { executionOrder: 'v1', ...settings },
		...(items && { pinData: { [nodes[0]!.name]: items.map((json) => ({ json })) } }),
	};
}

type SavedConnections = Record<
	string,
	Record<string, Array<Array<{ node: string; type: string; index: number }>>>
>;

function savedConnections(connections: Connection[]): SavedConnections {
	const all: SavedConnections = {};
	for (const { from, to, output = 0, type = 'main' } of connections) {
		const outputs = ((all[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]!.push({ node: to, type, index: 0 });
	}
	return all;
}

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: object = {},
	more: Partial<TestNode> & NodeSettings = {},
): TestNode {
	return { id: randomUUID(), name, type, typeVersion, parameters, position: [0, 0], ...more };
}

export const start = () => node('Start', 'n8n-nodes-base.manualTrigger', 1);

export const noOp = (name: string) => node(name, 'n8n-nodes-base.noOp', 1);

/** Answers with the image that the last node returns. */
export function imageWebhook(path: string): TestNode {
	const parameters = {
		path,
		httpMethod: 'POST',
		responseMode: 'lastNode',
		responseData: 'firstEntryBinary',
		responseBinaryPropertyName: 'data',
	};
	return node('Webhook', 'n8n-nodes-base.webhook', 2, parameters, { webhookId: randomUUID() });
}

export const prunaAccount = { prunaApi: { id: CREDENTIAL_ID, name: 'Pruna account' } };

/** Image → Generate with P-Image. */
export const generate = { resource: 'image', operation: 'generate', model: 'p-image', prompt: 'A red fox' };

export function pruna(parameters: object = {}, settings: NodeSettings = {}): TestNode {
	const all = { ...generate, additionalFields: {}, options: {}, ...parameters };
	return node('Pruna', 'n8n-nodes-pruna.pruna', 1, all, { credentials: prunaAccount, ...settings });
}
