// The pieces that all workflows of the benchmark are made of, in the form in which n8n saves them.
import { randomUUID } from 'node:crypto';

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	parameters: object;
	position: [number, number];
	webhookId?: string;
	credentials?: Record<string, { id: string; name: string }>;
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
}

/** [from, to] or [from, to, number of the output]. */
export type Link = [string, string, number?];

export interface Chain {
	nodes: WorkflowNode[];
	links: Link[];
	/** The name of the node that takes the items, and of the one (and its output) that gives the files. */
	first: string;
	last: string;
}

export const START = 'Start';
export const DONE = 'Done';

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: object,
	more: Partial<WorkflowNode> = {},
): WorkflowNode {
	return { id: randomUUID(), name, type, typeVersion, parameters, position: [0, 0], ...more };
}

const base = (type: string) => `n8n-nodes-base.${type}`;

/** So many items with a prompt each. */
export function promptItems(count: number, name = 'A red fox'): Chain {
	const list = { prompts: Array.from({ length: count }, (_, index) => ({ prompt: `${name}, ${index}` })) };
	return {
		nodes: [
			node('List', base('set'), 3.4, { mode: 'raw', jsonOutput: JSON.stringify(list), options: {} }),
			node('Items', base('splitOut'), 1, { fieldToSplitOut: 'prompts', options: {} }),
		],
		links: [['List', 'Items']],
		first: 'List',
		last: 'Items',
	};
}

/** An item per file that the pattern names, with the file in the binary field `data`. */
export function fileItems(pattern: string): Chain {
	const parameters = { operation: 'read', fileSelector: pattern, options: {} };
	return {
		nodes: [node('Read Files', base('readWriteFile'), 1, parameters)],
		links: [],
		first: 'Read Files',
		last: 'Read Files',
	};
}

/** From the button through the items and the contender to a node that only receives. */
export function workflow(name: string, items: Chain, contender: Chain) {
	const start = node(START, base('manualTrigger'), 1, {});
	const done = node(DONE, base('noOp'), 1, {});
	const links: Link[] = [
		[START, items.first],
		...items.links,
		[items.last, contender.first],
		...contender.links,
		[contender.last, DONE],
	];
	return {
		id: randomUUID().replaceAll('-', '').slice(0, 16),
		name,
		nodes: [start, ...items.nodes, ...contender.nodes, done],
		connections: connections(links),
		settings: { executionOrder: 'v1' },
		active: false,
	};
}

export type BenchWorkflow = ReturnType<typeof workflow>;

function connections(links: Link[]) {
	const all: Record<string, { main: Array<Array<{ node: string; type: 'main'; index: number }>> }> = {};
	for (const [from, to, output = 0] of links) {
		const outputs = (all[from] ??= { main: [] }).main;
		while (outputs.length <= output) outputs.push([]);
		outputs[output]!.push({ node: to, type: 'main', index: 0 });
	}
	return all;
}
