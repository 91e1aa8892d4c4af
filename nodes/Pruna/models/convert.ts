import { textFinding } from '../core/brokenText';
import { looseChoice, looseNumber } from '../core/looseChoice';
import type { ModelParameter } from './types';

/** The value as the API accepts it, or the rest of a sentence that says what is wrong with it. */
export type Converted = { value: string | number | boolean } | { finding: string };

function describe(value: unknown): string {
	try {
		return JSON.stringify(value) ?? String(value);
	} catch {
		return typeof value; // a cycle or a BigInt, which an expression can return
	}
}

/** How a message shows a value: short, with quotes around text. */
export function show(value: unknown): string {
	const text = typeof value === 'string' ? `“${value}”` : describe(value);
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Only plain numbers match: "42" and "-1.5e3" do, "4x" and "0x10" do not. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function toNumber(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string' || !NUMBER.test(value.trim())) return undefined;
	const number = Number(value);
	return Number.isFinite(number) ? number : undefined;
}

/** Within floating-point precision: 0.3 is a multiple of 0.1. */
function isMultiple(number: number, step: number): boolean {
	const times = number / step;
	return Math.abs(times - Math.round(times)) < 1e-9 * Math.max(1, Math.abs(times));
}

function convertNumber(parameter: ModelParameter, value: unknown): Converted {
	const { minimum, maximum, multipleOf } = parameter;
	const integer = parameter.type === 'integer';
	const number = toNumber(value) ?? looseNumber(value, parameter.unit);
	if (number === undefined || (integer && !Number.isSafeInteger(number))) {
		return { finding: `needs a ${integer ? 'whole ' : ''}number, not ${show(value)}` };
	}
	if (minimum !== undefined && number < minimum)
		return { finding: `must be at least ${minimum}, not ${number}` };
	if (maximum !== undefined && number > maximum)
		return { finding: `must be at most ${maximum}, not ${number}` };
	if (multipleOf !== undefined && !isMultiple(number, multipleOf)) {
		return { finding: `must be a multiple of ${multipleOf}, not ${number}` };
	}
	return { value: number };
}

function convertBoolean(value: unknown): Converted {
	if (typeof value === 'boolean') return { value };
	const text = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
	if (text === 'true' || text === 'false') return { value: text === 'true' };
	return { finding: `needs true or false, not ${show(value)}` };
}

/**
 * A choice matches by its value or else by its text, so that an expression can return 24 or "24". The API's own value
 * is sent. A list can mix text and numbers.
 */
function convertChoice(parameter: ModelParameter, value: unknown): Converted {
	const choices = parameter.choices ?? [];
	const isText = typeof value === 'string' || typeof value === 'number';
	const byText = () => choices.find((candidate) => String(candidate) === String(value).trim());
	const exact = isText ? (choices.find((candidate) => candidate === value) ?? byText()) : undefined;
	// "JPG" or "1080P" can only mean one choice.
	const choice = exact ?? looseChoice(choices, value, parameter.unit);
	if (choice !== undefined) return { value: choice };
	return { finding: `must be one of ${choices.join(', ')}, not ${show(value)}` };
}

function convertText(value: unknown): Converted {
	const finding = textFinding(value);
	if (finding) return { finding };
	if (typeof value === 'string') return { value };
	if (typeof value === 'number' || typeof value === 'boolean') return { value: String(value) };
	return { finding: `needs text, not ${show(value)}` };
}

/**
 * Converts one value to the API's type if that is safe, and checks it against the catalog. The value comes from the
 * editor or from an expression, so it can be anything. Lists and media are not handled here.
 */
export function convert(parameter: ModelParameter, value: unknown): Converted {
	switch (parameter.type) {
		case 'integer':
		case 'number':
			return convertNumber(parameter, value);
		case 'boolean':
			return convertBoolean(value);
		case 'enum':
			return convertChoice(parameter, value);
		default:
			return convertText(value);
	}
}
