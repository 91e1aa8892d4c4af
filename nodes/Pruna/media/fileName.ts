import { extensionIn, extensionOf, mimeTypeOfExtension } from './fileTypes';

/** File systems allow 255 bytes; the rest is room for a number and an extension. */
const MAX_STEM_BYTES = 200;

/** Names that Windows keeps for its devices, whatever follows their first dot. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)/i;

/**
 * Control characters, line separators, halves of characters, those that turn the direction of text around (a "gpj.exe"
 * that reads "exe.jpg"), and those that make two names look the same. Joiners stay: emoji and Persian need them.
 */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\p{Bidi_Control}\u00ad\u200b\u2060\ufeff]/gu;

/** As much of a text as fits, without half a character at its end. */
function firstBytes(text: string, limit: number): string {
	let size = 0;
	let result = '';
	for (const character of text) {
		size += Buffer.byteLength(character);
		if (size > limit) break;
		result += character;
	}
	return result;
}

/** A file name from the network or a user, made safe for every file system; '' when nothing is left of it. */
export function safeFileName(name: string): string {
	const plain = name
		.replace(INVISIBLE, '')
		.replace(/[/\\:*?"<>|]/g, '_')
		.replace(/^[.\s]+|[.\s]+$/g, '');
	const extension = extensionIn(plain);
	const stem = extension === '' ? plain : plain.slice(0, -extension.length - 1);
	const short = firstBytes(stem, MAX_STEM_BYTES).replace(/[.\s]+$/, '');
	const safe = RESERVED.test(short) ? `_${short}` : short;
	return extension === '' || safe === '' ? safe : `${safe}.${extension}`;
}

function lastPathSegment(url: string): string {
	const segment = URL.canParse(url) ? (new URL(url).pathname.split('/').pop() ?? '') : '';
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/**
 * The name of a delivered file: the user's own, numbered when there are several files, else the one in its URL. The
 * extension is made to fit the MIME type.
 */
export function deliveredFileName(file: {
	url: string;
	mimeType: string;
	/** The user's own name, with or without an extension. */
	wanted?: string;
	index: number;
	count: number;
}): string {
	const wanted = safeFileName(file.wanted ?? '');
	const name = wanted || safeFileName(lastPathSegment(file.url)) || 'output';
	const given = extensionIn(name);
	const fits = mimeTypeOfExtension(given) === file.mimeType;
	const extension = fits ? given : (extensionOf(file.mimeType) ?? given);
	const hasExtension =
		given !== '' && (fits || mimeTypeOfExtension(given) !== undefined || extension === given);
	const stem = hasExtension ? name.slice(0, -given.length - 1) : name;
	const number = wanted !== '' && file.count > 1 ? `_${file.index + 1}` : '';
	return extension === '' ? stem + number : `${stem}${number}.${extension}`;
}
