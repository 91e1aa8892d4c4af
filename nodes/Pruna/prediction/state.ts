import { idInStatusUrl } from '../api/address';
import { isRecord, reasonOf } from '../api/answer';

/** What an answer of the API says about a job. */
export type PredictionState =
	| { readonly kind: 'running'; readonly status: string }
	| { readonly kind: 'succeeded'; readonly generationUrl: unknown }
	| { readonly kind: 'failed'; readonly status: string; readonly reason?: string };

/** What an answer to a submit says: a job to wait for, a finished one, or nothing that can be followed. */
export type SubmitState =
	| { readonly kind: 'handle'; readonly id: string; readonly getUrl?: string; readonly status: string }
	| Exclude<PredictionState, { kind: 'running' }>
	| { readonly kind: 'unreadable' };

const FAILED = new Set(['failed', 'canceled', 'cancelled', 'error']);
const SUCCEEDED = new Set(['succeeded', 'completed', 'success']);

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Reads a status answer (wire.md 4). A failed job may come as an `error` without a `status`; a status that nobody
 * has heard of counts as running, so that a new word of the API does not lose a paid job.
 */
export function readState(body: unknown): PredictionState {
	if (!isRecord(body)) return { kind: 'running', status: 'unknown' };
	const status = text(body.status)?.toLowerCase();
	const reason = reasonOf({ error: body.error });
	if (reason !== undefined || (status !== undefined && FAILED.has(status))) {
		const isCanceled = status === 'canceled' || status === 'cancelled';
		return { kind: 'failed', status: isCanceled ? 'canceled' : 'failed', reason: reason ?? reasonOf(body) };
	}
	if (status !== undefined && SUCCEEDED.has(status)) {
		return { kind: 'succeeded', generationUrl: body.generation_url };
	}
	return { kind: 'running', status: status ?? 'unknown' };
}

/** Reads the answer to a submit, async or sync; a sync answer may be a handle all the same (wire.md 3). */
export function readSubmit(body: unknown): SubmitState {
	if (!isRecord(body)) return { kind: 'unreadable' };
	const state = readState(body);
	if (state.kind !== 'running') return state;
	const getUrl = text(body.get_url);
	const id = text(body.id) ?? (getUrl === undefined ? undefined : idInStatusUrl(getUrl));
	if (id !== undefined) return { kind: 'handle', id, getUrl, status: text(body.status) ?? 'starting' };
	if (body.generation_url !== undefined) return { kind: 'succeeded', generationUrl: body.generation_url };
	return { kind: 'unreadable' };
}
