import type { IExecuteFunctions, NodeTypeAndVersion, WorkflowExecuteMode } from 'n8n-workflow';

/** Modes in which a caller may wait for the workflow's response. A manual run can have one, through a test webhook. */
const MODES_WITH_CALLER: readonly WorkflowExecuteMode[] = ['webhook', 'manual', 'chat'];

function responseMode({ parameters = {} }: NodeTypeAndVersion): unknown {
	const options = parameters.options as { responseMode?: unknown } | undefined;
	return parameters.responseMode ?? options?.responseMode;
}

/**
 * Whether a caller outside n8n waits for the output of the workflow. n8n 2.41 answers a webhook that responds “when last
 * node finishes” as soon as the execution is parked, with what the node shows until it resumes.
 *
 * @returns false if the response is sent before this node
 */
export function hasWaitingCaller(context: IExecuteFunctions): boolean {
	if (!MODES_WITH_CALLER.includes(context.getMode())) return false;
	const before = context.getParentNodes(context.getNode().name, { includeNodeParameters: true });
	const hasResponded = before.some(({ type }) => type === 'n8n-nodes-base.respondToWebhook');
	return before
		.filter(({ disabled }) => !disabled)
		.some((node) => {
			const mode = responseMode(node);
			if (mode === 'responseNode') return !hasResponded;
			// By default, a chat answers with the last node's output.
			if (mode === undefined) return node.type.endsWith('.chatTrigger');
			return mode === 'lastNode' || mode === 'streaming' || mode === 'responseNodes';
		});
}
