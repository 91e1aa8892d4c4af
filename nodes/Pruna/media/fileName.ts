import { extensionIn, extensionOf, mimeTypeOfExtension } from './fileTypes';

/** File systems allow 255 bytes; the rest leaves room for a number and an extension. */
const MAX_STEM_BYTES = 200;
/** The limit for a name from the API or a model: the label that follows it keeps files apart and must not be cut off. */
const MAX_KEPT_BYTES = 120;
const MAX_LABEL_BYTES = 64;

/** Names that Windows reserves for devices, whatever follows the first dot. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)/i;

/**
 * Control characters, line separators, lone surrogates, characters that reverse the direction of text (so that "gpj.exe"
 * reads "exe.jpg"), and characters that make two names look the same. Joiners stay: emoji and Persian need them.
 */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\p{Bidi_Control}\u00ad\u200b\u2060\ufeff]/gu;

/** As much of a text as fits, without cutting a character in half. */
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

/** Makes a file name from the network or a user safe for every file system. @returns '' when nothing is left of it */
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

/** What the name of a file can be made of: facts about the file and its job. */
export interface NamedFile {
	readonly url: string;
	readonly mimeType: string;
	/** The API's name for it, from `Content-Disposition`. */
	readonly stated?: string;
	/** The user's name for it, with or without an extension. */
	readonly wanted?: string;
	readonly model?: string;
	/** Distinguishes this file from the run's other files: the job's ID, or the item's number. */
	readonly label: string;
	/** Which of several files this is, counted from 1 at each level: the take, and the file of that job. */
	readonly numbers: readonly number[];
}

/** The API calls nearly every result "output.jpg" or "output_42_0.jpeg", which says nothing about the file. */
const TELLS_NOTHING = /^(output|result|file|image|video|download)?[-_.\s\d]*$/i;

/** Splits a name into the part before its extension and the extension that fits the MIME type. */
function splitName(name: string, mimeType: string): { stem: string; extension: string } {
	const given = extensionIn(name);
	const fits = mimeTypeOfExtension(given) === mimeType;
	const extension = fits ? given : (extensionOf(mimeType) ?? given);
	const hasExtension =
		given !== '' && (fits || mimeTypeOfExtension(given) !== undefined || extension === given);
	return { stem: hasExtension ? name.slice(0, -given.length - 1) : name, extension };
}

/**
 * The name of a delivered file: the user's name for it, or else the model's or the API's name, followed by a label.
 * The label keeps the files of different items apart; without it, a node that saves files would overwrite one with the
 * next. Several files of one item are numbered. The extension always fits the MIME type.
 */
export function deliveredFileName(file: NamedFile): string {
	const { url, mimeType, stated, model = '', label, numbers } = file;
	const wanted = safeFileName(file.wanted ?? '');
	const given = safeFileName(stated ?? '') || safeFileName(lastPathSegment(url)) || 'output';
	const { stem, extension } = splitName(wanted || given, mimeType);
	const kept = TELLS_NOTHING.test(stem) ? safeFileName(model) || 'output' : stem;
	const own = `${firstBytes(kept, MAX_KEPT_BYTES)}-${firstBytes(label, MAX_LABEL_BYTES)}`;
	const name = wanted === '' ? safeFileName(own) : stem;
	const full = [name, ...numbers].join('_');
	return extension === '' ? full : `${full}.${extension}`;
}
