import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { PredictionDetails } from '../core/errors';
import type { Job } from './jobSettings';
import type { Run } from './run';

/** Removes unknown facts from an item's JSON: a sync result has no ID, for example. */
export function withoutUndefined(json: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

/** Removes an empty "error" from a good item, because it would make n8n's Retry On Fail run the node again. */
export function withoutEmptyError({ error, ...json }: IDataObject): IDataObject {
	return error === undefined || error === null || error === '' ? json : { ...json, error };
}

/** What an item says about its take, whether it succeeded or failed. */
export function takeDetails({ take, seed }: Pick<Job, 'take' | 'seed'>): PredictionDetails {
	return { ...(take && { take_index: take.index }), ...(seed !== undefined && { seed }) };
}

/** The output item of Submit Only, which says how to find the job again. */
export function handleItem(run: Run, itemIndex: number): INodeExecutionData[] {
	const { id, model, status, get_url, seed, take_index } = run.records.of(itemIndex).details;
	const take_count = run.take?.count;
	run.records.tell(itemIndex, { kind: 'delivered' });
	const json = withoutUndefined({ id, model, status, get_url, seed, take_index, take_count });
	return [{ json, pairedItem: { item: itemIndex } }];
}
