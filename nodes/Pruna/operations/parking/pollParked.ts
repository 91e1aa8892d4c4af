import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ExecutionCanceled, PrunaError } from '../../core/errors';
import { settle, settleCall, type Outcome } from '../../core/outcome';
import { followJob, isOpenJob, type ItemResult, type OpenJob } from '../../prediction/openJob';
import { newRecord, type JobRecord } from '../../prediction/record';
import { createRun, type Run } from '../../prediction/run';
import { statusDetails } from '../../prediction/submit';
import { LEAVING_SECONDS, stillRunsError } from '../../prediction/wait';
import { errorItem, nodeError } from '../failures';
import { outputOf, readStateItem, stateItem, type EndedItem, type ParkedState } from './parkedState';

/** Polls a job once, and delivers it if it has ended. */
async function pollOnce(run: Run, job: OpenJob): Promise<ItemResult> {
	const { id, model, itemIndex, status } = job;
	run.records.tell(itemIndex, { kind: 'named', details: { model, ...statusDetails(run, id), status } });
	const now = run.clock.now();
	// The deadline may pass between two polls. A job that has ended by now is delivered all the same.
	const deadline = Math.max(job.deadline, now + LEAVING_SECONDS * 1000);
	// n8n pairs the items of a resumed node with its input by position, so a job may have only one.
	const inTime = { ...job, deadline, options: { ...job.options, combineFiles: true } };
	const result = await followJob(run, inTime, () => now);
	if (!isOpenJob(result)) return result;
	const age = (now - job.since) / 1000;
	if (now >= job.deadline) throw stillRunsError(result.status ?? 'unknown', age);
	return { ...job, status: result.status, runningAt: result.runningAt };
}

/** What is known about all jobs, for an error that ends them all. */
function recordsOf(state: ParkedState, run: Run | undefined): JobRecord[] {
	const open = state.open.map(({ itemIndex, id, model, status }) => {
		const record = run?.records.of(itemIndex);
		return record?.details.id === undefined
			? { ...newRecord(itemIndex), details: { id, model, status } }
			: record;
	});
	const ended = state.ended.map(({ itemIndex, output: { json } }) => ({
		...newRecord(itemIndex),
		details: {
			id: json.id as string | undefined,
			model: json.model as string | undefined,
			status: 'succeeded',
		},
	}));
	return [...open, ...ended].sort((a, b) => a.itemIndex - b.itemIndex);
}

/** @returns true if the waiting execution was stopped or deleted, so that nobody needs the results */
async function isParentGone(context: IExecuteFunctions, { execution }: ParkedState): Promise<boolean> {
	const parent = await settleCall(async () => await context.getExecutionDataById(execution));
	// A database that does not respond is no reason to abandon jobs that are paid for.
	return parent.ok && (parent.value === undefined || parent.value.resultData.error !== undefined);
}

/** @returns For each job, its output, or the job itself if it is still running */
async function pollAll(
	context: IExecuteFunctions,
	state: ParkedState,
): Promise<{ run: Run | undefined; outcomes: Array<Outcome<ItemResult>> }> {
	const created = await settle(createRun(context));
	if (created.ok) {
		const run = created.value;
		const outcomes = await Promise.all(state.open.map(async (job) => await settle(pollOnce(run, job))));
		run.close();
		return { run, outcomes };
	}
	// A credential that cannot be read now may be readable at the next poll. A wrong one stays wrong.
	const { error } = created;
	const outcomes = state.open.map((job): Outcome<ItemResult> => {
		const isLate = error instanceof PrunaError || Date.now() >= job.deadline;
		return isLate ? created : { ok: true, value: job };
	});
	return { run: undefined, outcomes };
}

/**
 * One step of the sub-workflow: polls all jobs once and downloads the files of those that have ended. With Continue On Fail
 * it throws nothing, because n8n would turn all items into one error item.
 *
 * @returns The state for the next step, or the output of all items if no job is running any more
 * @throws NodeApiError | NodeOperationError for the first item that failed, if the parked node does not continue on fail
 */
export async function pollParked(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const state = readStateItem(context.getInputData()[0]);
	if (await isParentGone(context, state)) {
		const ids = state.open.map(({ id }) => id);
		context.logger.warn(
			`Pruna: execution ${state.execution} was stopped or deleted; its predictions keep running and may be billed: ${ids.join(', ')}`,
			{ ids },
		);
		return state.open.map(({ id, model, status }) => ({ json: { id, model, status } }));
	}

	const { run, outcomes } = await pollAll(context, state);
	const subExecution = { executionId: context.getExecutionId(), workflowId: context.getWorkflow().id ?? '' };
	const open: OpenJob[] = [];
	const ended: EndedItem[] = [...state.ended];
	for (const [index, outcome] of outcomes.entries()) {
		const { itemIndex, id, model, status } = state.open[index]!;
		if (outcome.ok) {
			if (isOpenJob(outcome.value)) open.push(outcome.value);
			else ended.push({ itemIndex, output: { ...outcome.value[0]!, metadata: { subExecution } } });
			continue;
		}
		const { error } = outcome;
		if (error instanceof ExecutionCanceled) throw error;
		if (!state.continues) throw nodeError(context.getNode(), error, itemIndex, recordsOf(state, run));
		const record = run?.records.of(itemIndex) ?? { ...newRecord(itemIndex), details: { id, model, status } };
		ended.push({ itemIndex, output: errorItem(error, record) });
	}
	const next = { ...state, open, ended };
	return open.length > 0 ? [stateItem(next, run, Date.now())] : outputOf(next);
}
