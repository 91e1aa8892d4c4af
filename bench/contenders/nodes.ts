// The building blocks of the benchmark's workflows, in the format in which n8n saves them.
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

/** [from, to] or [from, to, index of the output]. */
export type Link = [string, string, number?];

export interface Chain {
	nodes: WorkflowNode[];
	links: Link[];
	/** Name of the node that takes the items. */
	first: string;
	/** Name of the node that outputs the files. */
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

/** Makes `count` items, each with its own prompt. */
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

/** Makes one item per file that matches the pattern, with the file in the binary field `data`. */
export function fileItems(pattern: string): Chain {
	const parameters = { operation: 'read', fileSelector: pattern, options: {} };
	return {
		nodes: [node('Read Files', base('readWriteFile'), 1, parameters)],
		links: [],
		first: 'Read Files',
		last: 'Read Files',
	};
}

/** Connects a manual trigger, the items, the contender and a no-op node. */
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
