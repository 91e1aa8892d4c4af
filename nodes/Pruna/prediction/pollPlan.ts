import type { ExpectedEnd } from './durations';

/**
 * The moment for the next poll at which polls and lateness together cost least, over all ways to poll the job until its
 * end. A job that ends between two polls is late by its distance to the second. The result is that polls lie close
 * where many jobs end, far apart where few do, and just behind the end of jobs that all take as long.
 *
 * @param ends When the job may end, earliest first
 * @param elapsed Seconds since the answer to the submit; the job still ran then
 * @param pollCost How many seconds of lateness a poll is worth
 * @returns Seconds since the answer to the submit; undefined when the job has outlasted all that is expected
 */
export function bestNextPoll(
	ends: readonly ExpectedEnd[],
	elapsed: number,
	pollCost: number,
): number | undefined {
	const ahead = ends.filter(({ seconds }) => seconds > elapsed);
	const count = ahead.length;
	if (count === 0) return undefined;

	// Sums over the first moments, so that those of any stretch are a difference.
	const shares = [0];
	const moments = [0];
	ahead.forEach(({ seconds, share }, index) => {
		shares.push(shares[index]! + share);
		moments.push(moments[index]! + share * seconds);
	});

	// costs[k]: all that is still to come when a poll at the k-th moment (0: now) has found the job running.
	const costs = new Array<number>(count + 1).fill(0);
	let best = count;
	for (let from = count - 1; from >= 0; from--) {
		const poll = pollCost * (shares[count]! - shares[from]!);
		let least = Infinity;
		for (let to = from + 1; to <= count; to++) {
			const share = shares[to]! - shares[from]!;
			const late = ahead[to - 1]!.seconds * share - (moments[to]! - moments[from]!);
			const cost = poll + late + costs[to]!;
			if (cost >= least) continue;
			least = cost;
			best = to;
		}
		costs[from] = least;
	}
	return ahead[best - 1]!.seconds;
}
