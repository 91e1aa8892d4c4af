import * as n8nWorkflow from 'n8n-workflow';
import type { IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import type { Job } from '../../prediction/jobSettings';
import { isTool } from '../../prediction/run';
import { addWaitingHint } from '../hints';
import { ownMaxConcurrent } from '../readOptions';
import { hasWaitingCaller } from './waitingCaller';

/** Whether an item wants to be parked, and what prevents it. */
export interface ParkingWish {
	/** The option is set, and there is something to wait for. */
	readonly wanted: boolean;
	/** Why it cannot be parked, to end a sentence. */
	readonly obstacle?: string;
}

/** For an item that has nothing to wait for. */
export const NOTHING_TO_PARK: ParkingWish = { wanted: false };

function obstacleOf({ options, input }: Job): string | undefined {
	// n8n pairs the output of a resumed node with its input by position, so each item must return exactly one.
	if (options.takes !== undefined) return 'an item with Takes returns several items';
	// The sub-workflow polls the job without updating its row.
	if (options.jobKey !== undefined)
		return 'Job Key is set, and a parked execution could not keep its table up to date';
	if (Number(input.num_outputs) > 1 && !options.combineFiles) return 'a job may return several files';
	return undefined;
}

/** Whether the job of a model wants to be parked. */
export function parkingOf(job: Job): ParkingWish {
	return { wanted: job.mode === 'wait' && job.options.freeWorker === true, obstacle: obstacleOf(job) };
}

/** For a missing ID, n8n-workflow uses a placeholder such as `__EMPTY__`. */
const isKnownId = (id: unknown) => typeof id === 'string' && id !== '' && !id.startsWith('__');

const NOT_IN_MODE: Partial<Record<WorkflowExecuteMode, string>> = {
	cli: '“n8n execute” exits without resuming a parked execution',
	evaluation: 'an evaluation treats a parked execution as finished',
	integrated: 'a workflow that calls several sub-workflows continues as soon as the first one ends',
};

/** @returns Why n8n cannot park this execution, or would answer a caller too early, to end a sentence */
function whyNotHere(context: IExecuteFunctions): string | undefined {
	if (isTool(context)) return 'an AI agent is waiting for the answer';
	const ofMode = NOT_IN_MODE[context.getMode()];
	if (ofMode !== undefined) return ofMode;
	// Releases of n8n without this export strand a parked execution when they are killed (2.41.0 and 2.39.3 have it).
	if (!('WAIT_FOR_SUB_EXECUTION' in n8nWorkflow))
		return 'this version of n8n cannot park an execution safely';
	if (!isKnownId(context.getWorkflow().id)) return 'the workflow has not been saved';
	if (!isKnownId(context.getExecutionId())) return 'n8n does not save this execution';
	if (hasWaitingCaller(context)) return 'a webhook, form, or chat responds with the output of the workflow';
	// n8n would resume it with the first sub-execution that it finds ended, which would be the older one.
	const { metadata } = context.getExecuteData();
	if ((metadata?.waitingChildExecutionIds ?? []).length > 0)
		return 'this execution was already parked once, and n8n cannot safely park it again';
	return undefined;
}

/** @returns Why a run cannot be parked although the user wants it, to end a sentence; undefined if it can */
function whyNot(context: IExecuteFunctions, wishes: readonly ParkingWish[]): string | undefined {
	const here = whyNotHere(context);
	if (here !== undefined) return here;
	if (!wishes.every(({ wanted }) => wanted)) return 'the option is not set for every item';
	const obstacle = wishes.find((wish) => wish.obstacle !== undefined)?.obstacle;
	if (obstacle !== undefined) return obstacle;
	const places = ownMaxConcurrent(context) ?? Infinity;
	if (wishes.length > places) return 'with Max Concurrent, some items start only after others have ended';
	return undefined;
}

/**
 * Whether the run parks its long jobs. This is decided before the first submit, when nothing has been charged yet. If the
 * user wants it and it is not possible, a hint says why.
 */
export function willPark(context: IExecuteFunctions, wishes: readonly ParkingWish[]): boolean {
	if (!wishes.some(({ wanted }) => wanted)) return false;
	const reason = whyNot(context, wishes);
	if (reason !== undefined) addWaitingHint(context, reason);
	return reason === undefined;
}
