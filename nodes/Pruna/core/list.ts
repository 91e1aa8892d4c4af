export function isWebUrl(text: string): boolean {
	return /^https?:\/\/./i.test(text) && URL.canParse(text);
}

/**
 * Splits a text of URLs or numbers at commas, semicolons, tabs and line breaks. A comma inside a URL does not split it:
 * if the text after the comma has no leading space and is not a URL itself, it belongs to the URL.
 */
function splitList(text: string): string[] {
	const entries: string[] = [];
	for (const line of text.split(/[;\t\r\n]+/)) {
		// The commas since the last entry, all of which may be part of a URL. A blank piece resets them.
		let commas = '';
		for (const [index, piece] of line.split(',').entries()) {
			if (index > 0) commas += ',';
			const entry = piece.trim();
			if (entry === '') {
				if (piece !== '') commas = '';
				continue;
			}
			const previous = entries.at(-1);
			const continuesUrl =
				commas !== '' &&
				previous !== undefined &&
				isWebUrl(previous) &&
				/^\S/.test(piece) &&
				!isWebUrl(piece);
			if (continuesUrl) entries[entries.length - 1] = previous + commas + entry;
			else entries.push(entry);
			commas = '';
		}
	}
	return entries;
}

/** Parses a JSON array that comes as text, as AI agents and spreadsheets provide it. */
function parseArray(text: string): unknown[] | undefined {
	if (!text.trim().startsWith('[')) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Reads a list parameter: a text with separators, a JSON array as text, a single value, or an array from an expression. */
export function listEntries(value: unknown): unknown[] {
	if (Array.isArray(value)) return (value as unknown[]).flat(8).flatMap(listEntries);
	if (typeof value !== 'string') return [value];
	return parseArray(value)?.flatMap(listEntries) ?? splitList(value);
}
