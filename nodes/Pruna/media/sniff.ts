import type { FileType } from './fileTypeTable';
import { fileTypeOf } from './fileTypes';
import { couldBecomeBinary, HEAD_BYTES, sniffBinary } from './sniffBinary';

/** Kinds of text that no model takes as a file. */
export type TextForm = 'html' | 'json' | 'base64' | 'text';

/** What the first bytes of a file show. */
export interface Sniffed {
	/** The type of the file itself: Base64 text is text. */
	readonly type: FileType;
	/** Missing for an SVG image, although it is text. */
	readonly text?: TextForm;
	/** The file that Base64 text encodes. */
	readonly inner?: FileType;
}

/** Control characters that text does not contain. Tabs, line breaks and escape are allowed. */
const NOT_TEXT = /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/;

/** Shorter Base64 could just as well be a word. */
const LEAST_BASE64 = 40;

const HTML =
	/^<(!doctype\s+html|html|head|body|title|meta|script|style|link|div|p|table|iframe|h1|br|center|form)[\s/>]/i;

function decode(head: Uint8Array, encoding: string): string | undefined {
	try {
		// Decoded as a stream, because the head may end in the middle of a character.
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

/** What may precede the first element of an SVG image or a web page, and how it ends. */
const PROLOG: ReadonlyArray<readonly [RegExp, RegExp]> = [
	[/^<!--/, /-->/],
	[/^<\?/, /\?>/],
	// The document type may contain declarations in brackets.
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

/** Whether the text starts like a JSON object or array; the head may end within it. */
function looksLikeJson(text: string): boolean {
	return /^\{\s*(["}]|$)/.test(text) || /^\[\s*([[{"\]]|-?\d|true|false|null|$)/.test(text);
}

/**
 * The first bytes that Base64 text encodes; data URIs and the URL-safe alphabet are supported.
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

/** The type of the file that Base64 text encodes; undefined for any other text, and if it encodes text. */
export function fileInBase64(text: string): FileType | undefined {
	const head = base64Head(text);
	const type = head && sniffBinary(head);
	const nested = head && !type ? sniffText(head) : undefined;
	return type ?? (nested?.text === undefined ? nested?.type : undefined);
}

/** Whether this is UTF-16 text: its byte order mark could also start an audio frame. */
function isUtf16(head: Uint8Array): boolean {
	const encoding = encodingOf(head);
	return encoding !== 'utf-8' && head.length >= 8 && decode(head, encoding) !== undefined;
}

/** What the first bytes of a text show; undefined for bytes that are not text. Never throws. */
function sniffText(head: Uint8Array): Sniffed | undefined {
	const known = (mimeType: string) => fileTypeOf(mimeType)!;
	const decoded = decode(head, encodingOf(head));
	// Text in an old encoding is recognized only as markup: without tags, such bytes could be anything.
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
 * Identifies a file by its first bytes: a known type, a kind of text, or undefined for anything else. Never throws.
 *
 * @param head The first bytes, ideally 4096 of them, or all of a smaller file
 */
export function sniff(head: Uint8Array): Sniffed | undefined {
	const beginning = head.subarray(0, HEAD_BYTES);
	const type = isUtf16(beginning) ? undefined : sniffBinary(beginning);
	if (type) return { type };
	return couldBecomeBinary(beginning) ? undefined : sniffText(beginning);
}

/** @returns the MIME type that the first bytes of a file show; undefined if they do not show one, and for text */
export function sniffMimeType(head: Uint8Array): string | undefined {
	const sniffed = sniff(head);
	return sniffed === undefined || sniffed.text !== undefined ? undefined : sniffed.type.mimeType;
}
