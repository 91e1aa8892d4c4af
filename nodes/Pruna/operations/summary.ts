import { lowerEnd, upperEnd, type Estimate } from '../models/estimate';
import { formatUsd } from '../models/priceText';

/** Most items that a hint names; the output has them all. */
const MAX_NAMED = 20;
const MAX_WARNINGS = 5;

/** A job that is bought, or (in Check Only) would be. */
export interface CountedJob {
	readonly model: string;
	/** What it has made, as a noun: image, video, LoRA, prediction. */
	readonly made: string;
	/** How many of it. */
	readonly count: number;
	readonly estimate?: Estimate;
	/** Who has published the price. */
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

/** "12 images, about 0.06 USD (published prices)"; undefined where no price is known. */
export function costSentence(jobs: readonly CountedJob[]): string | undefined {
	const sum = sumOf(jobs);
	if (sum === undefined) return undefined;
	const counts = new Map<string, number>();
	for (const { made, count } of jobs) counts.set(made, (counts.get(made) ?? 0) + count);
	const what = [...counts].map(([noun, count]) => counted(count, noun)).join(' and ');
	const unknown = new Set(jobs.filter(({ estimate }) => estimate === undefined).map(({ model }) => model));
	const without = unknown.size === 0 ? '' : `, without ${listed([...unknown])}, whose price is not known`;
	return `${what}, ${sum}${without}`;
}

/**
 * "3 of 100 items failed, counted from 0: 4 (ID abc), 9 and 17"
 *
 * @param noun What failed: a job, where items have several
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
	const whose = noun === 'item' ? 'counted' : 'their items counted';
	return `${failed.length} of ${counted(total, noun)} failed, ${whose} from 0: ${listed(names)}`;
}

/** @param warnings Those of each item, by its index */
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

/** What Check Only has found. @param total How many items were checked. @param wrong How many of them have findings */
export function checkSentence(total: number, wrong: number, jobs: readonly CountedJob[]): string {
	const found = wrong === 0 ? 'nothing is wrong' : `${wrong} with findings`;
	const sum = sumOf(jobs);
	return `${counted(total, 'item')} checked, ${found}${sum === undefined ? '' : `; ${sum} if submitted`}. Nothing was sent.`;
}
