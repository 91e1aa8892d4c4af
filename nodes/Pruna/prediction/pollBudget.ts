/**
 * Polls per second of the whole process. n8n's helper needs 2 to 3 ms of n8n's single core for each, so these polls use half
 * of the core.
 */
export const POLLS_PER_SECOND = 200;
/** How many polls the budget grants without a wait after a quiet time. The gate in sharedPolls.ts still spreads them. */
export const BURST = 60;

const MILLISECONDS_PER_POLL = 1000 / POLLS_PER_SECOND;

/** How much of the budget is used up: the time up to which all polls are taken, in milliseconds since 1970. */
export interface PollBudget {
	readonly usedUntil: number;
}

export const UNUSED_BUDGET: PollBudget = { usedUntil: -Infinity };

/**
 * Takes the next poll from the budget. Jobs poll in the order in which they ask. Each asks for one poll at a time, so it
 * waits for at most as many polls as there are jobs.
 *
 * @param now Milliseconds since 1970
 * @returns How long to wait before the poll, in seconds, and the budget after it
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
 * How many seconds of delay for one job a poll is worth. The more jobs share the budget, the more a poll that is too early
 * delays the others.
 */
export function pollCost(jobsInFlight: number): number {
	return 0.03 + 0.002 * Math.min(100, Math.max(0, jobsInFlight - 1));
}

/** The shortest pause between the polls of one job when all jobs poll equally often, in seconds. */
export function fairPause(jobsInFlight: number): number {
	return jobsInFlight / POLLS_PER_SECOND;
}
