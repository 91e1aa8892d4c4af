import { bareText } from './cleanUrl';
import { splitMediaText, type IsField } from './splitMediaText';

/** Arrays in arrays, and JSON in texts, are read so deep; what lies deeper is left as it is. */
const MOST_LEVELS = 8;

/** An array, an object or a text that is written as JSON, as AI agents and spreadsheets give it. */
function parseJson(text: string): unknown {
	if (!/^["[{]/.test(text)) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'number' ? undefined : value;
	} catch {
		return undefined;
	}
}

/** An array as Python writes it is no JSON. A Markdown link is no array. */
function withoutBrackets(text: string): string {
	return /^\[\s*['"]/.test(text) && text.endsWith(']') ? text.slice(1, -1) : text;
}

function entriesOfText(given: string, isField: IsField, level: number): unknown[] {
	// With and without the blanks around it, because a field may be called by either.
	const text = isField(given) ? given : given.trim();
	if (text === '') return [];
	// A name may have separators in it.
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
 * The entries of a list of files, however it is given: a text with separators, an array, arrays in arrays, or any of
 * them as JSON text. Blank entries are left out. Texts are URLs, data URIs, names of fields or mistakes; whatever else
 * was in the list, such as an object that carries a URL, stays as it is.
 *
 * @param isField Tells whether the item has a binary field of exactly that name
 */
export function mediaEntries(value: unknown, isField: IsField): unknown[] {
	return entriesOf(value, isField, 0);
}
