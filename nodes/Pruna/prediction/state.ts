import { canBeId, idInStatusUrl } from '../api/address';
import { reasonOf } from '../api/answer';
import { isRecord } from '../core/json';

/** What an API answer says about a job. */
export type PredictionState =
	| { readonly kind: 'running'; readonly status: string }
	| { readonly kind: 'succeeded'; readonly generationUrl: unknown }
	| { readonly kind: 'failed'; readonly status: string; readonly reason?: string };

/** What an answer to a submit says: a job to wait for, a finished one, or nothing that can be followed. */
export type SubmitState =
	| { readonly kind: 'handle'; readonly id: string; readonly status: string }
	// A sync answer has no ID, but if it ever does, the ID must reach the user.
	| (Exclude<PredictionState, { kind: 'running' }> & { readonly id?: string })
	| { readonly kind: 'unreadable' };

const FAILED = new Set(['failed', 'canceled', 'cancelled', 'error']);
/** What the API's `message` says of every failed job, with or without a reason (wire.md 4). */
const NO_REASON = 'Prediction failed';
const SUCCEEDED = new Set(['succeeded', 'completed', 'success']);

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What an `error` says; undefined if there is none, "unknown reason" if it contains nothing readable. */
function errorReason(error: unknown): string | undefined {
	const isEmptyObject = typeof error === 'object' && error !== null && Object.keys(error).length === 0;
	if (!error || isEmptyObject) return undefined;
	return (
		reasonOf({ error }) ??
		(typeof error === 'string' ? 'unknown reason' : JSON.stringify(error).slice(0, 200))
	);
}

function hasResult({ generation_url: url }: Record<string, unknown>): boolean {
	return url !== undefined && url !== null && url !== '';
}

/**
 * Reads a status answer (wire.md 4). A failed job may have an `error` without a `status`. An unknown status counts as
 * running, so that a new status in the API does not lose a paid job.
 */
export function readState(body: unknown): PredictionState {
	if (!isRecord(body)) return { kind: 'running', status: 'unknown' };
	const status = text(body.status)?.toLowerCase();
	const isSuccess = status !== undefined && SUCCEEDED.has(status);
	// The result is paid for, so it takes precedence over an `error` that comes with it.
	if (isSuccess && hasResult(body)) return { kind: 'succeeded', generationUrl: body.generation_url };
	const reason = errorReason(body.error);
	if (reason !== undefined || (status !== undefined && FAILED.has(status))) {
		const isCanceled = status === 'canceled' || status === 'cancelled';
		const message = reasonOf(body);
		return {
			kind: 'failed',
			status: isCanceled ? 'canceled' : 'failed',
			reason: reason ?? (message === NO_REASON ? undefined : message),
		};
	}
	if (isSuccess) return { kind: 'succeeded', generationUrl: body.generation_url };
	return { kind: 'running', status: status ?? 'unknown' };
}

/** Reads the answer to a submit, async or sync. A sync answer may be a handle as well (wire.md 3). */
export function readSubmit(body: unknown): SubmitState {
	if (!isRecord(body)) return { kind: 'unreadable' };
	const getUrl = text(body.get_url);
	const given = typeof body.id === 'number' ? String(body.id) : text(body.id);
	const candidate = given ?? (getUrl === undefined ? undefined : idInStatusUrl(getUrl));
	const id = candidate !== undefined && canBeId(candidate) ? candidate : undefined;
	const state = readState(body);
	if (state.kind !== 'running') return { ...state, id };
	if (id !== undefined) return { kind: 'handle', id, status: text(body.status) ?? 'starting' };
	return hasResult(body) ? { kind: 'succeeded', generationUrl: body.generation_url } : { kind: 'unreadable' };
}
