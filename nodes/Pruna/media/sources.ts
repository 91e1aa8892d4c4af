import type { IBinaryData } from 'n8n-workflow';
import { isDataUri, isWebUrl } from '../core/list';
import type { MediaKind } from '../models/types';
import { isBinaryData, type BinaryFields } from './binaryFields';
import { mediaKindOf } from './fileTypes';
import { identityOfFile } from './storedFile';

/** The largest file that the API takes, in bytes (wire.md 6). */
export const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;

/** A file of n8n's. */
export interface BinarySource {
	readonly kind: 'binary';
	/** What n8n's binary helpers take: the field's name, or the binary object of an expression. */
	readonly reference: string | IBinaryData;
	readonly binary: IBinaryData;
}

/** Where the file of a media parameter comes from. */
export type MediaSource = { readonly kind: 'url'; readonly url: string } | BinarySource;

/** A source, or the end of a sentence that tells what is wrong with it. */
export type SourceResult = { source: MediaSource } | { finding: string };

const NEEDED: Record<MediaKind, string> = {
	image: 'an image',
	video: 'a video',
	audio: 'an audio file',
	zip: 'a ZIP file',
};

/** What is wrong with a file of this size, if anything. */
export function sizeFinding(label: string, bytes: number): string | undefined {
	if (bytes <= MAX_UPLOAD_BYTES) return undefined;
	return `${label} is ${Math.ceil(bytes / 1024 / 1024)} MB large; Pruna takes files of up to 100 MB`;
}

function checkFile(
	reference: string | IBinaryData,
	binary: IBinaryData,
	media: readonly MediaKind[],
): SourceResult {
	const label = typeof reference === 'string' ? `the binary field “${reference}”` : 'the binary file';
	const kind = mediaKindOf(binary);
	if (kind !== undefined && !media.some((taken) => taken === kind)) {
		const name = binary.fileName ? ` (${binary.fileName})` : '';
		return {
			finding: `${label} holds ${binary.mimeType}${name}, but ${media.map((taken) => NEEDED[taken]).join(' or ')} is needed`,
		};
	}
	const finding = sizeFinding(label, binary.bytes ?? 0);
	return finding ? { finding } : { source: { kind: 'binary', reference, binary } };
}

function availableFields({ names }: BinaryFields): string {
	return names.length === 0
		? 'the item has no binary fields'
		: `the item's binary fields are ${names.map((name) => `“${name}”`).join(', ')}`;
}

/**
 * Tells what one entry of a media parameter means: a public URL, the name of a binary field, or a binary object that
 * an expression gave. Nothing is read or sent.
 *
 * @param media The kinds of file that the parameter takes
 */
export function readSource(value: unknown, media: readonly MediaKind[], fields: BinaryFields): SourceResult {
	if (isBinaryData(value)) return checkFile(value, value, media);
	if (typeof value !== 'string') {
		return { finding: 'needs a URL or the name of a binary field as text' };
	}
	const text = value.trim();
	if (isWebUrl(text)) return { source: { kind: 'url', url: text } };
	if (isDataUri(text)) {
		return { finding: 'cannot take a data URI; put the file into a binary field and give its name' };
	}
	const binary = fields.find(text);
	if (binary) return checkFile(text, binary, media);
	return {
		finding: `“${shorten(text)}” is neither a URL (https://…) nor a binary field: ${availableFields(fields)}`,
	};
}

function shorten(text: string): string {
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** What tells a file from other files without reading it. */
export function identityOf(source: MediaSource): string {
	return source.kind === 'url' ? source.url : identityOfFile(source.binary);
}
