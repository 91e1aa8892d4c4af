import type { IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { isRecord } from '../core/json';

/** n8n's fields cannot be emptied otherwise, and an expression may give nothing. */
export function isUnset(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** A value as trimmed text, or undefined when it is blank or no text. */
export function asText(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The parameter as trimmed text; '' when it is blank. */
export function textParameter(context: IExecuteFunctions, name: string, itemIndex: number): string {
	return asText(context.getNodeParameter(name, itemIndex, '')) ?? '';
}

const BROKEN_JSON_ADVICE =
	'Quotes or line breaks in a text that an expression puts into JSON break it. Write {{ JSON.stringify($json.text) }}, without quotes around it.';

/**
 * Reads a field that holds a JSON object, as text or (by expression) as the object itself.
 *
 * @throws PrunaError that tells where the JSON breaks
 */
export function readJsonObject(value: unknown, field: string): Record<string, unknown> {
	if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) return {};
	let parsed: unknown;
	let reason = 'it must be an object in braces, such as { "prompt": "…" }';
	// V8 quotes the place where the JSON breaks, which may be in the middle of a token.
	const maySayWhere = typeof value !== 'string' || !/hf_|token|secret|key/i.test(value);
	try {
		// An expression may give what JSON cannot hold; what is checked here is what will be sent.
		parsed = JSON.parse(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'));
	} catch (error) {
		const message =
			typeof value === 'string' ? (error as Error).message : 'it holds a value that JSON does not know';
		reason = maySayWhere ? message : message.replace(/,? ?(?:\.{3})?".*/s, '');
	}
	if (isRecord(parsed)) return parsed;
	throw new PrunaError(`${field} is not a JSON object: ${reason}`, {
		advice: typeof value === 'string' ? BROKEN_JSON_ADVICE : undefined,
		job: 'none',
	});
}

const EXTRA_INPUT_HINT =
	'If the API takes more than this version of the node knows, Options → Extra Input sets any key unchecked.';

/**
 * All that is wrong with one item's settings, in one message, before anything is sent.
 *
 * @param extraInputHelps Whether the API might take it all the same
 */
export function findingsError(findings: readonly string[], extraInputHelps = false): PrunaError {
	return new PrunaError(findings.join('; '), {
		advice: extraInputHelps ? EXTRA_INPUT_HINT : undefined,
		findings,
		job: 'none',
	});
}
