import { couldBecomeBinary, HEAD_BYTES, sniffBinary } from './sniffBinary';
import { isUtf16, sniffText, type SniffedText } from './sniffText';

/** What the first bytes of a file tell. With `text`, it is nothing but text, and of which form. */
export type Sniffed = SniffedText;

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
