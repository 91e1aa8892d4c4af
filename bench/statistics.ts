// Summarizes several runs of the same thing.

export interface Spread {
	median: number;
	least: number;
	most: number;
}

export function spreadOf(values: readonly number[]): Spread {
	return { median: percentile(values, 50), least: Math.min(...values), most: Math.max(...values) };
}

/** The value below which `percent` percent of the values lie, interpolated between two values. */
export function percentile(values: readonly number[], percent: number): number {
	if (values.length === 0) return NaN;
	const sorted = [...values].sort((a, b) => a - b);
	const place = ((sorted.length - 1) * percent) / 100;
	const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
	return low + (high - low) * (place - Math.floor(place));
}

export interface Point {
	n: number;
	value: number;
}

/**
 * The exponent k for which `value = c · n^k` fits best (least squares over the logarithms): 0 if the values do not grow
 * with n, 1 if they grow in proportion. Leaves out values without a logarithm; undefined if fewer than two sizes are left.
 */
export function growthExponent(points: readonly Point[]): number | undefined {
	const logs = points
		.filter(({ n, value }) => n > 0 && value > 0)
		.map(({ n, value }) => ({ x: Math.log(n), y: Math.log(value) }));
	if (new Set(logs.map(({ x }) => x)).size < 2) return undefined;
	const mean = (pick: (log: { x: number; y: number }) => number) =>
		logs.reduce((sum, log) => sum + pick(log), 0) / logs.length;
	const [x, y] = [mean((log) => log.x), mean((log) => log.y)];
	return mean((log) => (log.x - x) * (log.y - y)) / mean((log) => (log.x - x) ** 2);
}
