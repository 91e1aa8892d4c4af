/**
 * How long a job took, as far as polls can tell: it still ran at one poll and had ended at the next. The moments are those
 * at which the polls were sent, in seconds since the answer to the submit, so that they tell when to send the next.
 */
export interface SeenDuration {
	/** The last poll at which it still ran; undefined if there was none. */
	readonly after: number | undefined;
	/** When the poll that found it ended was due. It may have waited for its turn. */
	readonly due: number;
	/** The poll that found it ended. */
	readonly by: number;
	/** When that was, in milliseconds since 1970. */
	readonly at: number;
	/** How many jobs it stands for; 1 when left out. */
	readonly jobs?: number;
}

/** A moment by which some share of the jobs has ended that had not ended at the moment before it. */
export interface ExpectedEnd {
	/** Since the answer to the submit. */
	readonly seconds: number;
	/** Of all jobs, above 0 and at most 1. */
	readonly share: number;
}

/** Durations that are kept per model. */
export const MOST_KEPT = 96;
/** Moments that a forecast is cut down to, so that planning with it costs next to nothing. */
const MOST_MOMENTS = 40;
/** Moments that stand for the interval in which one job has ended. */
const PARTS = 3;
/**
 * A job that had ended at its first poll may have ended at any time before, and would be taken for much shorter than it
 * was if that were all believed. So it is taken to have ended in the second half of that time. A model that has become
 * faster yet is found out in a few jobs, as each first poll comes earlier then.
 */
const FIRST_POLL_REACH = 0.5;
/** After so many times its own length, a duration counts half. */
const HALF_LIFE_DURATIONS = 20;
/** No duration counts half before this many seconds. */
const LEAST_HALF_LIFE = 120;
/** What has less of its weight left is not kept. */
const STALE = 1 / 64;
/** How often what is known of all jobs is used to say more closely when each of them has ended. */
const SHARPENING_STEPS = 2;
/** How much of one fresh duration it weighs that the next job may be unlike all before. */
const SURPRISE_WEIGHT = 0.5;
/** A surprise is earlier than all but this share of the ends, or later. */
const EARLY_END = 0.05;
/** Where it may lie: parts of the time of the early ends, and multiples of that of the late ones. */
const EARLY_SURPRISES = [0.25, 0.5, 0.75];
const LATE_SURPRISES = [1.15, 1.4, 2];

/** How much of the weight of a fresh duration is left. One from the future counts as fresh. */
function freshness({ by, at }: SeenDuration, now: number): number {
	const age = Math.max(0, now - at) / 1000;
	return 2 ** (-age / Math.max(LEAST_HALF_LIFE, HALF_LIFE_DURATIONS * by));
}

/** Makes one of the two neighbors that stand for the fewest jobs. */
function withoutOne(seen: readonly SeenDuration[]): readonly SeenDuration[] {
	const jobsOf = (index: number) => seen[index]?.jobs ?? 1;
	const sumAt = (index: number) => jobsOf(index) + jobsOf(index + 1);
	let at = 0;
	for (let index = 1; index < seen.length - 1; index++) if (sumAt(index) < sumAt(at)) at = index;
	const kept = seen[jobsOf(at) > jobsOf(at + 1) ? at : at + 1]!;
	return [...seen.slice(0, at), { ...kept, jobs: sumAt(at) }, ...seen.slice(at + 2)];
}

/**
 * Adds a duration to those of its model, and lets go of those that are stale. One that makes no sense is left out. When
 * there are too many, some come to stand for others too. The last of a batch to end are its longest, so to keep just
 * the latest would mislead.
 */
export function withDuration(seen: readonly SeenDuration[], one: SeenDuration): readonly SeenDuration[] {
	const { after = 0, due, by } = one;
	const makesSense = after >= 0 && due >= after && by >= due && by > 0 && Number.isFinite(by);
	if (!makesSense) return seen;
	const all = [...seen.filter((old) => freshness(old, one.at) > STALE), one];
	return all.length > MOST_KEPT ? withoutOne(all) : all;
}

/** A stretch of time in which a job has ended, and what that weighs. */
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

/** How many of the moments, earliest first, lie at or before that one. */
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
 * Moves the weight of each stretch to where, within it, other jobs have ended as well: a wide stretch says little of its
 * own. This is one step of Turnbull's estimate for durations that are known as intervals.
 *
 * @param moments Of all stretches, earliest first
 */
function sharpened(moments: readonly Moment[], stretches: readonly Stretch[]): Moment[] {
	const sums = [0];
	for (const { weight } of moments) sums.push(sums.at(-1)! + weight);
	// How the factor of a moment differs from that of the moment before it.
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

/** The moment, of those earliest first, up to which that share of their weight lies. */
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

/** Joins neighbors until each moment has a fair share. Those of a group end by its last. */
function joined(moments: readonly Moment[]): ExpectedEnd[] {
	const total = moments.reduce((sum, { weight }) => sum + weight, 0);
	const ends: ExpectedEnd[] = [];
	let share = 0;
	moments.forEach(({ seconds, weight }, index) => {
		share += weight / total;
		if (share < 1 / MOST_MOMENTS && index < moments.length - 1) return;
		// The last may have lost all of its weight to others.
		if (share <= 0) return;
		ends.push({ seconds, share });
		share = 0;
	});
	return ends;
}

/**
 * When a job of a model may end, from what has been seen of the model: the weight of each job lies between the two polls
 * of its end. Recent jobs weigh more, and a little weight lies where no job has ended yet, which counts for less the
 * more is known.
 *
 * @param now Milliseconds since 1970
 * @returns Earliest first; none for a model that has not been seen
 */
export function expectedEnds(seen: readonly SeenDuration[], now: number): readonly ExpectedEnd[] {
	if (seen.length === 0) return [];
	const stretches = seen.map((one) => stretchOf(one, now));
	let moments = earliestFirst(stretches.flatMap(momentsOf));
	for (let step = 0; step < SHARPENING_STEPS; step++) moments = sharpened(moments, stretches);
	return joined(earliestFirst([...moments, ...surprises(moments)]));
}
