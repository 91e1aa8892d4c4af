import type { INodeExecutionData } from 'n8n-workflow';
import { settleCall } from '../../core/outcome';
import { withoutUndefined } from '../../prediction/jobItems';
import type { Run } from '../../prediction/run';
import { keepIds } from '../../prediction/stopNotice';
import { stateItem, type ParkedState } from './parkedState';
import { parkedWorkflow } from './parkedWorkflow';

function workflowName(run: Run, { execution, open }: ParkedState): string {
	const jobs = open.length === 1 ? '1 prediction' : `${open.length} predictions`;
	return `${run.context.getNode().name}: waiting for ${jobs} of execution ${execution}`;
}

/**
 * What the parked execution shows until it resumes, or permanently if it is stopped. No key may be called `error`, or n8n's
 * Retry On Fail would run the node again and create a second sub-workflow.
 */
function shownItems(run: Run, subExecution: string): INodeExecutionData[] {
	return run.records.all().map(({ itemIndex, details: { id, model, status, get_url } }) => ({
		json: withoutUndefined({ id, model, status, get_url, sub_execution: subExecution }),
		pairedItem: { item: itemIndex },
	}));
}

/**
 * Lets a sub-workflow wait for the jobs, which frees the worker. When the sub-workflow ends, n8n resumes this execution and
 * uses the sub-workflow's output as the node's own.
 *
 * @returns What the node must return now; undefined if n8n refused, so that the node must wait itself
 */
export async function park(run: Run, state: ParkedState): Promise<INodeExecutionData[] | undefined> {
	const { context } = run;
	const code = parkedWorkflow(context.getNode(), workflowName(run, state));
	const answer = await settleCall(
		async () =>
			await context.executeWorkflow({ code }, [stateItem(state, run, run.clock.now())], undefined, {
				parentExecution: {
					executionId: state.execution,
					workflowId: context.getWorkflow().id ?? '',
					shouldResume: true,
				},
				executionMode: context.getMode(),
			}),
	);
	run.stop.check();
	if (!answer.ok) {
		const { message } = answer.error as Error;
		context.logger.warn(`Pruna: execution ${state.execution} could not be parked: ${message}`);
		return undefined;
	}
	const { waitTill, executionId, data } = answer.value;
	// Without `waitTill`, the sub-workflow has already ended, and this is its output.
	if (!waitTill) return data[0] ?? undefined;
	const ids = state.open.map(({ id }) => id);
	keepIds(context, ids);
	context.logger.info(
		`Pruna: execution ${state.execution} is parked; execution ${executionId} polls its predictions: ${ids.join(', ')}`,
		{ ids, executionId },
	);
	return shownItems(run, executionId);
}
