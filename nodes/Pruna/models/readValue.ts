import { isWebUrl, listEntries } from '../core/list';
import { convert, show, toNumber } from './convert';
import type { ModelParameter } from './types';

/** A value as the API accepts it, or the endings of sentences that say what is wrong with it. */
export type ReadValue =
	| {
			readonly value: unknown;
			/** How many entries were set: none, one, or those of a list. */
			readonly count: number;
	  }
	| { readonly findings: readonly string[] };

/** A blank value counts as not set: there is no other way to clear a field in n8n, and it means nothing to the API. */
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
	if (minItems !== undefined && count < minItems) return [`needs at least ${minItems}, not ${count}`];
	if (maxItems !== undefined && count > maxItems) return [`takes at most ${maxItems}, not ${count}`];
	return [];
}

function readUrls(parameter: ModelParameter, entries: unknown[]): ReadValue {
	const wrong = entries.filter((entry) => typeof entry !== 'string' || !isWebUrl(entry.trim()));
	if (wrong.length > 0)
		return { findings: wrong.map((entry) => `needs a URL (https://…), not ${show(entry)}`) };
	const urls = entries.map((entry) => (entry as string).trim());
	return { value: parameter.type === 'url[]' ? urls : urls[0], count: urls.length };
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

/** The non-blank entries that were set for a parameter: those of a list, or the single value of any other type. */
export function entriesOf(parameter: ModelParameter, value: unknown): unknown[] {
	return (isList(parameter) ? listEntries(value) : [value]).filter((entry) => !isBlank(entry));
}

function readEntries(parameter: ModelParameter, entries: unknown[]): ReadValue {
	switch (parameter.type) {
		case 'url':
		case 'url[]':
			return readUrls(parameter, entries);
		case 'number[]':
			return readNumbers(entries);
		default: {
			const result = convert(parameter, entries[0]);
			return 'value' in result ? { ...result, count: 1 } : { findings: [result.finding] };
		}
	}
}

/** Converts the entries of a parameter that takes no file to the API's type, and checks them against the catalog. */
export function readValue(parameter: ModelParameter, entries: unknown[]): ReadValue {
	if (entries.length === 0) return { value: undefined, count: 0 };
	const counted = isList(parameter) ? checkCount(parameter, entries.length) : [];
	if (counted.length > 0) return { findings: counted };
	const read = readEntries(parameter, entries);
	// A message about a token must not show the token.
	return 'findings' in read && parameter.secret ? { findings: ['needs text'] } : read;
}
