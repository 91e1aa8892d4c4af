/** What an expression leaves in a text when a value is missing. */
const LEFTOVERS = new Set(['undefined', 'null', 'NaN']);

/**
 * Recognizes what a mistake in an expression leaves in a text field: an object, text that contains an object, or only
 * "undefined", "NaN" or "null". Within a longer text, these words are the user's own.
 *
 * @returns what is wrong, to follow the name of the field in a sentence
 */
export function textFinding(value: unknown): string | undefined {
	if (Array.isArray(value)) {
		return 'needs text, not a list; use one of its values, or join them with .join(", ")';
	}
	if (typeof value === 'object' && value !== null) {
		return 'needs text, not an object; use one of its values, such as {{ $json.field.value }}';
	}
	if (typeof value === 'number') return Number.isNaN(value) ? leftoverFinding('NaN') : undefined;
	if (typeof value !== 'string') return undefined;
	if (value.includes('[object Object]')) {
		return 'contains “[object Object]” because an expression returned an object instead of text; use one of its values, such as {{ $json.field.value }}';
	}
	// A long text cannot be one of these words, so it is not trimmed.
	const bare = value.length > 1000 ? '' : value.trim().replace(/^(["'])(.*)\1$/, '$2');
	return LEFTOVERS.has(bare) ? leftoverFinding(bare) : undefined;
}

function leftoverFinding(word: string): string {
	return `is just “${word}”, which an expression returns if a value is missing; check the names in the expression`;
}
