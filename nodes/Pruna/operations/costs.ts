import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { lowerEnd, roundUsd, upperEnd, type Estimate } from '../models/estimate';
import type { Job } from '../prediction/jobSettings';

/**
 * What an item tells of its cost: the most that it may be, and beside it the least where that is another amount.
 *
 * @param share How many items share the job
 */
export function costKeys(estimate: Estimate | undefined, share = 1): IDataObject {
	if (estimate === undefined) return {};
	const most = roundUsd(upperEnd(estimate) / share);
	const least = roundUsd(lowerEnd(estimate) / share);
	return { estimated_cost_usd: most, ...(least !== most && { estimated_cost_usd_min: least }) };
}

type Costly = Pick<Job, 'estimate' | 'warnings'>;

/** What stands in a job's item beside its result. @param share How many items share the job */
export function besideOf({ estimate, warnings = [] }: Costly, share = 1): IDataObject {
	return { ...costKeys(estimate, share), ...(warnings.length > 0 && { warnings: [...warnings] }) };
}

/** The items of a job with their part of its cost, so that a sum over items is the sum of the run, and with its warnings. */
export function withCost(items: readonly INodeExecutionData[], job: Costly): INodeExecutionData[] {
	return items.map((item) => ({ ...item, json: { ...item.json, ...besideOf(job, items.length) } }));
}
