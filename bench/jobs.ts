// The jobs that every contender gets: the same ones, because they come from a seed.

const WINDOW_SECONDS = 60;

export interface JobPlan {
	count: number;
	seconds: number;
	/** Fraction by which a job may be shorter or longer. */
	jitter: number;
	seed: number;
}

/** How long each job takes, in seconds, in the order in which the jobs are accepted. */
export function jobSeconds({ count, seconds, jitter, seed }: JobPlan): number[] {
	const random = seededRandom(seed);
	return Array.from({ length: count }, () => seconds * (1 + jitter * (random() * 2 - 1)));
}

/**
 * The jobs of several runs. With one job per run, chance would decide: who looks every second is early or late by up to a
 * second, as the job happens to end. So the range is cut in as many parts as there are runs, with a random length from
 * each, in an order that the seed decides: no part is left out, and no length is picked that suits somebody's interval.
 */
export function jobsOfRuns(plan: JobPlan, runs: number): number[][] {
	const { count, seconds, jitter, seed } = plan;
	if (count > 1) return Array.from({ length: runs }, (_, run) => jobSeconds({ ...plan, seed: seed + run }));
	const random = seededRandom(seed);
	return Array.from({ length: runs }, (_, run) => [
		seconds * (1 + jitter * ((2 * (run + random())) / runs - 1)),
	])
		.map((jobs) => ({ jobs, place: random() }))
		.sort((a, b) => a.place - b.place)
		.map(({ jobs }) => jobs);
}

/**
 * The least time in which these jobs can be done, in seconds: all at once, or as many per minute as the limit
 * allows, and each result there the moment its job ends.
 */
export function idealSeconds(jobs: readonly number[], perMinute = Infinity): number {
	const startOf = (index: number) =>
		Number.isFinite(perMinute) ? Math.floor(index / perMinute) * WINDOW_SECONDS : 0;
	return Math.max(0, ...jobs.map((seconds, index) => startOf(index) + seconds));
}

/** Numbers from 0 up to 1, always the same ones for a seed (Mulberry32). */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
