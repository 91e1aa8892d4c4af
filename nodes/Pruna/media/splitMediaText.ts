import { bareText } from './cleanUrl';
import { fileInBase64 } from './sniff';

/** Says whether the item has a binary field of exactly that name. */
export type IsField = (name: string) => boolean;

/** A URL, which may be in quotes, in angle brackets or in Markdown. */
const IS_URL = /^["'`“„‘«<]{0,2}(https?:|!?\[[^\]]*\]\(\s*<?https?:)/i;
const IS_DATA_URI = /^["'`“„‘«<]{0,2}data:/i;

/** Base64 with line breaks has lines of 64 or 76 characters. */
const LONGEST_LINE = 128;
const IS_BASE64_LINE = /^[a-z0-9+/_-]+={0,2}$/i;

type EntryKind = 'url' | 'data' | 'base64' | 'other';

/** An entry while it is being read. Its parts are joined at the end, so that long entries are not copied repeatedly. */
interface Entry {
	readonly kind: EntryKind;
	readonly parts: string[];
	/** For a data URI: true up to the comma that starts its content. Semicolons and that comma belong to the entry. */
	inHeader: boolean;
	/** For a data URI: its content is Base64. */
	isBase64: boolean;
}

/** The text between two separators, and the separators before it. */
interface Piece {
	readonly text: string;
	readonly separators: string;
}

function kindOf(text: string): EntryKind {
	if (IS_DATA_URI.test(text)) return 'data';
	if (IS_URL.test(text)) return 'url';
	return text.length <= LONGEST_LINE && fileInBase64(text) ? 'base64' : 'other';
}

function begin(text: string): Entry {
	const kind = kindOf(text.trim());
	return { kind, parts: [text], inHeader: kind === 'data', isBase64: kind === 'base64' };
}

/** @returns true if the piece is the next line of the Base64 */
function continuesBase64(entry: Entry, { text, separators }: Piece): boolean {
	const line = text.trim();
	const isEnded = /=\s*$/.test(entry.parts[entry.parts.length - 1]!.slice(-4));
	return !isEnded && /^[\r\n]+$/.test(separators) && line.length <= LONGEST_LINE && IS_BASE64_LINE.test(line);
}

/** @param startsEntry Whether the piece by itself is a URL, a data URI or the name of a field */
function continues(entry: Entry, piece: Piece, startsEntry: (text: string) => boolean): boolean {
	const { text, separators } = piece;
	switch (entry.kind) {
		case 'other':
			return false;
		case 'url': {
			const isClose = /\S$/.test(entry.parts[entry.parts.length - 1]!.slice(-1)) && /^\S/.test(text);
			return isClose && /^[,;]+$/.test(separators) && !startsEntry(text);
		}
		case 'base64':
			return continuesBase64(entry, piece) && !startsEntry(text);
		case 'data':
			if (entry.inHeader) return !['data', 'url'].includes(kindOf(text.trim()));
			return (!entry.isBase64 || continuesBase64(entry, piece)) && !startsEntry(text);
	}
}

function extend(entry: Entry, { text, separators }: Piece): void {
	if (entry.inHeader && separators.includes(',')) {
		entry.inHeader = false;
		entry.isBase64 = /;\s*base64\s*$/i.test(entry.parts.join('').slice(-20));
	}
	entry.parts.push(separators, text);
}

/**
 * Splits a text of URLs, data URIs and names of binary fields at commas, semicolons, tabs and line breaks. A comma or
 * semicolon inside a URL (image services use them) does not split it: text that follows without a space, and is neither a
 * URL nor a field of the item, belongs to the URL. Blank entries are left out.
 */
export function splitMediaText(text: string, isField: IsField): string[] {
	const startsEntry = (piece: string) => {
		const entry = piece.trim();
		return isField(entry) || isField(bareText(entry)) || ['data', 'url'].includes(kindOf(entry));
	};
	const entries: Entry[] = [];
	let separators = '';
	let hasBlank = false;
	const read = (piece: string) => {
		if (piece.trim() === '') {
			hasBlank ||= piece !== '';
			return;
		}
		const previous = entries[entries.length - 1];
		// Whitespace between separators ends an entry, except in a data URI without Base64, which may contain anything.
		const isFree = previous?.kind === 'data' && !previous.isBase64;
		const next = { text: piece, separators };
		if (previous && (isFree || !hasBlank) && continues(previous, next, startsEntry)) extend(previous, next);
		else entries.push(begin(piece));
		separators = '';
		hasBlank = false;
	};

	let start = 0;
	for (const { 0: separator, index } of text.matchAll(/[,;\t\r\n]/g)) {
		read(text.slice(start, index));
		separators += separator;
		start = index + 1;
	}
	read(text.slice(start));
	return entries.map(({ parts }) => parts.join('').trim());
}
