import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { lowerEnd, roundUsd, upperEnd, type Estimate } from '../models/estimate';
import type { Job } from '../prediction/jobSettings';

/**
 * The cost keys of an item: the upper end of the estimate and, if it differs, the lower end.
 *
 * @param share Number of items that share the job
 */
export function costKeys(estimate: Estimate | undefined, share = 1): IDataObject {
	if (estimate === undefined) return {};
	const most = roundUsd(upperEnd(estimate) / share);
	const least = roundUsd(lowerEnd(estimate) / share);
	return { estimated_cost_usd: most, ...(least !== most && { estimated_cost_usd_min: least }) };
}

type Costly = Pick<Job, 'estimate' | 'warnings'>;

/** The keys that are added to a job's result. @param share Number of items that share the job */
export function costAndWarnings({ estimate, warnings = [] }: Costly, share = 1): IDataObject {
	return { ...costKeys(estimate, share), ...(warnings.length > 0 && { warnings: [...warnings] }) };
}

/** Adds the job's warnings and a share of its cost to each of its items, so that the items add up to the cost of the run. */
export function withCost(items: readonly INodeExecutionData[], job: Costly): INodeExecutionData[] {
	return items.map((item) => ({ ...item, json: { ...item.json, ...costAndWarnings(job, items.length) } }));
}
