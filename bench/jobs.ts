// The jobs of the benchmark. They come from a seed, so every contender gets the same ones.

const WINDOW_SECONDS = 60;

export interface JobPlan {
	count: number;
	seconds: number;
	/** Fraction by which a job may be shorter or longer. */
	jitter: number;
	seed: number;
}

/** The length of each job in seconds, in the order in which the jobs are accepted. */
export function jobSeconds({ count, seconds, jitter, seed }: JobPlan): number[] {
	const random = seededRandom(seed);
	return Array.from({ length: count }, () => seconds * (1 + jitter * (random() * 2 - 1)));
}

/**
 * The job lengths of several runs. With one job per run, chance would decide: a contender that polls every second learns of
 * the end up to a second late, depending on when the job happens to end. So the range of lengths is divided into as many
 * parts as there are runs. Each run gets a random length from one part, in an order that depends on the seed. No part is
 * left out, and no length is chosen to suit a contender's poll interval.
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
 * The shortest time in which these jobs can be done, in seconds: all of them start at the same time, or as many per
 * minute as the limit allows, and each result arrives the moment its job ends.
 */
export function idealSeconds(jobs: readonly number[], perMinute = Infinity): number {
	const startOf = (index: number) =>
		Number.isFinite(perMinute) ? Math.floor(index / perMinute) * WINDOW_SECONDS : 0;
	return Math.max(0, ...jobs.map((seconds, index) => startOf(index) + seconds));
}

/** Numbers from 0 to 1 (exclusive), always the same for the same seed (Mulberry32). */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
