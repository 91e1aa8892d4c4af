import { lowerEnd, upperEnd, type Estimate } from '../models/estimate';
import { formatUsd } from '../models/priceText';

/** Maximum number of items named in a hint. The output has all of them. */
const MAX_NAMED = 20;
const MAX_WARNINGS = 5;

/** A job that was submitted, or (in Check Only) would be. */
export interface CountedJob {
	readonly model: string;
	/** What the job made, as a noun: image, video, LoRA, prediction. */
	readonly made: string;
	/** How many of those it made. */
	readonly count: number;
	readonly estimate?: Estimate;
	/** Who published the price. */
	readonly priceBy?: 'pruna' | 'third-party';
}

function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function listed(entries: readonly string[]): string {
	const rest = entries.length - MAX_NAMED;
	return entries.slice(0, MAX_NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function sumOf(jobs: readonly CountedJob[]): string | undefined {
	const estimates = jobs.flatMap(({ estimate }) => estimate ?? []);
	if (estimates.length === 0) return undefined;
	const add = (end: (estimate: Estimate) => number) =>
		formatUsd(estimates.reduce<number>((sum, estimate) => sum + end(estimate), 0));
	const [least, most] = [add(lowerEnd), add(upperEnd)];
	const isMixed = jobs.some(({ priceBy }) => priceBy === 'third-party');
	const source = isMixed ? 'published prices, some by third parties' : 'published prices';
	return `about ${least === most ? most : `${least} to ${most}`} USD (${source})`;
}

/** @returns "12 images, about 0.06 USD (published prices)"; undefined if no price is known */
export function costSentence(jobs: readonly CountedJob[]): string | undefined {
	const sum = sumOf(jobs);
	if (sum === undefined) return undefined;
	const counts = new Map<string, number>();
	for (const { made, count } of jobs) counts.set(made, (counts.get(made) ?? 0) + count);
	const what = [...counts].map(([noun, count]) => counted(count, noun)).join(' and ');
	const unknown = new Set(jobs.filter(({ estimate }) => estimate === undefined).map(({ model }) => model));
	const without = unknown.size === 0 ? '' : `, not including ${listed([...unknown])}, whose price is unknown`;
	return `${what}, ${sum}${without}`;
}

/**
 * @param noun What failed: "job" if an item has several jobs
 * @returns "3 of 100 items failed (numbered from 0): 4 (ID abc), 9, 17"
 */
export function failureSentence(
	failed: ReadonlyArray<{ readonly itemIndex: number; readonly id?: string }>,
	total: number,
	noun: 'item' | 'job',
): string | undefined {
	if (failed.length === 0) return undefined;
	const names = failed.map(({ itemIndex, id }) =>
		id === undefined ? `${itemIndex}` : `${itemIndex} (ID ${id})`,
	);
	const numbering = noun === 'item' ? 'numbered from 0' : 'items numbered from 0';
	return `${failed.length} of ${counted(total, noun)} failed (${numbering}): ${listed(names)}`;
}

/** @param warnings The warnings of each item, by its index */
export function warningSentence(warnings: ReadonlyMap<number, readonly string[]>): string | undefined {
	const items = new Map<string, number[]>();
	for (const [itemIndex, own] of warnings) {
		for (const warning of own) items.set(warning, [...(items.get(warning) ?? []), itemIndex]);
	}
	if (items.size === 0) return undefined;
	const texts = [...items].map(
		([warning, own]) => `${warning} (${own.length === 1 ? 'item' : 'items'} ${listed(own.map(String))})`,
	);
	const rest = texts.length - MAX_WARNINGS;
	const more = rest > 0 ? `; and ${rest} more in the “warnings” of the items` : '';
	return `${texts.slice(0, MAX_WARNINGS).join('; ')}${more}`;
}

/** Sums up a run in Check Only. @param total Number of items checked. @param withFindings How many of them have findings */
export function checkSentence(total: number, withFindings: number, jobs: readonly CountedJob[]): string {
	const found = withFindings === 0 ? 'no problems found' : `${withFindings} with findings`;
	const sum = sumOf(jobs);
	return `${counted(total, 'item')} checked, ${found}${sum === undefined ? '' : `; ${sum} if submitted`}. Nothing was sent.`;
}
