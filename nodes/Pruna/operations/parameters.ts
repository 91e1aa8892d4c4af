import type { IExecuteFunctions } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { isRecord } from '../core/json';

/** Whether a field is empty. Clearing a field in n8n leaves an empty text, and an expression may return nothing. */
export function isUnset(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** @returns The value as trimmed text; undefined if it is blank or not text */
export function asText(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** @returns The parameter as trimmed text; '' if it is blank */
export function textParameter(context: IExecuteFunctions, name: string, itemIndex: number): string {
	return asText(context.getNodeParameter(name, itemIndex, '')) ?? '';
}

const BROKEN_JSON_ADVICE =
	'If an expression inserts text with quotes or line breaks, the JSON becomes invalid. Use {{ JSON.stringify($json.text) }}, without quotes around it.';

/**
 * Reads a field that holds a JSON object, as text or (by expression) as the object itself.
 *
 * @throws PrunaError that says where the JSON is invalid
 */
export function readJsonObject(value: unknown, field: string): Record<string, unknown> {
	if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) return {};
	let parsed: unknown;
	let reason = 'it must be an object in braces, such as { "prompt": "…" }';
	// V8 quotes the text at the syntax error, which may be part of a token.
	const mayQuote = typeof value !== 'string' || !/hf_|token|secret|key/i.test(value);
	try {
		// An expression may return what JSON cannot represent, so the value is checked as it will be sent.
		parsed = JSON.parse(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null'));
	} catch (error) {
		const message =
			typeof value === 'string' ? (error as Error).message : 'it contains a value that JSON does not support';
		reason = mayQuote ? message : message.replace(/,? ?(?:\.{3})?".*/s, '');
	}
	if (isRecord(parsed)) return parsed;
	throw new PrunaError(`${field} is not a JSON object: ${reason}`, {
		advice: typeof value === 'string' ? BROKEN_JSON_ADVICE : undefined,
		job: 'none',
	});
}

const EXTRA_INPUT_HINT =
	'If the API accepts something that this version of the node does not know, set it in Options → Extra Input, which is not checked.';

/**
 * Puts everything that is wrong with one item's settings into one error, before anything is sent.
 *
 * @param extraInputHelps Whether the API might accept the settings anyway
 */
export function findingsError(findings: readonly string[], extraInputHelps = false): PrunaError {
	return new PrunaError(findings.join('; '), {
		advice: extraInputHelps ? EXTRA_INPUT_HINT : undefined,
		findings,
		job: 'none',
	});
}
