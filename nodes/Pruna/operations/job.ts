import type { INodeExecutionData } from 'n8n-workflow';
import { apiUrl, statusPath } from '../api/address';
import { reasonOf } from '../api/answer';
import { MAYBE_CHARGED } from '../api/explain';
import { PrunaError } from '../core/errors';
import { settle } from '../core/outcome';
import type { LedgerEntry } from '../prediction/ledger';
import { standardTimeoutSeconds, type JobKind } from '../prediction/schedule';
import { readSubmit } from '../prediction/state';
import { awaitPrediction, failedJobError, type EndedPrediction } from '../prediction/wait';
import { deliver, withoutUndefined } from './deliver';
import type { Run } from './run';
import type { JobOptions, Mode } from './jobOptions';

export interface Job {
	readonly model: string;
	readonly kind: JobKind;
	readonly mode: Mode;
	readonly options: JobOptions;
	/** Submits of this model per minute; undefined for no known limit. */
	readonly perMinute: number | undefined;
	/** What tells this work from other work of the same item, as JSON: settings and files. */
	readonly work: unknown;
	/** Makes the input, which may upload files first. @param deadline Milliseconds since 1970 */
	readonly input: (deadline: number) => Record<string, unknown> | Promise<Record<string, unknown>>;
}

/** A job that is paid for: one to wait for, or one that has its result. */
type Bought = Exclude<LedgerEntry, { state: 'in doubt' }>;

export function deadlineOf(run: Run, kind: JobKind, options: Pick<JobOptions, 'timeout'>): number {
	return run.clock.now() + (options.timeout ?? standardTimeoutSeconds(kind)) * 1000;
}

/** What the API said may hold an id after all, so its beginning is passed on, without anything that looks like a key. */
function unreadableError(answer: unknown): PrunaError {
	const text = typeof answer === 'string' ? (reasonOf(answer) ?? '') : JSON.stringify(answer ?? null);
	const start = text.slice(0, 200).replace(/(hf|pru)_\w+/g, '$1_…');
	return new PrunaError('Pruna answered the submit without an ID or a result', {
		description: `${MAYBE_CHARGED} ${start === '' ? 'The answer was empty.' : `The answer began: “${start}”`}`,
		inDoubt: true,
	});
}

/** Submits a job, once its turn has come. Files are uploaded after that, because uploads expire (wire.md 6). */
async function buy(run: Run, itemIndex: number, job: Job): Promise<Bought> {
	const { api, pacer, ledger, journal } = run;
	const { model, perMinute } = job;
	const patience = job.options.timeout ?? standardTimeoutSeconds(job.kind);
	const place = { model, perMinute, patience };
	let slot = await pacer.take(place);
	const input = await job.input(deadlineOf(run, job.kind, job.options));

	const turn = {
		again: async () => void (slot = await pacer.takeAgain(place)),
		refused: (seconds: number | undefined) => pacer.refused(slot, seconds),
	};
	journal.submitting(itemIndex);
	const sync = job.mode === 'sync';
	const answer = await settle(
		api.submit({ model, input, sync, turn }, deadlineOf(run, job.kind, job.options)),
	);
	const submitted = answer.ok ? readSubmit(answer.value) : undefined;
	if (submitted === undefined || submitted.kind === 'unreadable') {
		const error = answer.ok ? unreadableError(answer.value) : answer.error;
		if (error instanceof PrunaError && error.inDoubt) {
			ledger.note(itemIndex, job.work, { state: 'in doubt', message: error.message });
			journal.jobOf(itemIndex).status = 'in doubt';
		}
		journal.refused(itemIndex);
		throw error;
	}

	const { id } = submitted;
	journal.submitted(itemIndex, withoutUndefined({ id, get_url: id && apiUrl(api.address, statusPath(id)) }));
	if (submitted.kind === 'failed') {
		journal.ended(itemIndex, submitted.status);
		throw failedJobError(submitted);
	}
	const bought: Bought =
		submitted.kind === 'handle'
			? { state: 'submitted', id: submitted.id }
			: { state: 'succeeded', id, generationUrl: submitted.generationUrl };
	ledger.note(itemIndex, job.work, bought);
	return bought;
}

/** What an earlier try of this item has bought, if the node is run again by Retry On Fail. */
function resume(run: Run, itemIndex: number, job: Job): Bought | undefined {
	const entry = run.ledger.find(itemIndex, job.work);
	if (entry?.state === 'in doubt') {
		run.journal.jobOf(itemIndex).status = entry.state;
		throw new PrunaError(entry.message, {
			description: `So an earlier try of this item ended. ${MAYBE_CHARGED}`,
			inDoubt: true,
		});
	}
	if (entry) {
		const { id } = entry;
		const getUrl = id && apiUrl(run.api.address, statusPath(id));
		run.journal.resumed(itemIndex, withoutUndefined({ id, get_url: getUrl }));
	}
	return entry;
}

/** The way of every job: submit (or resume), wait, deliver. What is known of it is noted before the next step. */
export async function runJob(run: Run, itemIndex: number, job: Job): Promise<INodeExecutionData[]> {
	const { api, clock, journal } = run;
	const { model, kind, mode, options } = job;
	const known = journal.jobOf(itemIndex);
	known.model = model;

	const bought = resume(run, itemIndex, job) ?? (await buy(run, itemIndex, job));
	const { id } = bought;
	if (mode === 'submit' && bought.state === 'submitted') {
		const json = { id: bought.id, model, status: known.status ?? 'starting', get_url: known.get_url };
		journal.closed(itemIndex);
		return [{ json, pairedItem: { item: itemIndex } }];
	}

	const since = clock.now();
	const deadline = deadlineOf(run, kind, options);
	const onLook = (status: string) => journal.looked(itemIndex, status);
	const ended: EndedPrediction =
		bought.state === 'succeeded'
			? { kind: 'succeeded', generationUrl: bought.generationUrl }
			: await awaitPrediction(api, clock, bought.id, {
					kind,
					pollInterval: options.pollInterval,
					since,
					deadline,
					onLook,
				});
	journal.ended(itemIndex, ended.kind === 'succeeded' ? 'succeeded' : ended.status);
	if (ended.kind === 'failed') {
		// A job that failed is no use to a later try, which submits it anew.
		run.ledger.forget(itemIndex);
		throw failedJobError(ended);
	}
	const outcome = { id, model, status: 'succeeded' };
	const items = await deliver(run, itemIndex, outcome, ended.generationUrl, options, deadline);
	journal.closed(itemIndex);
	return items;
}
