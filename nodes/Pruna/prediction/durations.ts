/**
 * How long a job took, as far as polls can show: it was still running at one poll and had ended at the next. Polls count
 * from when they were sent, in seconds since the answer to the submit, so that the times can be used to schedule polls.
 */
export interface SeenDuration {
	/** The last poll at which it was still running; undefined if there was none. */
	readonly after: number | undefined;
	/** When the poll that found it ended was due. It may have been sent later, because it waited for its turn. */
	readonly due: number;
	/** When the poll that found it ended was sent. */
	readonly by: number;
	/** When that answer came, in milliseconds since 1970. */
	readonly at: number;
	/** How many jobs this entry stands for; 1 if left out. */
	readonly jobs?: number;
}

/** A moment, and the share of the jobs that is expected to end between the previous moment and this one. */
export interface ExpectedEnd {
	/** Seconds since the answer to the submit. */
	readonly seconds: number;
	/** Of all jobs, above 0 and at most 1. */
	readonly share: number;
}

/** How many durations are kept per model. */
export const MOST_KEPT = 96;
/** The maximum number of moments in a forecast, so that planning with it costs next to nothing. */
const MOST_MOMENTS = 40;
/** How many moments represent the interval in which one job ended. */
const PARTS = 3;
/**
 * A job that had ended by its first poll may have ended at any time before it. Spreading its end over all of that time would
 * make jobs look much shorter than they are, so only the second half counts. A model that has become even faster is still
 * discovered within a few jobs, because each first poll then comes earlier.
 */
const FIRST_POLL_REACH = 0.5;
/** After this many times its own length, a duration counts half. */
const HALF_LIFE_DURATIONS = 20;
/** The shortest half-life of a duration, in seconds. */
const LEAST_HALF_LIFE = 120;
/** A duration with less than this part of its weight left is dropped. */
const STALE = 1 / 64;
/** How many times the ends of all jobs are used to narrow down when each of them ended. */
const SHARPENING_STEPS = 2;
/** The weight of the possibility that the next job is unlike all before it, as a part of one fresh duration. */
const SURPRISE_WEIGHT = 0.5;
/** A surprise ends earlier, or later, than all but this share of the jobs. */
const EARLY_END = 0.05;
/** When a surprise may end: fractions of the time of the early ends, and multiples of that of the late ends. */
const EARLY_SURPRISES = [0.25, 0.5, 0.75];
const LATE_SURPRISES = [1.15, 1.4, 2];

/** The part of its weight that a duration has left. One from the future counts as fresh. */
function freshness({ by, at }: SeenDuration, now: number): number {
	const age = Math.max(0, now - at) / 1000;
	return 2 ** (-age / Math.max(LEAST_HALF_LIFE, HALF_LIFE_DURATIONS * by));
}

/** Merges the two neighbors that stand for the fewest jobs. */
function withoutOne(seen: readonly SeenDuration[]): readonly SeenDuration[] {
	const jobsOf = (index: number) => seen[index]?.jobs ?? 1;
	const sumAt = (index: number) => jobsOf(index) + jobsOf(index + 1);
	let at = 0;
	for (let index = 1; index < seen.length - 1; index++) if (sumAt(index) < sumAt(at)) at = index;
	const kept = seen[jobsOf(at) > jobsOf(at + 1) ? at : at + 1]!;
	return [...seen.slice(0, at), { ...kept, jobs: sumAt(at) }, ...seen.slice(at + 2)];
}

/**
 * Adds a duration to those of its model and drops those that are stale. A duration that makes no sense is ignored. When
 * there are too many, neighbors are merged. Keeping only the latest would mislead, because the last jobs of a batch to end
 * are its longest.
 */
export function withDuration(seen: readonly SeenDuration[], one: SeenDuration): readonly SeenDuration[] {
	const { after = 0, due, by } = one;
	const makesSense = after >= 0 && due >= after && by >= due && by > 0 && Number.isFinite(by);
	if (!makesSense) return seen;
	const all = [...seen.filter((old) => freshness(old, one.at) > STALE), one];
	return all.length > MOST_KEPT ? withoutOne(all) : all;
}

/** A stretch of time in which a job ended, and its weight. */
interface Stretch {
	readonly from: number;
	readonly to: number;
	readonly weight: number;
}

interface Moment {
	readonly seconds: number;
	readonly weight: number;
}

function stretchOf(seen: SeenDuration, now: number): Stretch {
	const { after, due, by, jobs = 1 } = seen;
	return { from: after ?? due * FIRST_POLL_REACH, to: by, weight: jobs * freshness(seen, now) };
}

function momentsOf({ from, to, weight }: Stretch): Moment[] {
	return Array.from({ length: PARTS }, (_, index) => ({
		seconds: from + ((to - from) * (index + 1)) / PARTS,
		weight: weight / PARTS,
	}));
}

function earliestFirst(moments: readonly Moment[]): Moment[] {
	return [...moments].sort((a, b) => a.seconds - b.seconds);
}

/** How many of the moments, earliest first, are not later than `seconds`. */
function countUpTo(moments: readonly Moment[], seconds: number): number {
	let low = 0;
	let high = moments.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (moments[middle]!.seconds <= seconds) low = middle + 1;
		else high = middle;
	}
	return low;
}

/**
 * Moves the weight of each stretch to where other jobs have ended within it, because a wide stretch says little by itself.
 * This is one step of Turnbull's estimate for durations that are known only as intervals.
 *
 * @param moments The moments of all stretches, earliest first
 */
function sharpened(moments: readonly Moment[], stretches: readonly Stretch[]): Moment[] {
	const sums = [0];
	for (const { weight } of moments) sums.push(sums.at(-1)! + weight);
	// How the factor of a moment differs from that of the previous moment.
	const changes = new Array<number>(moments.length + 1).fill(0);
	for (const { from, to, weight } of stretches) {
		const first = countUpTo(moments, from);
		const end = countUpTo(moments, to);
		const within = sums[end]! - sums[first]!;
		if (within <= 0) continue;
		changes[first]! += weight / within;
		changes[end]! -= weight / within;
	}
	let factor = 0;
	return moments.map(({ seconds, weight }, index) => {
		factor = Math.max(0, factor + changes[index]!);
		return { seconds, weight: weight * factor };
	});
}

/** The time by which the given share of the weight is reached. @param moments Earliest first */
function quantile(moments: readonly Moment[], share: number): number {
	const total = moments.reduce((sum, { weight }) => sum + weight, 0);
	let sum = 0;
	const found = moments.find(({ weight }) => (sum += weight) >= share * total);
	return (found ?? moments.at(-1))?.seconds ?? 0;
}

function surprises(moments: readonly Moment[]): Moment[] {
	const early = quantile(moments, EARLY_END);
	const late = quantile(moments, 1 - EARLY_END);
	const seconds = [
		...EARLY_SURPRISES.map((part) => part * early),
		...LATE_SURPRISES.map((times) => times * late),
	];
	return seconds.map((one) => ({ seconds: one, weight: SURPRISE_WEIGHT / seconds.length }));
}

/** Joins neighbors until each has a fair share of the jobs. A group gets the time of its last moment. */
function joined(moments: readonly Moment[]): ExpectedEnd[] {
	const total = moments.reduce((sum, { weight }) => sum + weight, 0);
	const ends: ExpectedEnd[] = [];
	let share = 0;
	moments.forEach(({ seconds, weight }, index) => {
		share += weight / total;
		if (share < 1 / MOST_MOMENTS && index < moments.length - 1) return;
		// The last one may have lost all of its weight to others.
		if (share <= 0) return;
		ends.push({ seconds, share });
		share = 0;
	});
	return ends;
}

/**
 * Forecasts when a job of a model ends, from earlier jobs of the model. The weight of each job lies between the last poll
 * that found it running and the poll that found it ended. Recent jobs weigh more. A little weight lies where no job has
 * ended yet; the more jobs are known, the less it counts.
 *
 * @param now Milliseconds since 1970
 * @returns Earliest first; empty for a model that has not been seen
 */
export function expectedEnds(seen: readonly SeenDuration[], now: number): readonly ExpectedEnd[] {
	if (seen.length === 0) return [];
	const stretches = seen.map((one) => stretchOf(one, now));
	let moments = earliestFirst(stretches.flatMap(momentsOf));
	for (let step = 0; step < SHARPENING_STEPS; step++) moments = sharpened(moments, stretches);
	return joined(earliestFirst([...moments, ...surprises(moments)]));
}
