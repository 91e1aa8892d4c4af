import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { LEAST_SECONDS } from '../media/download';
import { deliver } from './deliver';
import type { DeliveryOptions } from './jobSettings';
import type { Run } from './run';
import type { JobKind } from './schedule';
import { awaitPrediction, failedJobError, type WaitSettings } from './wait';

/** A running job, with everything needed to wait for it and deliver it. It is JSON, because a parked execution stores it. */
export interface OpenJob {
	readonly itemIndex: number;
	readonly id: string;
	/** For its output items; undefined if only the ID is known. */
	readonly model?: string;
	/** The seed it is made with, if Takes is set. */
	readonly seed?: number;
	readonly kind: JobKind;
	/** This run has paid for it. */
	readonly isPaid: boolean;
	readonly options: DeliveryOptions;
	/** When the wait started, in milliseconds since 1970. */
	readonly since: number;
	/** The model whose durations this job adds to; undefined if the wait did not start with the job. */
	readonly learnsOf?: string;
	/** When a poll last found it running, in milliseconds since 1970. */
	readonly runningAt?: number;
	/** Milliseconds since 1970. */
	readonly deadline: number;
	/** The last status from the API. */
	readonly status?: string;
	/** Added to the JSON of its items: its cost and warnings. */
	readonly beside?: IDataObject;
}

/** The output items of a job that has ended, or a job that was left running. */
export type ItemResult = INodeExecutionData[] | OpenJob;

/** @returns true for a job that was left running */
export function isOpenJob(result: ItemResult): result is OpenJob {
	return !Array.isArray(result);
}

/**
 * Delivers a job that has its result.
 *
 * @param job Has no ID if its result is synchronous
 */
export async function deliverJob(
	run: Run,
	job: Omit<OpenJob, 'id' | 'since' | 'kind' | 'learnsOf' | 'runningAt'> & { readonly id?: string },
	generationUrl: unknown,
): Promise<INodeExecutionData[]> {
	const { itemIndex, id, model, seed, isPaid, options, beside } = job;
	// A paid job gets time for its download even if waiting has used up its own.
	const deadline = isPaid ? Math.max(job.deadline, run.clock.now() + LEAST_SECONDS * 1000) : job.deadline;
	const facts = { id, model, status: 'succeeded', seed };
	const items = await deliver(run, itemIndex, { facts, generationUrl, isPaid }, options, deadline);
	return beside ? items.map((item) => ({ ...item, json: { ...item.json, ...beside } })) : items;
}

/**
 * Waits for a job and delivers it, or leaves it running when the run leaves its jobs.
 *
 * @param leaveAt See WaitSettings
 * @throws PrunaError if the job has failed, is still running at its deadline, or cannot be delivered
 */
export async function followJob(
	run: Run,
	job: OpenJob,
	leaveAt?: WaitSettings['leaveAt'],
): Promise<ItemResult> {
	const { itemIndex, id, kind, options, since, deadline, isPaid } = job;
	let { runningAt } = job;
	const settings: WaitSettings = {
		model: job.learnsOf,
		kind,
		pollInterval: options.pollInterval,
		since,
		deadline,
		runningAt,
		leaveAt,
		onPoll: (status) => {
			runningAt = run.clock.now();
			run.records.tell(itemIndex, { kind: 'polled', status });
		},
	};
	const state = await awaitPrediction(run.api, run.clock, id, settings, run.polls);
	if (state.kind === 'running') return { ...job, status: state.status, runningAt };
	const status = state.kind === 'succeeded' ? 'succeeded' : state.status;
	if (isPaid) run.records.tell(itemIndex, { kind: 'ended', status });
	if (state.kind === 'failed') throw failedJobError(state);
	if (!isPaid) run.records.tell(itemIndex, { kind: 'polled', status });
	return await deliverJob(run, job, state.generationUrl);
}
