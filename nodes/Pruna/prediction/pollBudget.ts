/**
 * Polls per second of the whole process. n8n's helper needs 2 to 3 ms of its one core for each, so this is half of the
 * core, and it could carry twice as many and do nothing else.
 */
export const POLLS_PER_SECOND = 200;
/** Polls that may go out one right after the other after a while of fewer. */
export const BURST = 60;

const MILLISECONDS_PER_POLL = 1000 / POLLS_PER_SECOND;

/** What the process has sent: the moment up to which its polls are used up, in milliseconds since 1970. */
export interface PollBudget {
	readonly usedUntil: number;
}

export const UNUSED_BUDGET: PollBudget = { usedUntil: -Infinity };

/**
 * Takes the next poll of the budget. Who asks first polls first, and a job asks for one poll at a time, so each has its
 * turn after at most as many polls as there are jobs.
 *
 * @param now Milliseconds since 1970
 * @returns How long to wait for it, in seconds, and what is left
 */
export function takePoll(
	budget: PollBudget,
	now: number,
): { readonly seconds: number; readonly budget: PollBudget } {
	const oldest = now - BURST * MILLISECONDS_PER_POLL;
	const usedUntil = Math.max(budget.usedUntil, oldest) + MILLISECONDS_PER_POLL;
	return { seconds: Math.max(0, usedUntil - now) / 1000, budget: { usedUntil } };
}

/**
 * How many seconds of one job's lateness a poll is worth: the more jobs share the budget, the more a poll that comes
 * too early holds up the others.
 */
export function pollCost(jobsInFlight: number): number {
	return 0.03 + 0.002 * Math.min(100, Math.max(0, jobsInFlight - 1));
}

/** The closest that the polls of one job may lie when all jobs poll alike, in seconds. */
export function fairPause(jobsInFlight: number): number {
	return jobsInFlight / POLLS_PER_SECOND;
}
