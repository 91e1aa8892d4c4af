import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { settle, type Outcome } from '../core/outcome';
import { runItems } from '../prediction/items';
import { errorItem, nodeError } from './failures';
import { readMaxConcurrent } from './jobOptions';
import type { Perform } from './perform';
import { prepareOperation } from './router';
import { createRun, isTool, type Run } from './run';

async function prepare(run: Run, itemIndex: number): Promise<Outcome<Perform>> {
	return await settle(Promise.resolve().then(() => prepareOperation(run, itemIndex)));
}

/**
 * The node's work on all of its items: check every one, then run those that are right side by side. Without Continue On
 * Fail nothing is started when a check finds something, and a failure later on ends the waiting of all.
 *
 * @throws NodeApiError | NodeOperationError for the first item that failed, unless the node continues on fail or is an
 * agent's tool
 */
export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	// Of what a tool throws, an agent reads the first sentence without the prediction's ID, or nothing: it depends on
	// the agent's version. An item it reads whole.
	const continues = context.continueOnFail() || isTool(context);
	const created = await settle(createRun(context));
	if (!created.ok) {
		if (!continues) throw nodeError(context.getNode(), created.error, 0, new Map());
		return items.map((_, itemIndex) => errorItem(created.error, itemIndex, {}));
	}

	const run = created.value;
	const { journal, ledger, stop } = run;
	const failNode = (error: unknown, itemIndex: number) =>
		nodeError(context.getNode(), error, itemIndex, journal.jobs());

	const prepared = await Promise.all(items.map(async (_, itemIndex) => await prepare(run, itemIndex)));
	for (const [itemIndex, outcome] of prepared.entries()) {
		if (!outcome.ok && !continues) throw failNode(outcome.error, itemIndex);
	}

	const outcomes = await runItems(
		prepared,
		readMaxConcurrent(context),
		async (outcome) => {
			stop.check();
			if (!outcome.ok) throw outcome.error;
			return await outcome.value();
		},
		() => {
			if (!continues) stop.halt();
		},
	);
	journal.addHints();
	if (outcomes.every((outcome) => outcome?.ok)) ledger.clear();

	return outcomes.flatMap((outcome, itemIndex) => {
		if (outcome === undefined) return [];
		if (outcome.ok) return outcome.value;
		if (!continues) throw failNode(outcome.error, itemIndex);
		return [errorItem(outcome.error, itemIndex, journal.jobOf(itemIndex))];
	});
}
