import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Run } from './run';

/** An item's JSON has only the keys that are known: a sync result has no id, for one. */
export function withoutUndefined(json: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}

/** An empty "error" on a good item would make n8n's Retry On Fail run the node again. */
export function withoutEmptyError({ error, ...json }: IDataObject): IDataObject {
	return error === undefined || error === null || error === '' ? json : { ...json, error };
}

/** The item of Submit Only: how to find the job again. */
export function handleItem(run: Run, itemIndex: number): INodeExecutionData[] {
	const { id, model, status, get_url } = run.records.of(itemIndex).details;
	run.records.tell(itemIndex, { kind: 'delivered' });
	return [{ json: withoutUndefined({ id, model, status, get_url }), pairedItem: { item: itemIndex } }];
}
