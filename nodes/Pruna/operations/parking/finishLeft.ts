import type { INodeExecutionData } from 'n8n-workflow';
import { RunHalted } from '../../core/errors';
import type { Outcome } from '../../core/outcome';
import { followJob, isOpenJob, type ItemResult, type OpenJob } from '../../prediction/openJob';
import type { Run } from '../../prediction/run';
import { errorItem } from '../failures';
import { addWaitingHint } from '../hints';
import { runItems } from '../runItems';
import { park } from './park';
import type { EndedItem, ParkedState } from './parkedState';

/** How an item ended; undefined if the run ended first. */
type ItemOutcome<T> = Outcome<T> | undefined;

/** @returns What to park; undefined if an ended item does not have exactly one output item */
function stateOf(
	run: Run,
	outcomes: ReadonlyArray<ItemOutcome<ItemResult>>,
	continues: boolean,
): ParkedState | undefined {
	const open: OpenJob[] = [];
	const ended: EndedItem[] = [];
	for (const [itemIndex, outcome] of outcomes.entries()) {
		if (outcome === undefined) continue;
		if (!outcome.ok) {
			ended.push({ itemIndex, output: errorItem(outcome.error, run.records.of(itemIndex)) });
			continue;
		}
		if (isOpenJob(outcome.value)) {
			open.push(outcome.value);
			continue;
		}
		const [output, ...others] = outcome.value;
		// n8n would pair output items with the wrong input items.
		if (output === undefined || others.length > 0) return undefined;
		ended.push({ itemIndex, output });
	}
	return { execution: run.context.getExecutionId(), continues, open, ended };
}

/**
 * Finishes a run that left some of its jobs running: parks the execution, or waits for these jobs in the node.
 *
 * @returns `parked`: what the node must return if the execution is parked; otherwise, `outcomes` are those of all items
 */
export async function finishLeft(
	run: Run,
	left: ReadonlyArray<ItemOutcome<ItemResult>>,
	continues: boolean,
	onFailure: () => void,
): Promise<{ parked?: INodeExecutionData[]; outcomes: Array<ItemOutcome<INodeExecutionData[]>> }> {
	const isOver = !continues && left.some((outcome) => !outcome?.ok);
	if (!isOver && left.some((outcome) => outcome?.ok && isOpenJob(outcome.value))) {
		const state = stateOf(run, left, continues);
		const parked = state && (await park(run, state));
		if (parked !== undefined) return { parked, outcomes: [] };
		addWaitingHint(run.context, state ? 'n8n refused the sub-workflow' : 'a job returned several files');
	}
	const outcomes = await runItems(
		left,
		Infinity,
		async (outcome): Promise<INodeExecutionData[]> => {
			if (outcome === undefined) throw new RunHalted();
			if (!outcome.ok) throw outcome.error;
			if (!isOpenJob(outcome.value)) return outcome.value;
			run.stop.check();
			const result = await followJob(run, outcome.value);
			return isOpenJob(result) ? [] : result;
		},
		onFailure,
	);
	return { outcomes };
}
