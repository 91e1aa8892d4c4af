import { apiUrl, statusPath } from '../api/address';
import { reasonOf } from '../api/answer';
import { UNREACHABLE_SECONDS } from '../api/client';
import { PrunaError, type PredictionDetails } from '../core/errors';
import { mapError, settle } from '../core/outcome';
import { repeatUntil } from '../core/repeat';
import type { Job } from './jobSettings';
import type { PaidJob } from './ledger';
import type { Turn } from './pace';
import type { Slot } from './paceNotes';
import type { Run } from './run';
import { defaultTimeoutSeconds } from './schedule';
import { readSubmit } from './state';
import { failedJobError } from './wait';

/** The details of a job by its ID; a sync result has none. */
export function statusDetails(run: Run, id: string | undefined): PredictionDetails {
	return id === undefined ? {} : { id, get_url: apiUrl(run.api.address, statusPath(id)) };
}

/** Quotes the beginning of the answer, which may contain an ID after all, without anything that looks like a key. */
function unreadableError(answer: unknown): PrunaError {
	const text = typeof answer === 'string' ? (reasonOf(answer) ?? '') : JSON.stringify(answer ?? null);
	const start = text.slice(0, 200).replace(/(hf|pru)_\w+/g, '$1_…');
	return new PrunaError('Pruna answered the submit without an ID or a result', {
		advice: start === '' ? 'The answer was empty.' : `The answer started with: “${start}”.`,
		job: 'maybe',
	});
}

function isRateLimit(error: unknown): error is PrunaError {
	return error instanceof PrunaError && error.httpCode === '429';
}

/** Leaves a 429 to the pace, so that it is not repeated like an unreachable host. */
function leftToPace(error: unknown): unknown {
	return isRateLimit(error) ? error.with({ repeat: { ...error.repeat, allowed: 'never' } }) : error;
}

/**
 * Claims the item's Job Key, if it has one, before its submit is sent.
 *
 * @returns The job that another execution has paid for under the same key; nothing is to be sent then
 */
async function claim(run: Run, itemIndex: number, turn: Turn, slot: Slot): Promise<PaidJob | undefined> {
	const claimed = await settle(run.memory.claim(itemIndex));
	if (claimed.ok && claimed.value === undefined) return undefined;
	run.pacer.unused(turn, slot);
	if (!claimed.ok) throw claimed.error;
	return claimed.value;
}

/**
 * Sends a submit, each time in its turn. A submit costs money, so it is sent again only if the API has definitely not
 * accepted it: after a 429, or without a connection.
 *
 * @returns The answer, or the job that another execution has paid for under the same key
 * @throws PrunaError with the API's 429 if too little time is left for the pause that it asks for
 */
async function send(
	run: Run,
	itemIndex: number,
	job: Job,
	input: Record<string, unknown>,
): Promise<{ readonly body: unknown } | { readonly known: PaidJob }> {
	const { api, clock, memory, pacer, records } = run;
	const { model, mode, perMinute, kind, options } = job;
	const patience = options.timeout ?? defaultTimeoutSeconds(kind);
	const isSync = mode === 'sync';
	const turn = { model, perMinute, ownPerMinute: options.requestsPerMinute, patience, isSync };
	let slot = await pacer.take(turn);
	// Claimed only now that it has its turn: if n8n is killed, every claimed submit is in doubt.
	const known = await claim(run, itemIndex, turn, slot);
	if (known !== undefined) return { known };
	const deadline = clock.now() + patience * 1000;
	const policy = { deadline, isFree: false, unreachableSeconds: UNREACHABLE_SECONDS };
	records.tell(itemIndex, { kind: 'submitting' });

	for (;;) {
		const answer = await settle(
			repeatUntil(policy, clock, async (tries) => {
				if (tries > 1) slot = await pacer.takeAgain(turn);
				return await mapError(api.submit({ model, input, sync: isSync }), (error) => {
					if (!isRateLimit(error)) pacer.unanswered(turn, slot);
					return leftToPace(error);
				});
			}),
		);
		if (answer.ok) {
			pacer.accepted(turn, slot, answer.value.rate);
			return { body: answer.value.body };
		}
		const { error } = answer;
		if (!isRateLimit(error)) throw error;
		const { afterSeconds, perMinute: stated } = error.repeat;
		pacer.refused(turn, slot, afterSeconds, { perMinute: stated });
		// While it waits for its turn again, nobody must take it for a submit in doubt.
		memory.release(itemIndex);
		const rest = (deadline - clock.now()) / 1000;
		if (rest <= 0) throw error;
		const again = await settle(pacer.takeAgain({ ...turn, patience: rest }));
		if (!again.ok) throw again.error instanceof PrunaError ? error : again.error;
		slot = again.value;
		const paidMeanwhile = await claim(run, itemIndex, turn, slot);
		if (paidMeanwhile !== undefined) return { known: paidMeanwhile };
	}
}

/** Uses the job that an earlier or a parallel execution has paid for under the same key. */
export function remembered(run: Run, itemIndex: number, paidJob: PaidJob): PaidJob {
	const result = paidJob.state === 'succeeded' ? { generationUrl: paidJob.generationUrl } : undefined;
	const details = statusDetails(run, paidJob.id);
	run.records.tell(itemIndex, { kind: 'resumed', details, result, isRemembered: true });
	return paidJob;
}

/**
 * Submits a job and reports the outcome to its record. Another execution may have paid for a job with the same key by now.
 *
 * @returns The paid job
 * @throws PrunaError if the submit was refused or is in doubt, or if the job failed immediately
 */
export async function submit(
	run: Run,
	itemIndex: number,
	job: Job,
	input: Record<string, unknown>,
): Promise<PaidJob> {
	const answer = await settle(send(run, itemIndex, job, input));
	if (answer.ok && 'known' in answer.value) return remembered(run, itemIndex, answer.value.known);
	const body = answer.ok && 'body' in answer.value ? answer.value.body : undefined;
	const submitted = answer.ok ? readSubmit(body) : undefined;
	if (submitted === undefined || submitted.kind === 'unreadable') {
		const error = answer.ok ? unreadableError(body) : answer.error;
		const inDoubt = error instanceof PrunaError && error.inDoubt;
		run.records.tell(itemIndex, inDoubt ? { kind: 'in doubt', message: error.message } : { kind: 'refused' });
		throw inDoubt && run.memory.keeps(itemIndex) ? error.with({ job: 'maybe kept' }) : error;
	}

	const { id } = submitted;
	const result = submitted.kind === 'succeeded' ? { generationUrl: submitted.generationUrl } : undefined;
	const status = submitted.kind === 'handle' ? submitted.status : undefined;
	const details = { ...statusDetails(run, id), ...(status !== undefined && { status }) };
	run.records.tell(itemIndex, { kind: 'submitted', details, result });
	if (submitted.kind === 'handle') return { state: 'submitted', id: submitted.id };
	if (submitted.kind === 'succeeded')
		return { state: 'succeeded', id, generationUrl: submitted.generationUrl };
	run.records.tell(itemIndex, { kind: 'ended', status: submitted.status });
	throw failedJobError(submitted);
}
