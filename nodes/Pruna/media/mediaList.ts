import { bareText } from './cleanUrl';
import { splitMediaText, type IsField } from './splitMediaText';

/** How deep nested arrays, and JSON within texts, are read; anything deeper is left as it is. */
const MOST_LEVELS = 8;

/** Parses an array, an object or a text that is written as JSON, as AI agents and spreadsheets do. */
function parseJson(text: string): unknown {
	if (!/^["[{]/.test(text)) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'number' ? undefined : value;
	} catch {
		return undefined;
	}
}

/** Removes the brackets of an array in Python's notation, which is not JSON. Markdown's `[text](url)` is not an array. */
function withoutBrackets(text: string): string {
	return /^\[\s*['"]/.test(text) && text.endsWith(']') ? text.slice(1, -1) : text;
}

function entriesOfText(given: string, isField: IsField, level: number): unknown[] {
	// Tried with and without the surrounding whitespace, which may be part of a field's name.
	const text = isField(given) ? given : given.trim();
	if (text === '') return [];
	// A field's name may contain separators.
	if (isField(text)) return [text];
	const value = parseJson(text);
	if (value !== undefined) return entriesOf(value, isField, level + 1);
	return splitMediaText(withoutBrackets(text), isField).map((entry) => {
		const bare = bareText(entry);
		return !isField(entry) && isField(bare) ? bare : entry;
	});
}

function entriesOf(value: unknown, isField: IsField, level: number): unknown[] {
	if (value === undefined || value === null) return [];
	if (level > MOST_LEVELS) return [value];
	if (typeof value === 'string') return entriesOfText(value, isField, level);
	if (!Array.isArray(value)) return [value];
	return (value as unknown[]).flatMap((entry) => entriesOf(entry, isField, level + 1));
}

/**
 * The entries of a list of files, however it is given: a text with separators, an array, nested arrays, or any of them
 * as JSON text. Blank entries are left out. Texts are URLs, data URIs, names of binary fields, or mistakes. Any other
 * entry, such as an object that contains a URL, stays as it is.
 *
 * @param isField Says whether the item has a binary field of exactly that name
 */
export function mediaEntries(value: unknown, isField: IsField): unknown[] {
	return entriesOf(value, isField, 0);
}
