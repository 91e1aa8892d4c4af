import type { PollAdvice } from '../api/answer';
import type { ApiClient } from '../api/client';
import type { Clock } from '../core/clock';
import { PrunaError } from '../core/errors';
import { settle } from '../core/outcome';
import type { ExpectedEnd } from './durations';
import { LEAST_PARKED_SECONDS, nextPollSeconds, type JobKind } from './schedule';
import type { JobPolls, SharedPolls } from './sharedPolls';
import { readState, type PredictionState } from './state';

export interface WaitSettings {
	/**
	 * The model whose durations are used and learned; undefined if `since` is not the time of the answer to the submit.
	 */
	readonly model: string | undefined;
	readonly kind: JobKind;
	/** The user's own interval between polls, in seconds. */
	readonly pollInterval?: number;
	/** When the job was submitted or the wait started, in milliseconds since 1970. */
	readonly since: number;
	/** Milliseconds since 1970. */
	readonly deadline: number;
	/** When an earlier wait last found the job running, in milliseconds since 1970. */
	readonly runningAt?: number;
	/**
	 * When to leave a job that is still running, in milliseconds since 1970. It may change during the wait.
	 *
	 * @param ends When jobs of the model are expected to end; empty if unknown
	 */
	readonly leaveAt?: (ends: readonly ExpectedEnd[]) => number;
	/** Called for every poll that finds the job still running. */
	readonly onPoll?: (status: string) => void;
}

/** How often a poll that waits for its turn checks whether the run was stopped, in seconds. */
const CHECK_INTERVAL = 1;
/** An answer that takes longer than this does not show the status at the time of the poll, in seconds. */
const SLOW_ANSWER = 2;

/** How long an API outage may delay leaving a job, in seconds. */
export const LEAVING_SECONDS = 20;

/** What a model says if it could not download or open an input file (wire.md 1). */
const UNREADABLE_FILE =
	/Max retries exceeded|Failed to (resolve|establish)|NameResolutionError|Name or service not known|No route to host|Connection refused|ConnectTimeout|cannot identify image|Invalid URL|No connection adapters|Invalid data found when processing input|(Client|Server) Error: .* for url/i;

const RUN_AGAIN_ADVICE =
	'Running it again unchanged may incur another charge and fail the same way. Change the input first.';
const FILE_ADVICE =
	'Pruna could not open an input file. Put the file into a binary field and enter the name of that field; the node then uploads it.';

function failedAdvice(reason: string | undefined): string {
	return UNREADABLE_FILE.test(reason ?? '') ? `${FILE_ADVICE} ${RUN_AGAIN_ADVICE}` : RUN_AGAIN_ADVICE;
}

/** The error for a job without a result. It quotes the API, because only the model knows the reason (wire.md 4 and 7). */
export function failedJobError(state: Extract<PredictionState, { kind: 'failed' }>): PrunaError {
	const canceled = state.status === 'canceled';
	const reason = state.reason ? `: ${state.reason}` : '';
	return new PrunaError(
		canceled ? `The prediction was canceled${reason}` : `The prediction failed${reason}`,
		{
			advice: canceled ? 'It was canceled at Pruna, not by this workflow.' : failedAdvice(state.reason),
			details: { status: state.status },
		},
	);
}

/** The error for a job whose time is up. */
export function stillRunsError(status: string, seconds: number, last?: PrunaError): PrunaError {
	const words = last?.reason ? ` (“${last.reason}”)` : '';
	const lastPoll = last ? ` The last poll failed: ${last.message}${words}.` : '';
	return new PrunaError(`The prediction is still running after ${Math.round(seconds)} seconds`, {
		advice: `Raise Options → Timeout to wait longer.${lastPoll}`,
		job: 'running',
		details: { status },
	});
}

/** What is known about a model is known about it at one address of the API. */
const keyOf = (api: ApiClient, model: string) => `${api.address.origin} ${model}`;

/** When jobs of a model are expected to end, earliest first; empty if unknown. */
export function endsOfModel(
	{ api, polls }: { readonly api: ApiClient; readonly polls: SharedPolls },
	model: string | undefined,
	now: number,
): readonly ExpectedEnd[] {
	return model === undefined ? [] : polls.endsOf(keyOf(api, model), now);
}

/**
 * Polls a job until it succeeds or fails, or until it is time to leave it. A job is polled at least once.
 *
 * @param shared What the jobs of the process share
 * @throws PrunaError if the job is still running at the deadline, or the API no longer reports its status
 */
export async function awaitPrediction(
	api: ApiClient,
	clock: Clock,
	id: string,
	settings: WaitSettings,
	shared: SharedPolls,
): Promise<PredictionState> {
	const { model } = settings;
	const key = model === undefined ? undefined : keyOf(api, model);
	// Each run has its own client, so the client identifies the run.
	const job = shared.join(key, clock.now(), api);
	try {
		return await pollUntilEnd(api, clock, id, settings, job);
	} finally {
		job.leave();
	}
}

/** @throws ExecutionCanceled | RunHalted soon after the run must stop, even if many others wait before it */
async function begin(job: JobPolls, clock: Clock): Promise<void> {
	let hasBegun = false;
	const begun = job.begin()?.then(() => (hasBegun = true));
	while (begun !== undefined && !hasBegun) await Promise.race([begun, clock.sleep(CHECK_INTERVAL)]);
}

async function pollUntilEnd(
	api: ApiClient,
	clock: Clock,
	id: string,
	settings: WaitSettings,
	job: JobPolls,
): Promise<PredictionState> {
	const { kind, pollInterval: interval, since, runningAt, deadline, leaveAt, onPoll } = settings;
	/** A job is not left early if its time is up before a parked execution would poll it. */
	function leavingAt(now: number): number {
		const isShort = deadline - now < LEAST_PARKED_SECONDS * 1000;
		return leaveAt?.(isShort ? [] : job.facts(now).ends) ?? Infinity;
	}
	const secondsAt = (time: number) => (time - since) / 1000;
	const sleepUntil = async (time: number) => await clock.sleep(Math.max(0, time - clock.now()) / 1000);

	let last: { readonly time: number; readonly status: string; readonly advice: PollAdvice } | undefined;
	for (let polls = 0; ; polls++) {
		const now = clock.now();
		if (last && now >= deadline) throw stillRunsError(last.status, secondsAt(now));
		const leaving = leavingAt(now);
		if (last && now >= leaving) return { kind: 'running', status: last.status };
		// A time in the future means that the clock was set back, so it is not waited for.
		const from = Math.min(last?.time ?? since, now);
		const elapsed = Math.max(0, secondsAt(from));
		const facts = { elapsed, polls, interval, advice: last?.advice, ...job.facts(now) };
		// The last poll is exactly at the end, so that a job that ends just before is not missed.
		const end = Math.min(deadline, Math.max(now, leaving));
		// The wait may go on long after it started, for a parked job.
		const due = Math.max(now, Math.min(end, from + nextPollSeconds(kind, facts) * 1000));
		await sleepUntil(due);
		const turn = job.turn(clock.now());
		if (turn > 0) await sleepUntil(Math.min(deadline, clock.now() + turn * 1000));

		await begin(job, clock);

		const sent = clock.now();
		const patience = Math.max(sent, leavingAt(sent)) + LEAVING_SECONDS * 1000;
		const poll = await settle(api.status(id, Math.min(deadline, patience)));
		if (!poll.ok) {
			const { error } = poll;
			// Temporary errors are repeated until the deadline or the time to leave, so one of them has been reached.
			const isLate = error instanceof PrunaError && error.repeat.allowed !== 'never';
			if (!isLate) throw error;
			if (patience < deadline) return { kind: 'running', status: last?.status ?? 'starting' };
			throw stillRunsError(last?.status ?? 'starting', secondsAt(clock.now()), error);
		}
		const { body, advice } = poll.value;
		// An answer that took long comes from a repeated request.
		const time = clock.now() - sent > SLOW_ANSWER * 1000 ? clock.now() : sent;
		const state = readState(body);
		if (state.kind !== 'running') {
			const found = last?.time ?? runningAt;
			const after = found === undefined ? undefined : secondsAt(found);
			job.ended({ after, due: secondsAt(due), by: secondsAt(time) }, clock.now());
			return state;
		}
		last = { time, status: state.status, advice };
		onPoll?.(state.status);
	}
}
