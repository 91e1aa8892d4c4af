import type { Condition, Conditions, Price, Quantity, Rate } from './price';
import type { AnyModel } from './types';

/** What a job costs, in USD: a range if the cost depends on something unknown in advance. */
export type Estimate = number | { readonly from: number; readonly to: number };

interface Range {
	readonly from: number;
	readonly to: number;
}

type Input = Readonly<Record<string, unknown>>;
type Priced = Pick<AnyModel, 'price' | 'parameters'>;

/** Rounds to millionths of a USD, which removes floating-point noise. */
export function roundUsd(usd: number): number {
	return Math.round(usd * 1e6) / 1e6;
}

/** The most that a job can cost, in USD. */
export function upperEnd(estimate: Estimate): number {
	return typeof estimate === 'number' ? estimate : estimate.to;
}

/** The least that a job can cost, in USD. */
export function lowerEnd(estimate: Estimate): number {
	return typeof estimate === 'number' ? estimate : estimate.from;
}

function isMet(condition: Condition, value: unknown): boolean {
	if (typeof condition !== 'object') return value === condition;
	if ('not' in condition) return value !== condition.not;
	return typeof value === 'number' && value <= condition.atMost;
}

function settingOf({ parameters }: Priced, input: Input, name: string): unknown {
	if (Object.hasOwn(input, name)) return input[name];
	return parameters.find((parameter) => parameter.name === name)?.default;
}

function areMet(model: Priced, input: Input, conditions: Conditions = {}): boolean {
	return Object.entries(conditions).every(([name, condition]) =>
		isMet(condition, settingOf(model, input, name)),
	);
}

function unitsOf(model: Priced, input: Input, quantity: Quantity | undefined): Range | undefined {
	if (quantity === undefined) return { from: 1, to: 1 };
	const { parameter, unit = 1, unlessSet = [], range } = quantity;
	const unknown = range && { from: range[0], to: range[1] };
	if (parameter === undefined || unlessSet.some((name) => Object.hasOwn(input, name))) return unknown;
	const setting = settingOf(model, input, parameter);
	if (setting === undefined) return unknown;
	const number = Array.isArray(setting) ? setting.length : setting;
	// Prediction → Create and Extra Input can send anything, but only the cost of numbers is known.
	if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return undefined;
	return { from: number / unit, to: number / unit };
}

function costOf({ further }: Rate, usd: number, units: number): number {
	return roundUsd(further === undefined ? usd * units : usd + further * (units - 1));
}

function estimateBy(price: Price, model: Priced, input: Input): Estimate | undefined {
	const rate = price.rates.find(({ when }) => areMet(model, input, when));
	const units = unitsOf(model, input, price.quantity);
	if (rate === undefined || units === undefined || !areMet(model, input, price.onlyWhen)) return undefined;
	const from = costOf(rate, rate.usd, units.from);
	const to = costOf(rate, rate.or?.usd ?? rate.usd, units.to);
	return from === to ? to : { from, to };
}

/**
 * What a job costs according to the published price of its model.
 *
 * @param input The input as it is sent. For files, only their presence and number matter
 * @returns undefined if the price, or what it depends on, is unknown
 */
export function estimateCost(model: Priced, input: Input): Estimate | undefined {
	return model.price && estimateBy(model.price, model, input);
}

/** What several jobs cost together; undefined if the cost of one of them is unknown. */
export function sumOfEstimates(estimates: ReadonlyArray<Estimate | undefined>): Estimate | undefined {
	let from = 0;
	let to = 0;
	for (const estimate of estimates) {
		if (estimate === undefined) return undefined;
		from += lowerEnd(estimate);
		to += upperEnd(estimate);
	}
	return from === to ? roundUsd(to) : { from: roundUsd(from), to: roundUsd(to) };
}
