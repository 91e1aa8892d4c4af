import type fc from 'fast-check';

/** A new one each run, or the one of a run that is to be repeated. */
export const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** What all cases of one test may take on a busy machine, in milliseconds. */
export const ALL_CASES = 900_000;

/** A case that takes so long in real time hangs: its own hours are virtual. In milliseconds. */
const HANG = 120_000;

/** How to run a property, and what to print when it fails. */
export function settings(numRuns: number): fc.Parameters<unknown> {
	if (!Number.isInteger(SEED)) throw new Error('FUZZ_SEED must be a whole number');
	return { seed: SEED, numRuns, timeout: HANG };
}

/** Says how the run of this file can be repeated. */
export function announceSeed(): void {
	process.stdout.write(`Fuzz seed: ${SEED} (repeat with FUZZ_SEED=${SEED})\n`);
}
