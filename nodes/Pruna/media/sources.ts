import { createHash } from 'crypto';
import type { IBinaryData } from 'n8n-workflow';
import type { MediaKind } from '../models/types';
import { isBinaryData, type BinaryFields } from './binaryFields';
import { mediaKindOf } from './fileTypes';

/** The largest file that the API takes, in bytes (wire.md 6). */
export const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;

const IS_DATA_URI = /^\s*data:/i;

/** Where the file of a media parameter comes from. */
export type MediaSource =
	| { readonly kind: 'url'; readonly url: string }
	| {
			readonly kind: 'binary';
			/** What n8n's binary helpers take: the field's name, or the binary object of an expression. */
			readonly reference: string | IBinaryData;
			readonly binary: IBinaryData;
	  };

/** A source, or the end of a sentence that tells what is wrong with it. */
export type SourceResult = { source: MediaSource } | { finding: string };

export function isWebUrl(text: string): boolean {
	return /^https?:\/\/./i.test(text) && URL.canParse(text);
}

/**
 * Splits a text of URLs and field names at its commas. A comma inside a URL (image services use them) does not
 * separate: what follows it without a space, and is neither a URL nor a field of the item, belongs to the URL.
 */
export function splitList(text: string, fields: BinaryFields): string[] {
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
			fields.find(entry) === undefined;
		if (continuesUrl) entries[entries.length - 1] = previous + ','.repeat(commas) + entry;
		else entries.push(entry);
		commas = 0;
	}
	return entries;
}

/** The entries of a list parameter: a text with commas, one value, or an array by expression. */
export function listEntries(value: unknown, fields: BinaryFields): unknown[] {
	const values = Array.isArray(value) ? (value as unknown[]) : [value];
	return values.flatMap((entry) =>
		// A data URI has commas of its own. It is refused later, as one entry and not as its pieces.
		typeof entry === 'string' && !IS_DATA_URI.test(entry) ? splitList(entry, fields) : [entry],
	);
}

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

function checkFile(reference: string | IBinaryData, binary: IBinaryData, media: MediaKind): SourceResult {
	const label = typeof reference === 'string' ? `the binary field “${reference}”` : 'the binary file';
	const kind = mediaKindOf(binary);
	if (kind !== undefined && kind !== media) {
		const name = binary.fileName ? ` (${binary.fileName})` : '';
		return { finding: `${label} holds ${binary.mimeType}${name}, but ${NEEDED[media]} is needed` };
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
 */
export function readSource(value: unknown, media: MediaKind, fields: BinaryFields): SourceResult {
	if (isBinaryData(value)) return checkFile(value, value, media);
	if (typeof value !== 'string') {
		return { finding: 'needs a URL or the name of a binary field as text' };
	}
	const text = value.trim();
	if (isWebUrl(text)) return { source: { kind: 'url', url: text } };
	if (IS_DATA_URI.test(text)) {
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

/** What tells a file from other files without reading it: where n8n keeps it, or (in memory) its content's hash. */
export function identityOf(source: MediaSource): string {
	if (source.kind === 'url') return source.url;
	const { id, data } = source.binary;
	return id ?? createHash('sha256').update(data).digest('hex');
}
