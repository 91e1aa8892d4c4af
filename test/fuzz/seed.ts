import type fc from 'fast-check';

/** A new seed for each run, or the seed of the run to repeat. */
export const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Time limit for all cases of one test on a busy machine, in milliseconds. */
export const ALL_CASES = 900_000;

/** A case that takes this long in real time hangs, because its own hours are virtual. In milliseconds. */
const HANG = 120_000;

/** How fast-check runs a property. */
export function settings(numRuns: number): fc.Parameters<unknown> {
	if (!Number.isInteger(SEED)) throw new Error('FUZZ_SEED must be a whole number');
	return { seed: SEED, numRuns, timeout: HANG };
}

/** Prints how to repeat the run of this file. */
export function announceSeed(): void {
	process.stdout.write(`Fuzz seed: ${SEED} (repeat with FUZZ_SEED=${SEED})\n`);
}
