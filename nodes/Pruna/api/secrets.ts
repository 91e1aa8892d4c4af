import { PrunaError } from '../core/errors';
import { isRecord } from '../core/json';

/** What must not reach anybody through a response that repeats the request: the API key, and tokens in the input. */
export interface Secrets {
	/** Adds the tokens in the input of a job. */
	addFrom(input: Readonly<Record<string, unknown>>): void;
	maskText(text: string): string;
	/** Copies a JSON value without the secrets, and without anything nested deeper than what the API sends. */
	mask(value: unknown): unknown;
}

const HIDDEN = '[hidden]';
/** Hiding shorter values would hide words of the response. No real key or token is shorter. */
const SHORTEST_SECRET = 8;
/** Writing a deeper value as JSON would overflow the stack. */
const DEEPEST = 50;
/** A Hugging Face token, which a job that was submitted elsewhere may contain. */
const TOKEN = /\bhf_[A-Za-z0-9]{16,}/g;

/** A text as plain text, in JSON, and in a URL. */
function formsOf(secret: string): string[] {
	// Half a character would make encodeURIComponent throw; a Buffer replaces it with a whole one.
	const whole = Buffer.from(secret).toString();
	return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(whole)];
}

/** @param names Input keys whose values are secret */
export function createSecrets(apiKey: string, names: readonly string[]): Secrets {
	/** Longest first, because one form may contain another. */
	let forms: readonly string[] = [];

	function add(secret: unknown): void {
		const text = typeof secret === 'string' ? secret.trim() : '';
		if (text.length < SHORTEST_SECRET) return;
		forms = [...new Set([...forms, ...formsOf(text)])].sort((a, b) => b.length - a.length);
	}

	function maskText(text: string): string {
		return forms.reduce((rest, form) => rest.replaceAll(form, HIDDEN), text).replace(TOKEN, HIDDEN);
	}

	function maskAt(value: unknown, depth: number): unknown {
		if (typeof value === 'string') return maskText(value);
		if (typeof value !== 'object' || value === null) return value;
		if (depth > DEEPEST) return '…';
		if (Array.isArray(value)) return value.map((entry) => maskAt(entry, depth + 1));
		if (!isRecord(value)) return value;
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [
				maskText(key),
				names.includes(key) && typeof entry === 'string' && entry !== '' ? HIDDEN : maskAt(entry, depth + 1),
			]),
		);
	}

	add(apiKey);
	return {
		addFrom: (input) => names.forEach((name) => add(input[name])),
		maskText,
		mask: (value) => maskAt(value, 0),
	};
}

/**
 * The credential's key, without the whitespace that copying adds.
 *
 * @throws PrunaError for a key that cannot be sent in a header; Node's own message would not say where to look
 */
export function readApiKey(given: unknown): string {
	const key = typeof given === 'string' ? given.trim() : '';
	if (/^[\x21-\x7e]*$/.test(key)) return key;
	throw new PrunaError('The API Key in the Pruna credential contains characters that no key has', {
		advice: 'Copy it again from https://dashboard.pruna.ai.',
		job: 'none',
		failureCause: 'credential-invalid',
	});
}
