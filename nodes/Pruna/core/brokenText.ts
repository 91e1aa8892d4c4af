/** What an expression leaves in a text when the value that it names is missing. */
const LEFTOVERS = new Set(['undefined', 'null', 'NaN']);

/**
 * Tells whether a value for a text is what a mistake in an expression leaves: an object, a text with an object in it, or
 * nothing but "undefined", "NaN" or "null". These words within a sentence are the user's own.
 *
 * @returns what is wrong, as the rest of a sentence that begins with the field
 */
export function textFinding(value: unknown): string | undefined {
	if (Array.isArray(value)) {
		return 'needs text, not a list; take one of its values, or join them with .join(", ")';
	}
	if (typeof value === 'object' && value !== null) {
		return 'needs text, not an object; take one of its values, such as {{ $json.field.value }}';
	}
	if (typeof value === 'number') return Number.isNaN(value) ? leftoverFinding('NaN') : undefined;
	if (typeof value !== 'string') return undefined;
	if (value.includes('[object Object]')) {
		return 'has “[object Object]” in it, where an expression gives an object in place of text; take one of its values, such as {{ $json.field.value }}';
	}
	// Longer texts are none of these words, and need not be trimmed.
	const bare = value.length > 1000 ? '' : value.trim().replace(/^(["'])(.*)\1$/, '$2');
	return LEFTOVERS.has(bare) ? leftoverFinding(bare) : undefined;
}

function leftoverFinding(word: string): string {
	return `is nothing but “${word}”, which an expression gives for a value that is missing; check the names in it`;
}
