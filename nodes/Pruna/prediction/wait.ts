import type { PrunaApi } from '../api/client';
import { PrunaError, withAdvice } from '../core/errors';
import { JOB_GOES_ON } from '../api/explain';
import { settle } from '../core/outcome';
import type { Clock } from '../core/clock';
import { nextPollSeconds, type JobKind } from './schedule';
import { readState, type PredictionState } from './state';

export interface WaitSettings {
	readonly kind: JobKind;
	/** The user's own interval between looks, in seconds. */
	readonly pollInterval?: number;
	/** When the job was submitted, or the wait began, in milliseconds since 1970. */
	readonly since: number;
	/** Milliseconds since 1970. */
	readonly deadline: number;
	/** Told of every look at a job that still runs. */
	readonly onLook?: (status: string) => void;
}

export type EndedPrediction = Exclude<PredictionState, { kind: 'running' }>;

/** A job that ended without a result. Its text is the API's own, because only the model knows why (wire.md 4 and 7). */
export function failedJobError(state: Extract<PredictionState, { kind: 'failed' }>): PrunaError {
	const canceled = state.status === 'canceled';
	const reason = state.reason ? `: ${state.reason}` : '';
	return new PrunaError(canceled ? `The prediction was canceled${reason}` : `The model gave up${reason}`, {
		description: canceled
			? 'It was canceled at Pruna, not by this workflow.'
			: 'Running it again unchanged may cost again and end the same way. Change the input first.',
		details: { status: state.status },
	});
}

/**
 * Looks at a job until it ends, well or not.
 *
 * @throws PrunaError when the job still runs at the deadline, or the API no longer tells
 */
export async function awaitPrediction(
	api: PrunaApi,
	clock: Clock,
	id: string,
	{ kind, pollInterval, since, deadline, onLook }: WaitSettings,
): Promise<EndedPrediction> {
	function stillRuns(status: string, last?: PrunaError): PrunaError {
		const words = last?.reason ? ` (“${last.reason}”)` : '';
		const look = last ? ` The last look failed: ${last.message}${words}.` : '';
		return new PrunaError(
			`The prediction still runs after ${Math.round((clock.now() - since) / 1000)} seconds`,
			{
				description: `It goes on at Pruna and will be billed. Fetch it later with Prediction → Get Result and its ID, or raise Options → Timeout.${look}`,
				details: { status },
			},
		);
	}

	for (let looks = 0, status = 'starting'; ; looks++) {
		const pause = nextPollSeconds(kind, (clock.now() - since) / 1000, looks, pollInterval);
		const rest = (deadline - clock.now()) / 1000;
		if (looks > 0 && rest <= 0) throw stillRuns(status);
		// The last look is at the deadline itself, so that a job that ends just before it is not missed.
		await clock.sleep(Math.max(0, Math.min(pause, rest)));
		const look = await settle(api.status(id, deadline));
		// What passes is repeated until the deadline, so this is the deadline.
		if (!look.ok && look.error instanceof PrunaError && look.error.transient)
			throw stillRuns(status, look.error);
		if (!look.ok) {
			const { error } = look;
			const isOfNetwork = error instanceof PrunaError && error.httpCode === undefined;
			throw isOfNetwork ? withAdvice(error, JOB_GOES_ON) : error;
		}
		const state = readState(look.value);
		if (state.kind !== 'running') return state;
		status = state.status;
		onLook?.(status);
	}
}
