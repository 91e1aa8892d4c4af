import * as n8nWorkflow from 'n8n-workflow';
import type { IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import type { Job } from '../../prediction/jobSettings';
import { isTool } from '../../prediction/run';
import { addWaitingHint } from '../hints';
import { ownMaxConcurrent } from '../readOptions';
import { hasWaitingCaller } from './waitingCaller';

/** What an item says of parking. */
export interface ParkingWish {
	/** The user has set the option, and there is something to wait for. */
	readonly wanted: boolean;
	/** What keeps it from being parked, to end a sentence. */
	readonly obstacle?: string;
}

/** What an item says that has nothing to wait for. */
export const NOTHING_TO_PARK: ParkingWish = { wanted: false };

function obstacleOf({ options, input }: Job): string | undefined {
	// n8n pairs what a resumed node gives with its input by position, so that an item must give exactly one.
	if (options.takes !== undefined) return 'an item with Takes gives several items';
	// Its row would stay as it is while others poll the job.
	if (options.jobKey !== undefined) return 'the node keeps the table of Job Keys up to date itself';
	if (Number(input.num_outputs) > 1 && !options.combineFiles) return 'a job may give several files';
	return undefined;
}

/** What the job of a model says. */
export function parkingOf(job: Job): ParkingWish {
	return { wanted: job.mode === 'wait' && job.options.freeWorker === true, obstacle: obstacleOf(job) };
}

/** What n8n-workflow calls an id that there is not. */
const isKnownId = (id: unknown) => typeof id === 'string' && id !== '' && !id.startsWith('__');

const NOT_IN_MODE: Partial<Record<WorkflowExecuteMode, string>> = {
	cli: '“n8n execute” ends with its command',
	evaluation: 'an evaluation takes a parked execution for a finished one',
	integrated: 'a workflow that calls several sub-workflows goes on when the first of them has ended',
};

/** The places in which n8n cannot park, or in which somebody would take the parked execution for a finished one. */
function whyNotHere(context: IExecuteFunctions): string | undefined {
	if (isTool(context)) return 'an AI agent waits for the answer';
	const ofMode = NOT_IN_MODE[context.getMode()];
	if (ofMode !== undefined) return ofMode;
	// n8n releases without it leave a parked execution behind when they are killed (2.41.0 and 2.39.3 have it).
	if (!('WAIT_FOR_SUB_EXECUTION' in n8nWorkflow)) return 'this release of n8n cannot park it safely';
	if (!isKnownId(context.getWorkflow().id)) return 'the workflow has not been saved';
	if (!isKnownId(context.getExecutionId())) return 'n8n does not save this execution';
	if (hasWaitingCaller(context)) return 'a webhook, form or chat answers with what the workflow gives';
	// n8n resumes it with the first of its sub-executions that it finds ended, and that would be the older one.
	const { metadata } = context.getExecuteData();
	if ((metadata?.waitingChildExecutionIds ?? []).length > 0) return 'this execution was parked before';
	return undefined;
}

/** @returns Why a run cannot be parked although the user wants it, to end a sentence; undefined when it can */
function whyNot(context: IExecuteFunctions, wishes: readonly ParkingWish[]): string | undefined {
	const here = whyNotHere(context);
	if (here !== undefined) return here;
	if (!wishes.every(({ wanted }) => wanted)) return 'not every item has the option set';
	const obstacle = wishes.find((wish) => wish.obstacle !== undefined)?.obstacle;
	if (obstacle !== undefined) return obstacle;
	const places = ownMaxConcurrent(context) ?? Infinity;
	if (wishes.length > places) return 'with Max Concurrent, some items begin only when others have ended';
	return undefined;
}

/**
 * Whether the jobs of a run that go on for long are parked. It costs nothing to ask, so it is asked before anything is
 * bought. Where the user wants it and it is not possible, a hint says why.
 */
export function willPark(context: IExecuteFunctions, wishes: readonly ParkingWish[]): boolean {
	if (!wishes.some(({ wanted }) => wanted)) return false;
	const reason = whyNot(context, wishes);
	if (reason !== undefined) addWaitingHint(context, reason);
	return reason === undefined;
}
