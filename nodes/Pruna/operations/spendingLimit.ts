import { PrunaError } from '../core/errors';
import { upperEnd, type Estimate } from '../models/estimate';
import { formatUsd } from '../models/priceText';

/** A job that an item is about to submit. */
export interface PlannedJob {
	readonly itemIndex: number;
	readonly model: string;
	/** undefined if the price is not known. */
	readonly estimate?: Estimate;
	/** The item's own Spending Limit, in USD. */
	readonly limit?: number;
	/** An earlier try submitted it. It counts once, but is never refused, because it costs nothing more. */
	readonly isSubmitted: boolean;
}

/** Tolerance for rounding errors in a sum of thousands of items, in USD. */
const TOLERANCE = 1e-9;

function pricesOf(usds: readonly number[]): string {
	const [least, most] = [Math.min(...usds), Math.max(...usds)].map(formatUsd);
	return least === most ? `${most} USD` : `${least} to ${most} USD`;
}

function overLimit(usds: readonly number[], sum: number, limit: number): PrunaError {
	const what =
		usds.length === 1
			? `1 item costs ${formatUsd(sum)} USD`
			: `${usds.length} items at ${pricesOf(usds)} each cost ${formatUsd(sum)} USD`;
	return new PrunaError(`${what}, more than the Spending Limit of ${formatUsd(limit)} USD`, {
		advice:
			'The total is an estimate from published prices. Raise Options → Spending Limit, run fewer items, or choose a cheaper model or cheaper settings.',
		job: 'none',
	});
}

function unknownPrice(model: string): PrunaError {
	return new PrunaError(
		`The price of ${model} with these settings is not published, so the Spending Limit cannot be enforced`,
		{
			advice: 'Remove Options → Spending Limit, or choose a model and settings with a published price.',
			job: 'none',
		},
	);
}

/**
 * Checks the jobs of a run against the Spending Limit. A price range counts with its upper end. If the items have
 * different limits, the lowest one applies to the run.
 *
 * @returns The error for each item that must not be submitted, by index. Over the limit, these are all items that have
 * not been submitted yet
 */
export function refusedByLimit(jobs: readonly PlannedJob[]): Map<number, PrunaError> {
	const limits = jobs.flatMap(({ limit }) => limit ?? []);
	if (limits.length === 0) return new Map();
	const limit = Math.min(...limits);
	const usds = jobs.flatMap(({ estimate }) => (estimate === undefined ? [] : [upperEnd(estimate)]));
	const sum = usds.reduce((total, usd) => total + usd, 0);
	const over = sum > limit + TOLERANCE ? overLimit(usds, sum, limit) : undefined;
	return new Map(
		jobs
			.filter(({ isSubmitted }) => !isSubmitted)
			.flatMap(({ itemIndex, model, estimate }): Array<[number, PrunaError]> => {
				const refusal = estimate === undefined ? unknownPrice(model) : over;
				return refusal ? [[itemIndex, refusal]] : [];
			}),
	);
}
