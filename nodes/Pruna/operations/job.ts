import type { INodeExecutionData } from 'n8n-workflow';
import { apiUrl, statusPath } from '../api/address';
import { MAYBE_CHARGED } from '../api/explain';
import { PrunaError } from '../api/errors';
import { standardTimeoutSeconds, type JobKind } from '../prediction/schedule';
import { readSubmit } from '../prediction/state';
import { awaitPrediction, failedJobError } from '../prediction/wait';
import { deliver } from './deliver';
import type { Run } from './run';
import type { JobOptions, Mode } from './settings';

export interface Job {
	readonly model: string;
	readonly kind: JobKind;
	readonly mode: Mode;
	readonly options: JobOptions;
	/** Makes the input, which may upload files first. @param deadline Milliseconds since 1970 */
	readonly input: (deadline: number) => Record<string, unknown> | Promise<Record<string, unknown>>;
}

export function deadlineOf(run: Run, kind: JobKind, options: Pick<JobOptions, 'timeout'>): number {
	return run.clock.now() + (options.timeout ?? standardTimeoutSeconds(kind)) * 1000;
}

/** The way of every job: submit, wait, deliver. What the API said of it is noted before the next step is taken. */
export async function runJob(run: Run, itemIndex: number, job: Job): Promise<INodeExecutionData[]> {
	const { api, clock } = run;
	const { model, kind, mode, options } = job;
	const known = run.jobOf(itemIndex);
	known.model = model;

	const input = await job.input(deadlineOf(run, kind, options));
	const since = clock.now();
	const deadline = deadlineOf(run, kind, options);
	const answer = await api.submit({ model, input, sync: mode === 'sync' }, deadline);
	const submitted = readSubmit(answer);

	switch (submitted.kind) {
		case 'unreadable':
			throw new PrunaError('Pruna answered the submit without an ID or a result', {
				description: MAYBE_CHARGED,
			});
		case 'failed':
			throw failedJobError(submitted);
		case 'succeeded':
			known.status = 'succeeded';
			return await deliver(
				run,
				itemIndex,
				{ model, status: 'succeeded' },
				submitted.generationUrl,
				options,
				deadline,
			);
		case 'handle':
			break;
	}

	const { id } = submitted;
	const getUrl = apiUrl(api.address, statusPath(id));
	Object.assign(known, { id, status: submitted.status, get_url: getUrl });
	if (mode === 'submit') {
		const json = { id, model, status: submitted.status, get_url: getUrl };
		return [{ json, pairedItem: { item: itemIndex } }];
	}
	const pollInterval = options.pollInterval;
	const generationUrl = await awaitPrediction(api, clock, id, { kind, pollInterval, since, deadline });
	known.status = 'succeeded';
	return await deliver(run, itemIndex, { id, model, status: 'succeeded' }, generationUrl, options, deadline);
}
