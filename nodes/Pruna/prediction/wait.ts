import type { ApiClient } from '../api/client';
import type { Clock } from '../core/clock';
import { PrunaError } from '../core/errors';
import { settle } from '../core/outcome';
import { nextPollSeconds, type JobKind } from './schedule';
import { readState, type PredictionState } from './state';

export interface WaitSettings {
	readonly kind: JobKind;
	/** The user's own interval between polls, in seconds. */
	readonly pollInterval?: number;
	/** When the job was submitted, or the wait began, in milliseconds since 1970. */
	readonly since: number;
	/** Milliseconds since 1970. */
	readonly deadline: number;
	/** Told of every poll of a job that still runs. */
	readonly onPoll?: (status: string) => void;
}

export type EndedPrediction = Exclude<PredictionState, { kind: 'running' }>;

/** What a model says when it could not fetch or open a file of its input (wire.md 1). */
const UNREADABLE_FILE =
	/Max retries exceeded|Failed to (resolve|establish)|NameResolutionError|Name or service not known|No route to host|Connection refused|ConnectTimeout|cannot identify image|Invalid URL|No connection adapters|Invalid data found when processing input|(Client|Server) Error: .* for url/i;

const RUN_AGAIN_ADVICE =
	'Running it again unchanged may cost again and end the same way. Change the input first.';
const FILE_ADVICE =
	'Pruna could not open a file of the input. Put the file into a binary field and give its name; the node then uploads it.';

function failedAdvice(reason: string | undefined): string {
	return UNREADABLE_FILE.test(reason ?? '') ? `${FILE_ADVICE} ${RUN_AGAIN_ADVICE}` : RUN_AGAIN_ADVICE;
}

/** A job that ended without a result. Its text is the API's own, because only the model knows why (wire.md 4 and 7). */
export function failedJobError(state: Extract<PredictionState, { kind: 'failed' }>): PrunaError {
	const canceled = state.status === 'canceled';
	const reason = state.reason ? `: ${state.reason}` : '';
	return new PrunaError(canceled ? `The prediction was canceled${reason}` : `The model gave up${reason}`, {
		advice: canceled ? 'It was canceled at Pruna, not by this workflow.' : failedAdvice(state.reason),
		details: { status: state.status },
	});
}

/**
 * Polls a job until it ends, well or not.
 *
 * @throws PrunaError when the job still runs at the deadline, or the API no longer tells
 */
export async function awaitPrediction(
	api: ApiClient,
	clock: Clock,
	id: string,
	{ kind, pollInterval, since, deadline, onPoll }: WaitSettings,
): Promise<EndedPrediction> {
	function stillRuns(status: string, last?: PrunaError): PrunaError {
		const words = last?.reason ? ` (“${last.reason}”)` : '';
		const lastPoll = last ? ` The last poll failed: ${last.message}${words}.` : '';
		return new PrunaError(
			`The prediction still runs after ${Math.round((clock.now() - since) / 1000)} seconds`,
			{
				advice: `Raise Options → Timeout to wait longer.${lastPoll}`,
				job: 'running',
				details: { status },
			},
		);
	}

	for (let polls = 0, status = 'starting'; ; polls++) {
		const pause = nextPollSeconds(kind, (clock.now() - since) / 1000, polls, pollInterval);
		const rest = (deadline - clock.now()) / 1000;
		if (polls > 0 && rest <= 0) throw stillRuns(status);
		// The last poll is at the deadline itself, so that a job that ends just before it is not missed.
		await clock.sleep(Math.max(0, Math.min(pause, rest)));
		const poll = await settle(api.status(id, deadline));
		if (!poll.ok) {
			const { error } = poll;
			// What passes is repeated until the deadline, so this is the deadline.
			const isDeadline = error instanceof PrunaError && error.repeat.allowed !== 'never';
			throw isDeadline ? stillRuns(status, error) : error;
		}
		const state = readState(poll.value);
		if (state.kind !== 'running') return state;
		status = state.status;
		onPoll?.(status);
	}
}
