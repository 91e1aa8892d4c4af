import type { FileType } from './fileTypeTable';
import { fileTypeOf } from './fileTypes';
import { couldBecomeBinary, HEAD_BYTES, sniffBinary } from './sniffBinary';

/** Forms of text that are no file to work with. */
export type TextForm = 'html' | 'json' | 'base64' | 'text';

/** What the first bytes of a file tell. */
export interface Sniffed {
	/** What the file is as it is: a text in Base64 is a text. */
	readonly type: FileType;
	/** Missing for an SVG drawing, which is an image in text. */
	readonly text?: TextForm;
	/** The file within a text in Base64. */
	readonly inner?: FileType;
}

/** Control characters that no text has. Tab, line breaks and escape are left out. */
const NOT_TEXT = /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/;

/** A text in Base64 that is shorter could as well be a word. */
const LEAST_BASE64 = 40;

const HTML =
	/^<(!doctype\s+html|html|head|body|title|meta|script|style|link|div|p|table|iframe|h1|br|center|form)[\s/>]/i;

function decode(head: Uint8Array, encoding: string): string | undefined {
	try {
		// As a stream, because the head may end within a character.
		const text = new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
		return NOT_TEXT.test(text) ? undefined : text;
	} catch {
		return undefined;
	}
}

function encodingOf([first, second]: Uint8Array): string {
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** What may stand before the first element of an SVG drawing, and before that of a page as well, with its end. */
const PROLOG: ReadonlyArray<readonly [RegExp, RegExp]> = [
	[/^<!--/, /-->/],
	[/^<\?/, /\?>/],
	// The document type may hold declarations of its own in brackets.
	[/^<!doctype\s+svg/i, /^[^[>]*(\[[^\]]*\])?[^>]*>/],
];

function afterProlog(text: string): string {
	let rest = text;
	for (;;) {
		const part = PROLOG.find(([beginning]) => beginning.test(rest));
		if (!part) return rest;
		const end = part[1].exec(rest);
		if (!end) return '';
		rest = rest.slice(end.index + end[0].length).trimStart();
	}
}

/** An object or an array; the head may end within it. */
function looksLikeJson(text: string): boolean {
	return /^\{\s*(["}]|$)/.test(text) || /^\[\s*([[{"\]]|-?\d|true|false|null|$)/.test(text);
}

/**
 * The bytes at the beginning of a text in Base64, also in that of a data URI or in the alphabet for URLs.
 *
 * @returns undefined for any other text
 */
function base64Head(text: string): Uint8Array | undefined {
	const content = text
		.trimStart()
		.slice(0, 8192)
		.replace(/^data:[^,]{0,300};base64,/i, '');
	const plain = content.replace(/\s/g, '');
	if (plain.length < LEAST_BASE64 || !/^[a-z0-9+/_-]+={0,2}$/i.test(plain)) return undefined;
	return Buffer.from(plain.slice(0, plain.length - (plain.length % 4)), 'base64');
}

/** The file that a text in Base64 stands for; undefined for any other text, and for one that stands for a text. */
export function fileInBase64(text: string): FileType | undefined {
	const head = base64Head(text);
	const type = head && sniffBinary(head);
	const nested = head && !type ? sniffText(head) : undefined;
	return type ?? (nested?.text === undefined ? nested?.type : undefined);
}

/** Text in UTF-16, whose mark could as well begin a frame of sound. */
function isUtf16(head: Uint8Array): boolean {
	const encoding = encodingOf(head);
	return encoding !== 'utf-8' && head.length >= 8 && decode(head, encoding) !== undefined;
}

/** What the first bytes of a text tell; undefined for bytes that are no text. Never throws. */
function sniffText(head: Uint8Array): Sniffed | undefined {
	const known = (mimeType: string) => fileTypeOf(mimeType)!;
	const decoded = decode(head, encodingOf(head));
	// An old encoding. Without any sign of being a page, such bytes could be anything.
	const text = (decoded ?? decode(head, 'latin1') ?? '').trimStart();
	const markup = afterProlog(text);
	if (/^<(\w+:)?svg[\s/>]/.test(markup)) return { type: known('image/svg+xml') };
	if (HTML.test(markup)) return { type: known('text/html'), text: 'html' };
	if (decoded === undefined || head.length === 0) return undefined;
	if (text.startsWith('%PDF-')) return { type: known('application/pdf') };
	if (looksLikeJson(text)) return { type: known('application/json'), text: 'json' };
	const inner = fileInBase64(text);
	return { type: known('text/plain'), ...(inner ? { text: 'base64', inner } : { text: 'text' }) };
}

/**
 * Tells a file by its first bytes: a known type, a form of text, or undefined for anything else. Never throws.
 *
 * @param head The first bytes, best 4096 of them; or the whole of a smaller file
 */
export function sniff(head: Uint8Array): Sniffed | undefined {
	const beginning = head.subarray(0, HEAD_BYTES);
	const type = isUtf16(beginning) ? undefined : sniffBinary(beginning);
	if (type) return { type };
	return couldBecomeBinary(beginning) ? undefined : sniffText(beginning);
}

/** @returns the MIME type that the first bytes of a file tell, or undefined; text tells nothing */
export function sniffMimeType(head: Uint8Array): string | undefined {
	const sniffed = sniff(head);
	return sniffed === undefined || sniffed.text !== undefined ? undefined : sniffed.type.mimeType;
}
