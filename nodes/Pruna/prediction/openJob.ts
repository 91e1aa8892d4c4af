import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { LEAST_SECONDS } from '../media/download';
import { deliver } from './deliver';
import type { DeliveryOptions } from './jobSettings';
import type { Run } from './run';
import type { JobKind } from './schedule';
import { awaitPrediction, failedJobError } from './wait';

/** A job that runs, with all that it takes to wait for it and to deliver it. It is JSON: a parked execution keeps it. */
export interface OpenJob {
	readonly itemIndex: number;
	readonly id: string;
	/** What its items tell; undefined when only the ID is known. */
	readonly model?: string;
	/** What it is made with, where the user has asked for takes. */
	readonly seed?: number;
	readonly kind: JobKind;
	/** This run has paid for it. */
	readonly isPaid: boolean;
	readonly options: DeliveryOptions;
	/** When the wait began, in milliseconds since 1970. */
	readonly since: number;
	/** Milliseconds since 1970. */
	readonly deadline: number;
	/** The API's last word. */
	readonly status?: string;
	/** What stands in its item beside the result: its cost, and warnings. */
	readonly beside?: IDataObject;
}

/** The items of a job that has ended, or the job that was left while it runs. */
export type ItemResult = INodeExecutionData[] | OpenJob;

/** @returns true for a job that was left while it runs */
export function isOpenJob(result: ItemResult): result is OpenJob {
	return !Array.isArray(result);
}

/**
 * Delivers a job that has its result.
 *
 * @param job Without an ID for a synchronous result
 */
export async function deliverJob(
	run: Run,
	job: Omit<OpenJob, 'id' | 'since' | 'kind'> & { readonly id?: string },
	generationUrl: unknown,
): Promise<INodeExecutionData[]> {
	const { itemIndex, id, model, seed, isPaid, options, beside } = job;
	// It is paid for, so it has time for its download even when the wait has used up its own.
	const deadline = isPaid ? Math.max(job.deadline, run.clock.now() + LEAST_SECONDS * 1000) : job.deadline;
	const facts = { id, model, status: 'succeeded', seed };
	const items = await deliver(run, itemIndex, { facts, generationUrl, isPaid }, options, deadline);
	return beside ? items.map((item) => ({ ...item, json: { ...item.json, ...beside } })) : items;
}

/**
 * Waits for a job and delivers it, or leaves it when the run hands its jobs over.
 *
 * @param wait `learnsOf`: the model whose durations are known, when the wait begins with the job. `leaveAt`: milliseconds
 * since 1970
 * @throws PrunaError when the job has failed, still runs at its deadline, or cannot be delivered
 */
export async function followJob(
	run: Run,
	job: OpenJob,
	wait: { readonly learnsOf?: string; readonly leaveAt?: () => number },
): Promise<ItemResult> {
	const { itemIndex, id, kind, options, since, deadline, isPaid } = job;
	const state = await awaitPrediction(run.api, run.clock, id, {
		model: wait.learnsOf,
		kind,
		pollInterval: options.pollInterval,
		since,
		deadline,
		leaveAt: wait.leaveAt,
		onPoll: (status) => run.records.tell(itemIndex, { kind: 'polled', status }),
	});
	if (state.kind === 'running') return { ...job, status: state.status };
	const status = state.kind === 'succeeded' ? 'succeeded' : state.status;
	if (isPaid) run.records.tell(itemIndex, { kind: 'ended', status });
	if (state.kind === 'failed') throw failedJobError(state);
	if (!isPaid) run.records.tell(itemIndex, { kind: 'polled', status });
	return await deliverJob(run, job, state.generationUrl);
}
