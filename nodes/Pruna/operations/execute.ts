import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createLimit } from '../core/limit';
import { settle, settleCall, type Outcome } from '../core/outcome';
import { newRecord } from '../prediction/record';
import { createRun, isTool, type Run } from '../prediction/run';
import { operationOf } from './operations';
import { errorItem, nodeError } from './failures';
import { addHints } from './hints';
import type { Operation } from './operation';
import { NOTHING_TO_PARK, willPark } from './parking/canPark';
import { finishLeft } from './parking/finishLeft';
import { isParkedStep } from './parking/parkedField';
import { pollParked } from './parking/pollParked';
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
 * Checks all items, then runs those that are right side by side. Without Continue On Fail nothing is started when a
 * check finds something, and a failure later on ends the waiting of all. Jobs that still run may be parked.
 *
 * @throws NodeApiError | NodeOperationError for the first item that failed, unless the run continues on failures
 */
async function runAll(run: Run, count: number, continues: boolean): Promise<INodeExecutionData[]> {
	const { context, handover, ledger, records, stop } = run;
	const failNode = (error: unknown, itemIndex: number) =>
		nodeError(context.getNode(), error, itemIndex, records.all());
	const onFailure = () => {
		if (!continues) stop.halt();
	};

	const checked = await checkItems(run, count);
	const wrong = checked.findIndex((outcome) => !outcome.ok);
	const finding = checked[wrong];
	if (finding?.ok === false && !continues) throw failNode(finding.error, wrong);

	const wishes = checked.flatMap((outcome) => {
		if (!outcome.ok) return [];
		const { operation, settings } = outcome.value;
		return operation.parking?.(settings) ?? NOTHING_TO_PARK;
	});
	const parks = willPark(context, wishes);
	if (parks) handover.open(count);
	const left = await runItems(
		[...checked.entries()],
		// What is parked takes no place.
		parks ? count : readMaxConcurrent(context),
		async ([index, outcome]) => {
			const result = await settleCall(async () => {
				stop.check();
				if (!outcome.ok) throw outcome.error;
				const { operation, itemIndex, settings } = outcome.value;
				return await operation.run(run, itemIndex, settings);
			});
			handover.hasBought(index);
			if (!result.ok) throw result.error;
			return result.value;
		},
		onFailure,
	);
	const { parked, outcomes } = await finishLeft(run, left, continues, onFailure);
	if (parked !== undefined) return parked;

	addHints(context, records.all());
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
	if (isParkedStep(context)) return await pollParked(context);
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
	created.value.close();
	if (!outcome.ok) throw outcome.error;
	return outcome.value;
}
