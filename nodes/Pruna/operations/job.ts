import type { INodeExecutionData } from 'n8n-workflow';
import { apiUrl, statusPath } from '../api/address';
import { MAYBE_CHARGED } from '../api/explain';
import { PrunaError } from '../api/errors';
import { standardTimeoutSeconds, type JobKind } from '../prediction/schedule';
import { readSubmit } from '../prediction/state';
import { awaitPrediction, failedJobError } from '../prediction/wait';
import { deliver, withoutUndefined } from './deliver';
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

	if (submitted.kind === 'unreadable') {
		throw new PrunaError('Pruna answered the submit without an ID or a result', {
			description: MAYBE_CHARGED,
		});
	}
	const { id } = submitted;
	const getUrl = id === undefined ? undefined : apiUrl(api.address, statusPath(id));
	Object.assign(known, withoutUndefined({ id, get_url: getUrl }));
	const succeed = async (generationUrl: unknown) => {
		known.status = 'succeeded';
		return await deliver(
			run,
			itemIndex,
			{ id, model, status: 'succeeded' },
			generationUrl,
			options,
			deadline,
		);
	};
	if (submitted.kind === 'failed') throw failedJobError(submitted);
	if (submitted.kind === 'succeeded') return await succeed(submitted.generationUrl);

	known.status = submitted.status;
	if (mode === 'submit') {
		const json = { id: submitted.id, model, status: submitted.status, get_url: getUrl };
		return [{ json, pairedItem: { item: itemIndex } }];
	}
	const { pollInterval } = options;
	return await succeed(
		await awaitPrediction(api, clock, submitted.id, { kind, pollInterval, since, deadline }),
	);
}
