import type { IExecuteFunctions, NodeTypeAndVersion, WorkflowExecuteMode } from 'n8n-workflow';

/** The modes in which somebody may wait for an answer of the workflow; a manual run is one, with a test webhook. */
const ASKED: readonly WorkflowExecuteMode[] = ['webhook', 'manual', 'chat'];

function responseMode({ parameters = {} }: NodeTypeAndVersion): unknown {
	const options = parameters.options as { responseMode?: unknown } | undefined;
	return parameters.responseMode ?? options?.responseMode;
}

/**
 * Whether somebody outside waits for what the workflow gives: n8n 2.41 answers a webhook that responds “when last node
 * finishes” when the execution is parked, with what the node shows until then.
 *
 * @returns false where the answer has been given before this node
 */
export function hasWaitingCaller(context: IExecuteFunctions): boolean {
	if (!ASKED.includes(context.getMode())) return false;
	const before = context.getParentNodes(context.getNode().name, { includeNodeParameters: true });
	const hasAnswered = before.some(({ type }) => type === 'n8n-nodes-base.respondToWebhook');
	return before
		.filter(({ disabled }) => !disabled)
		.some((node) => {
			const mode = responseMode(node);
			if (mode === 'responseNode') return !hasAnswered;
			// A chat answers with the last node's output unless it is told otherwise.
			if (mode === undefined) return node.type.endsWith('.chatTrigger');
			return mode === 'lastNode' || mode === 'streaming' || mode === 'responseNodes';
		});
}
