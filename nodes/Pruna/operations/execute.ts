import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { settle, settleCall, type Outcome } from '../core/outcome';
import { newRecord } from '../prediction/record';
import { createRun, isTool, type Run } from '../prediction/run';
import { checkItems, failedTask, type CheckedItem, type Task } from './checkItems';
import { errorItem, nodeError } from './failures';
import { addHints } from './hints';
import { willPark } from './parking/canPark';
import { finishLeft } from './parking/finishLeft';
import { isParkedStep } from './parking/parkedField';
import { pollParked } from './parking/pollParked';
import { readMaxConcurrent } from './readOptions';
import { runItems } from './runItems';
import { summarize } from './runSummary';

/**
 * Reads what earlier executions submitted for the Job Keys of the items. If that fails, no item with a key is started,
 * because it could be paid for twice.
 *
 * @throws NodeOperationError for the first item with a key, unless the run continues on failure
 */
async function remember(
	run: Run,
	checked: ReadonlyArray<Outcome<CheckedItem>>,
	continues: boolean,
): Promise<ReadonlyArray<Outcome<CheckedItem>>> {
	const keyed = checked.flatMap((outcome, itemIndex) => {
		if (!outcome.ok) return [];
		const { keyed: work } = outcome.value;
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
 * Checks all items, then runs the valid ones in parallel. Without Continue On Fail, nothing is started if a check fails,
 * and a later failure ends the wait for all items. Jobs that are still running may be parked.
 *
 * @throws NodeApiError | NodeOperationError for the first item that failed, unless the run continues on failure
 */
async function runAll(run: Run, count: number, continues: boolean): Promise<INodeExecutionData[]> {
	const { context, handover, ledger, records, stop } = run;
	const failNode = (error: unknown, { itemIndex, take }: Pick<Task, 'itemIndex' | 'take'>) =>
		nodeError(context.getNode(), error, itemIndex, records.all(), take);
	const onFailure = () => {
		if (!continues) stop.halt();
	};

	const checked = await checkItems(run, count);
	const wrong = checked.findIndex((outcome) => !outcome.ok);
	const finding = checked[wrong];
	if (finding?.ok === false && !continues) throw failNode(finding.error, { itemIndex: wrong });

	const ready = await remember(run, checked, continues);
	const tasks = ready.flatMap((outcome, itemIndex) =>
		outcome.ok ? outcome.value.tasks : [failedTask(itemIndex, outcome.error)],
	);
	// An item with several tasks is never parked, so each task is one item here.
	const parks = willPark(
		context,
		ready.flatMap((outcome) => (outcome.ok ? outcome.value.parking : [])),
	);
	if (parks) handover.open(tasks.length);
	const left = await runItems(
		tasks,
		// Parked jobs do not count toward Max Concurrent.
		parks ? tasks.length : readMaxConcurrent(context),
		async (task) => {
			const result = await settleCall(async () => {
				stop.check();
				return await task.run();
			});
			handover.noMoreSubmits(task.itemIndex);
			if (!result.ok) throw result.error;
			return result.value;
		},
		onFailure,
	);
	const unwritten = await run.memory.flush();
	const { parked, outcomes } = await finishLeft(run, left, continues, onFailure);
	if (parked !== undefined) return parked;

	addHints(context, records.all(), unwritten + (await run.memory.flush()));
	// If a failure ends the node, its error reports it.
	summarize(run, checked, tasks, continues ? outcomes : []);
	// Check Only submits nothing, so it must not clear what an earlier try submitted.
	const isOver = outcomes.every((outcome) => outcome?.ok);
	if (isOver && !checked.some((outcome) => outcome.ok && outcome.value.report)) ledger.clear();

	return tasks.flatMap((task, index) => {
		const outcome = outcomes[index];
		if (outcome === undefined) return [];
		if (outcome.ok) return outcome.value;
		if (!continues) throw failNode(outcome.error, task);
		return [errorItem(outcome.error, records.of(task.itemIndex, task.take))];
	});
}

/**
 * Runs the node on all of its items.
 *
 * @throws NodeApiError | NodeOperationError for the first item that failed, unless the node continues on failure
 * or is an agent's tool
 */
export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	if (isParkedStep(context)) return await pollParked(context);
	const { length } = context.getInputData();
	// When a tool throws, an agent reads only the first sentence of the error, without the prediction's ID, or nothing,
	// depending on the agent's version. It reads an item completely.
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
