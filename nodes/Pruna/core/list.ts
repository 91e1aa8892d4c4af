export function isDataUri(text: string): boolean {
	return /^\s*data:/i.test(text);
}

export function isWebUrl(text: string): boolean {
	return /^https?:\/\/./i.test(text) && URL.canParse(text);
}

/**
 * Splits a text of URLs and names at its commas. A comma inside a URL (image services use them) does not separate: what
 * follows it without a space, and is neither a URL nor a name, belongs to the URL.
 *
 * @param isName Tells whether an entry is a name that the item knows, such as that of a binary field
 */
export function splitList(text: string, isName: (entry: string) => boolean): string[] {
	const entries: string[] = [];
	let commas = 0;
	for (const piece of text.split(',')) {
		const entry = piece.trim();
		commas++;
		if (entry === '') {
			// Commas in a row may be part of a URL, too; what comes next tells.
			if (piece !== '') commas = 0;
			continue;
		}
		const previous = entries[entries.length - 1];
		const continuesUrl =
			previous !== undefined &&
			isWebUrl(previous) &&
			commas > 0 &&
			/^\S/.test(piece) &&
			!isWebUrl(entry) &&
			!isName(entry);
		if (continuesUrl) entries[entries.length - 1] = previous + ','.repeat(commas) + entry;
		else entries.push(entry);
		commas = 0;
	}
	return entries;
}

/** The entries of a list parameter: a text with commas, one value, or an array by expression. */
export function listEntries(value: unknown, isName: (entry: string) => boolean): unknown[] {
	const values = Array.isArray(value) ? (value as unknown[]) : [value];
	return values.flatMap((entry) =>
		// A data URI has commas of its own. It is refused later, as one entry and not as its pieces.
		typeof entry === 'string' && !isDataUri(entry) ? splitList(entry, isName) : [entry],
	);
}
