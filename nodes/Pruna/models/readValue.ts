import { isWebUrl, listEntries } from '../core/list';
import { convert, show, toNumber } from './convert';
import type { ModelParameter } from './types';

/** A value as the API takes it, or the ends of sentences that tell what is wrong with it. */
export type ReadValue =
	| {
			readonly value: unknown;
			/** How many entries were set: none, one, or those of a list. */
			readonly count: number;
	  }
	| { readonly findings: readonly string[] };

/** Blank counts as not set: n8n's fields cannot be emptied otherwise, and the API knows no meaning for it. */
function isBlank(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		(typeof value === 'string' && value.trim() === '') ||
		(Array.isArray(value) && value.every(isBlank))
	);
}

export function checkCount(parameter: ModelParameter, count: number): string[] {
	const { minItems, maxItems } = parameter;
	if (minItems !== undefined && count < minItems) return [`needs ${minItems} or more, not ${count}`];
	if (maxItems !== undefined && count > maxItems) return [`takes ${maxItems} at most, not ${count}`];
	return [];
}

function readLinks(parameter: ModelParameter, entries: unknown[]): ReadValue {
	const wrong = entries.filter((entry) => typeof entry !== 'string' || !isWebUrl(entry.trim()));
	if (wrong.length > 0)
		return { findings: wrong.map((entry) => `needs a URL (https://…), not ${show(entry)}`) };
	const links = entries.map((entry) => (entry as string).trim());
	return { value: parameter.type === 'url[]' ? links : links[0], count: links.length };
}

function readNumbers(entries: unknown[]): ReadValue {
	const numbers = entries.map(toNumber);
	const wrong = entries.filter((_, index) => numbers[index] === undefined);
	return wrong.length > 0
		? { findings: wrong.map((entry) => `needs numbers separated by commas, not ${show(entry)}`) }
		: { value: numbers, count: numbers.length };
}

function isList(parameter: ModelParameter): boolean {
	return parameter.type === 'url[]' || parameter.type === 'number[]';
}

/** The entries of what was set for a parameter: those of a list, or the one value of anything else. None of them is blank. */
export function entriesOf(parameter: ModelParameter, value: unknown): unknown[] {
	return (isList(parameter) ? listEntries(value) : [value]).filter((entry) => !isBlank(entry));
}

function readEntries(parameter: ModelParameter, entries: unknown[]): ReadValue {
	switch (parameter.type) {
		case 'url':
		case 'url[]':
			return readLinks(parameter, entries);
		case 'number[]':
			return readNumbers(entries);
		default: {
			const result = convert(parameter, entries[0]);
			return 'value' in result ? { ...result, count: 1 } : { findings: [result.finding] };
		}
	}
}

/** Brings the entries of a parameter that takes no file into the API's type, and checks them against the catalogue. */
export function readValue(parameter: ModelParameter, entries: unknown[]): ReadValue {
	if (entries.length === 0) return { value: undefined, count: 0 };
	const counted = isList(parameter) ? checkCount(parameter, entries.length) : [];
	if (counted.length > 0) return { findings: counted };
	const read = readEntries(parameter, entries);
	// What is wrong with a token must not be told by showing it.
	return 'findings' in read && parameter.secret ? { findings: ['needs text'] } : read;
}
