import type { INodeExecutionData } from 'n8n-workflow';
import { isRecord } from '../../core/json';
import type { OpenJob } from '../../prediction/openJob';
import type { Run } from '../../prediction/run';
import { parkedPauseSeconds } from '../../prediction/schedule';
import { endsOfModel } from '../../prediction/wait';

/** An item that has its output. */
export interface EndedItem {
	readonly itemIndex: number;
	readonly output: INodeExecutionData;
}

/** Everything that a parked execution knows about its items, as JSON. It passes through the sub-workflow as one item. */
export interface ParkedState {
	/** The execution that waits. */
	readonly execution: string;
	/** A failed item becomes an error item and does not end the others. */
	readonly continues: boolean;
	readonly open: readonly OpenJob[];
	readonly ended: readonly EndedItem[];
}

/**
 * @param run Knows when jobs are expected to end; undefined if the credential cannot be read at the moment
 * @returns The one item that circulates in the sub-workflow while a job runs; `wait`: the seconds until the next poll
 */
export function stateItem(state: ParkedState, run: Run | undefined, now: number): INodeExecutionData {
	const pauses = state.open.map(({ kind, since, learnsOf, deadline, options }) =>
		parkedPauseSeconds(kind, {
			age: (now - since) / 1000,
			rest: (deadline - now) / 1000,
			interval: options.pollInterval,
			ends: run && endsOfModel(run, learnsOf, now),
		}),
	);
	return { json: { parked: state, wait: Math.min(...pauses) } };
}

/** @throws Error for an item that this node did not create */
export function readStateItem(item: INodeExecutionData | undefined): ParkedState {
	const state = item?.json.parked;
	if (!isRecord(state) || !Array.isArray(state.open) || !Array.isArray(state.ended))
		throw new Error('This step works only in the sub-workflow of a parked execution');
	return state as unknown as ParkedState;
}

/** @returns The output of all items, in the order of the input */
export function outputOf({ ended }: ParkedState): INodeExecutionData[] {
	return [...ended].sort((a, b) => a.itemIndex - b.itemIndex).map(({ output }) => output);
}
