import { apiUrl, statusPath } from '../api/address';
import { reasonOf } from '../api/answer';
import { UNREACHABLE_SECONDS, type Submit } from '../api/client';
import { PrunaError, type PredictionDetails } from '../core/errors';
import { mapError, settle } from '../core/outcome';
import { repeatUntil } from '../core/repeat';
import type { Job } from './jobSettings';
import type { LedgerEntry } from './ledger';
import type { Slot } from './paceNotes';
import type { Turn } from './pace';
import type { Run } from './run';
import { defaultTimeoutSeconds } from './schedule';
import { readSubmit } from './state';
import { failedJobError } from './wait';

/** A job that is paid for: one to wait for, or one that has its result. */
export type Bought = Exclude<LedgerEntry, { state: 'in doubt' }>;

/** What is known of a job whose ID is known; a sync result has none. */
export function statusDetails(run: Run, id: string | undefined): PredictionDetails {
	return id === undefined ? {} : { id, get_url: apiUrl(run.api.address, statusPath(id)) };
}

/** What the API said may hold an ID after all, so its beginning is passed on, without anything that looks like a key. */
function unreadableError(answer: unknown): PrunaError {
	const text = typeof answer === 'string' ? (reasonOf(answer) ?? '') : JSON.stringify(answer ?? null);
	const start = text.slice(0, 200).replace(/(hf|pru)_\w+/g, '$1_…');
	return new PrunaError('Pruna answered the submit without an ID or a result', {
		advice: start === '' ? 'The answer was empty.' : `The answer began: “${start}”.`,
		job: 'maybe',
	});
}

/** A turn of a submit, and its first slot. */
interface Begun {
	readonly turn: Turn;
	readonly slot: Slot;
	/** When it is given up, in milliseconds since 1970. */
	readonly deadline: number;
}

/**
 * Sends a submit until it is answered by something else than a 429, each time in its turn.
 *
 * @throws PrunaError the API's own 429 when no time is left for what it asks to wait
 */
async function sendInTurn(run: Run, submit: Submit, { turn, slot, deadline }: Begun): Promise<unknown> {
	for (let current = slot; ;) {
		const answer = await settle(run.api.submit(submit));
		if (answer.ok) {
			run.pacer.accepted(turn, current, answer.value.rate);
			return answer.value.body;
		}
		const { error } = answer;
		if (!(error instanceof PrunaError) || error.httpCode !== '429') throw error;
		const { afterSeconds, perMinute } = error.repeat;
		run.pacer.refused(turn, current, afterSeconds, { perMinute });
		const patience = (deadline - run.clock.now()) / 1000;
		if (patience <= 0) throw error;
		const again = await settle(run.pacer.takeAgain({ ...turn, patience }));
		if (!again.ok) throw again.error instanceof PrunaError ? error : again.error;
		current = again.value;
	}
}

/**
 * Sends a submit in its turn. It is paid for, so it is sent again only where the API surely has not taken it: after a
 * 429, or without a connection.
 */
async function send(run: Run, itemIndex: number, job: Job, input: Record<string, unknown>): Promise<unknown> {
	const { model, mode, perMinute, kind, options } = job;
	const patience = options.timeout ?? defaultTimeoutSeconds(kind);
	const turn = { model, perMinute, ownPerMinute: options.requestsPerMinute, patience };
	const first = await run.pacer.take(turn);
	const deadline = run.clock.now() + patience * 1000;
	run.records.tell(itemIndex, { kind: 'submitting' });

	return await repeatUntil(
		{ deadline, isFree: false, unreachableSeconds: UNREACHABLE_SECONDS },
		run.clock,
		async (tries) => {
			const slot = tries > 1 ? await run.pacer.takeAgain(turn) : first;
			const submit = { model, input, sync: mode === 'sync' };
			const answer = sendInTurn(run, submit, { turn, slot, deadline });
			// What a 429 asks for has been done.
			return await mapError(answer, (error) =>
				error instanceof PrunaError && error.httpCode === '429'
					? error.with({ repeat: { ...error.repeat, allowed: 'never' } })
					: error,
			);
		},
	);
}

/**
 * Submits a job, and tells its record what came of it.
 *
 * @returns What was bought
 * @throws PrunaError for a submit that was refused, is in doubt, or whose job failed at once
 */
export async function submit(
	run: Run,
	itemIndex: number,
	job: Job,
	input: Record<string, unknown>,
): Promise<Bought> {
	const answer = await settle(send(run, itemIndex, job, input));
	const submitted = answer.ok ? readSubmit(answer.value) : undefined;
	if (submitted === undefined || submitted.kind === 'unreadable') {
		const error = answer.ok ? unreadableError(answer.value) : answer.error;
		const inDoubt = error instanceof PrunaError && error.inDoubt;
		run.records.tell(itemIndex, inDoubt ? { kind: 'in doubt', message: error.message } : { kind: 'refused' });
		throw error;
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
