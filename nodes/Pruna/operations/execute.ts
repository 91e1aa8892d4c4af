import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createLimit } from '../core/limit';
import { settle, settleCall, type Outcome } from '../core/outcome';
import { newRecord } from '../prediction/record';
import { createRun, isTool, type Run } from '../prediction/run';
import { operationOf } from './operations';
import { errorItem, nodeError } from './failures';
import { addHints } from './hints';
import type { Operation } from './operation';
import { readMaxConcurrent } from './readOptions';
import { runItems } from './runItems';

/** How long items are checked before whatever else n8n has to do gets a turn, in milliseconds. */
const CHECK_SLICE = 20;
const CHECKS_AT_A_TIME = 16;

/** An item whose settings are right: what is to be done for it, and with what. */
interface CheckedItem {
	readonly operation: Operation;
	readonly itemIndex: number;
	readonly settings: unknown;
}

/**
 * Checks every item, which costs nothing. A check may read the beginning of a file, which takes a while where n8n keeps
 * its files elsewhere, so some are checked side by side. Thousands take seconds, in which other executions and Stop have
 * to live.
 */
async function checkItems(run: Run, count: number): Promise<Array<Outcome<CheckedItem>>> {
	const limited = createLimit(CHECKS_AT_A_TIME);
	let sliceStart = run.clock.now();

	async function check(itemIndex: number): Promise<Outcome<CheckedItem>> {
		if (run.clock.now() - sliceStart > CHECK_SLICE) {
			await run.clock.sleep(0);
			sliceStart = run.clock.now();
		}
		return await settleCall(async () => {
			const operation = operationOf(run, itemIndex);
			return { operation, itemIndex, settings: await operation.check(run, itemIndex) };
		});
	}

	const items = Array.from({ length: count }, (_, itemIndex) => itemIndex);
	return await Promise.all(items.map(async (itemIndex) => await limited(async () => await check(itemIndex))));
}

/**
 * Reads what earlier executions have bought for the keys of the items. Where that is not possible, no item with a key is
 * started: it would be bought without what its user relies on.
 *
 * @throws NodeOperationError for the first item with a key, unless the run continues on failures
 */
async function remember(
	run: Run,
	checked: ReadonlyArray<Outcome<CheckedItem>>,
	continues: boolean,
): Promise<ReadonlyArray<Outcome<CheckedItem>>> {
	const keyed = checked.flatMap((outcome, itemIndex) => {
		if (!outcome.ok) return [];
		const work = outcome.value.operation.keyed?.(outcome.value.settings);
		return work === undefined ? [] : [[itemIndex, work] as const];
	});
	const [first] = keyed;
	const opened = await settle(run.memory.open(keyed));
	if (opened.ok || first === undefined) return checked;
	if (!continues) throw nodeError(run.context.getNode(), opened.error, first[0], run.records.all());
	const itemIndexes = new Set(keyed.map(([itemIndex]) => itemIndex));
	return checked.map((outcome, itemIndex) => (itemIndexes.has(itemIndex) ? opened : outcome));
}

/**
 * Checks all items, then runs those that are right side by side. Without Continue On Fail nothing is started when a
 * check finds something, and a failure later on ends the waiting of all.
 *
 * @throws NodeApiError | NodeOperationError for the first item that failed, unless the run continues on failures
 */
async function runAll(run: Run, count: number, continues: boolean): Promise<INodeExecutionData[]> {
	const { context, ledger, records, stop } = run;
	const failNode = (error: unknown, itemIndex: number) =>
		nodeError(context.getNode(), error, itemIndex, records.all());

	const checked = await checkItems(run, count);
	const wrong = checked.findIndex((outcome) => !outcome.ok);
	const finding = checked[wrong];
	if (finding?.ok === false && !continues) throw failNode(finding.error, wrong);

	const ready = await remember(run, checked, continues);
	const outcomes = await runItems(
		ready,
		readMaxConcurrent(context),
		async (outcome) => {
			stop.check();
			if (!outcome.ok) throw outcome.error;
			const { operation, itemIndex, settings } = outcome.value;
			return await operation.run(run, itemIndex, settings);
		},
		() => {
			if (!continues) stop.halt();
		},
	);
	addHints(context, records.all(), await run.memory.flush());
	if (outcomes.every((outcome) => outcome?.ok)) ledger.clear();

	return outcomes.flatMap((outcome, itemIndex) => {
		if (outcome === undefined) return [];
		if (outcome.ok) return outcome.value;
		if (!continues) throw failNode(outcome.error, itemIndex);
		return [errorItem(outcome.error, records.of(itemIndex))];
	});
}

/**
 * The node's work on all of its items.
 *
 * @throws NodeApiError | NodeOperationError for the first item that failed, unless the node continues on fail or is an
 * agent's tool
 */
export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { length } = context.getInputData();
	// Of what a tool throws, an agent reads the first sentence without the prediction's ID, or nothing: it depends on
	// the agent's version. An item it reads whole.
	const continues = context.continueOnFail() || isTool(context);
	const created = await settle(createRun(context));
	if (!created.ok) {
		if (!continues) throw nodeError(context.getNode(), created.error, 0, []);
		return Array.from({ length }, (_, itemIndex) => errorItem(created.error, newRecord(itemIndex)));
	}
	const outcome = await settle(runAll(created.value, length, continues));
	await created.value.memory.flush();
	created.value.close();
	if (!outcome.ok) throw outcome.error;
	return outcome.value;
}
