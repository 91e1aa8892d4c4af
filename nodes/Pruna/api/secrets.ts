import { PrunaError } from '../core/errors';
import { isRecord } from '../core/json';

/** What must not come back to anybody in an answer that repeats the request: the key, and tokens of the input. */
export interface Secrets {
	/** Takes note of the tokens in the input of a job. */
	addFrom(input: Readonly<Record<string, unknown>>): void;
	maskText(text: string): string;
	/** A copy of a JSON value without the secrets, and without what is nested deeper than anything the API sends. */
	mask(value: unknown): unknown;
}

const HIDDEN = '[hidden]';
/** To blank out what is shorter would blank out words of the answer; no real key or token is. */
const SHORTEST_SECRET = 8;
/** Deeper answers would overflow the stack of whoever writes them down as JSON. */
const DEEPEST = 50;
/** A token of Hugging Face, which a job that was submitted elsewhere may have been given. */
const TOKEN = /\bhf_[A-Za-z0-9]{16,}/g;

/** A text as it is, in JSON, and in a URL. */
function formsOf(secret: string): string[] {
	// Half a character cannot be encoded in a URL, and would throw; a Buffer makes a whole one of it.
	const whole = Buffer.from(secret).toString();
	return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(whole)];
}

/** @param names Keys of an input whose values are secret */
export function createSecrets(apiKey: string, names: readonly string[]): Secrets {
	/** The longest first, as a form may hold another. */
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
 * The credential's key, without the blanks that copying adds.
 *
 * @throws PrunaError for what cannot be sent as a header; Node's own message would not tell where to look
 */
export function readApiKey(given: unknown): string {
	const key = typeof given === 'string' ? given.trim() : '';
	if (/^[\x21-\x7e]*$/.test(key)) return key;
	throw new PrunaError('The API Key of the Pruna credential has characters that no key has', {
		advice: 'Copy it again from https://dashboard.pruna.ai.',
		job: 'none',
		failureCause: 'credential-invalid',
	});
}
