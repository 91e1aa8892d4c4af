import type { ExpectedEnd } from './durations';

/**
 * The time of the next poll that minimizes the cost of polls and delay together, over all ways to poll the job until it
 * ends. A job that ends between two polls is delayed until the second. As a result, polls are close together where many
 * jobs end, far apart where few do, and right after the end if all jobs take equally long.
 *
 * @param ends When the job may end, earliest first
 * @param elapsed Seconds since the answer to the submit; the job was still running then
 * @param pollCost How many seconds of delay a poll is worth
 * @returns Seconds since the answer to the submit; undefined if the job has outlasted every expected end
 */
export function bestNextPoll(
	ends: readonly ExpectedEnd[],
	elapsed: number,
	pollCost: number,
): number | undefined {
	const ahead = ends.filter(({ seconds }) => seconds > elapsed);
	const count = ahead.length;
	if (count === 0) return undefined;

	// Prefix sums, so that the sum over any stretch is a difference.
	const shares = [0];
	const moments = [0];
	ahead.forEach(({ seconds, share }, index) => {
		shares.push(shares[index]! + share);
		moments.push(moments[index]! + share * seconds);
	});

	// costs[k]: the remaining cost after a poll at the k-th moment (0: now) has found the job running.
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
