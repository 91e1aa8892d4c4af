import { textFinding } from '../core/brokenText';
import { looseChoice, looseNumber } from '../core/looseChoice';
import type { ModelParameter } from './types';

/** The value as the API takes it, or the end of a sentence that tells what is wrong with it. */
export type Converted = { value: string | number | boolean } | { finding: string };

function describe(value: unknown): string {
	try {
		return JSON.stringify(value) ?? String(value);
	} catch {
		return typeof value; // a cycle or a big integer, which an expression can give
	}
}

/** How a value is shown in a message: short, and recognizable as text or not. */
export function show(value: unknown): string {
	const text = typeof value === 'string' ? `“${value}”` : describe(value);
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Only text that is a number through and through counts as one: "42" and "-1.5e3" do, "4x" and "0x10" do not. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function toNumber(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string' || !NUMBER.test(value.trim())) return undefined;
	const number = Number(value);
	return Number.isFinite(number) ? number : undefined;
}

/** Within what floating point can tell: 0.3 is a multiple of 0.1. */
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
 * A choice matches by its value or else by its text, so that an expression may give 24 or "24"; what is sent is the
 * API's own value. A list may mix text and numbers.
 */
function convertChoice(parameter: ModelParameter, value: unknown): Converted {
	const choices = parameter.choices ?? [];
	const isText = typeof value === 'string' || typeof value === 'number';
	const byText = () => choices.find((candidate) => String(candidate) === String(value).trim());
	const exact = isText ? (choices.find((candidate) => candidate === value) ?? byText()) : undefined;
	// "JPG" or "1080P" can mean one choice only.
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
 * Brings one value (set in the editor, or given by an expression, which can be anything) into the API's type, where
 * that is safe, and checks it against the catalogue. Lists and media are not handled here.
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
