// Extracts numbers from the rows of the results, and formats them.
import type { IdealRun, MemoryRow, WallRow } from '../results';
import { spreadOf, type Spread } from '../statistics';

const MEGABYTE = 1024 * 1024;

export const fixed = (value: number | undefined, digits = 2) =>
	value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);

/** The median and the range of the runs. */
export function withSpread(values: number[], digits = 2): string {
	if (values.length === 0) return '–';
	const { median, least, most } = spreadOf(values);
	return values.length === 1
		? fixed(median, digits)
		: `${fixed(median, digits)} (${fixed(least, digits)}–${fixed(most, digits)})`;
}

const numbersOf = (runs: IdealRun[], pick: (run: IdealRun) => number | undefined) =>
	runs.flatMap((run) => pick(run) ?? []).filter((value) => Number.isFinite(value));

export const walls = ({ runs }: WallRow) => numbersOf(runs, ({ wall }) => wall);
export const ratios = ({ runs }: WallRow) => numbersOf(runs, ({ wall, ideal }) => wall && wall / ideal);
export const overheads = ({ runs }: WallRow) => numbersOf(runs, ({ wall, ideal }) => wall && wall - ideal);
export const lags = ({ runs }: WallRow) => numbersOf(runs, ({ lagP99 }) => lagP99);
export const coreShares = ({ runs }: WallRow) => numbersOf(runs, ({ coreShare }) => coreShare);
export const grownMegabytes = ({ runs }: WallRow) =>
	numbersOf(runs, ({ growth }) => growth && growth / MEGABYTE);
export const requestsPerItem = ({ runs }: WallRow) =>
	numbersOf(runs, ({ requests, finished }) => (finished > 0 ? requests / finished : undefined));
export const submitsPerItem = ({ runs }: WallRow) =>
	numbersOf(runs, ({ submits, finished }) => (finished > 0 ? submits / finished : undefined));
export const lostOf = ({ runs, count }: WallRow) =>
	runs.reduce((sum, { finished }) => sum + count - finished, 0);

export const growths = ({ runs }: MemoryRow) => runs.map(({ growth }) => growth / MEGABYTE);
export const peaks = ({ runs }: MemoryRow) => runs.map(({ peak }) => peak / MEGABYTE);

export function medianOf(values: number[]): number | undefined {
	return values.length > 0 ? (spreadOf(values) satisfies Spread).median : undefined;
}
