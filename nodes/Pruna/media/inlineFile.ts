import { identifyFile, type Identified } from './identify';
import { plainMimeType } from './fileTypes';
import { fileInBase64 } from './sniff';
import { HEAD_BYTES } from './sniffBinary';

/** A file whose content was given directly. It has to be uploaded. */
export interface InlineFile {
	readonly bytes: Buffer;
	/** What the bytes show, else what was stated with them. */
	readonly mimeType: string;
	/** Undefined when nothing says what the file is. */
	readonly identified: Identified | undefined;
}

/** A file, or what is wrong with it: a sentence without its period that quotes none of the content. */
export type InlineResult = { readonly file: InlineFile } | { readonly finding: string };

const IS_DATA_URI = /^\s*data:/i;
const IS_BASE64 = /^[a-z0-9+/_-]*={0,2}$/i;

function fileOf(label: string, bytes: Buffer, mimeType?: string): InlineResult {
	if (bytes.length === 0) return { finding: `${label} is empty` };
	const identified = identifyFile({ head: bytes.subarray(0, HEAD_BYTES), mimeType });
	const stated = plainMimeType(mimeType) ?? 'application/octet-stream';
	return { file: { bytes, mimeType: identified?.mimeType ?? stated, identified } };
}

/** @returns undefined if the text is not Base64. Both alphabets are accepted, with or without padding */
function decodeBase64(text: string): Buffer | undefined {
	const plain = text.replace(/\s+/g, '');
	// Tested first, so that at most two padding characters are left to count.
	if (!IS_BASE64.test(plain)) return undefined;
	const digits = plain.length - (/=+$/.exec(plain.slice(-2))?.[0].length ?? 0);
	return digits % 4 === 1 ? undefined : Buffer.from(plain, 'base64');
}

/** Decodes each %xx to a byte and every other character to its UTF-8 bytes. */
function decodePercent(text: string): Buffer | undefined {
	if (!text.includes('%')) return Buffer.from(text);
	const [first = '', ...rest] = text.split('%');
	const parts = [Buffer.from(first)];
	for (const part of rest) {
		const code = part.slice(0, 2);
		if (!/^[0-9a-f]{2}$/i.test(code)) return undefined;
		parts.push(Buffer.from(code, 'hex'), Buffer.from(part.slice(2)));
	}
	return Buffer.concat(parts);
}

/** RFC 2397: `data:[type][;parameter=value][;base64],content`. */
function readDataUri(text: string): InlineResult {
	const start = text.indexOf(':') + 1;
	const comma = text.indexOf(',', start);
	if (comma < 0) return { finding: 'the data URI is incomplete: it has no comma before its content' };
	const header = text.slice(start, comma).trim();
	const isBase64 = /;\s*base64$/i.test(header.slice(-20));
	const content = text.slice(comma + 1).trim();
	const bytes = isBase64 ? decodeBase64(unescapeBase64(content)) : decodePercent(content);
	if (!bytes) {
		const what = isBase64 ? 'is not valid Base64' : 'contains an invalid % sequence';
		return { finding: `the data URI is damaged: its content ${what}` };
	}
	return fileOf('the file in the data URI', bytes, header.split(';')[0]);
}

/** In a data URI, Base64 characters may be percent-encoded. */
function unescapeBase64(content: string): string {
	if (!content.includes('%')) return content;
	return content
		.replace(/%2b/gi, '+')
		.replace(/%2f/gi, '/')
		.replace(/%3d/gi, '=')
		.replace(/%0[ad]|%20/gi, '');
}

/** The bytes of a buffer, or of the JSON that Node.js makes of one. */
function bytesOf(value: unknown): Buffer | undefined {
	if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
	if (value instanceof ArrayBuffer) return Buffer.from(value);
	if (typeof value !== 'object' || value === null) return undefined;
	const { type, data } = value as { type?: unknown; data?: unknown };
	if (type !== 'Buffer' || !Array.isArray(data)) return undefined;
	const isBytes = (data as unknown[]).every(
		(byte) => typeof byte === 'number' && Number.isInteger(byte) && byte >= 0 && byte <= 255,
	);
	return isBytes ? Buffer.from(data as number[]) : undefined;
}

/**
 * The file in a data URI, in Base64 text that encodes a file of a known type, or in a buffer (also one that was converted
 * to JSON). Does not check the size or kind. Takes time in proportion to the size.
 *
 * @returns undefined for anything else, such as a URL or a name
 */
export function inlineFile(value: unknown): InlineResult | undefined {
	const buffer = bytesOf(value);
	if (buffer) return fileOf('the buffer', buffer);
	if (typeof value !== 'string') return undefined;
	if (IS_DATA_URI.test(value.slice(0, 100))) return readDataUri(value);
	// The beginning is enough to distinguish a file from a name or a URL.
	const type = fileInBase64(value.slice(0, 2 * HEAD_BYTES));
	if (!type) return undefined;
	const bytes = decodeBase64(value.trim());
	return bytes
		? fileOf('the file in the Base64 text', bytes)
		: { finding: `the Base64 text is damaged: it starts like ${type.label} but contains invalid characters` };
}
