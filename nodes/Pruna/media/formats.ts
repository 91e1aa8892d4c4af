import type { MediaKind } from '../models/types';
import { fileTypeOf, fileTypeOfExtension } from './fileTypes';
import type { Identified } from './identify';

const NEEDED: Record<MediaKind, string> = {
	image: 'an image',
	video: 'a video',
	audio: 'an audio file',
	zip: 'a ZIP file',
};

/**
 * Whether a file has one of the formats that a parameter takes.
 *
 * @param formats Names such as jpg, png or mp4, in lower case. An empty list allows every format
 */
export function isTakenFormat(file: Pick<Identified, 'mimeType'>, formats: readonly string[] = []): boolean {
	// Compared by type, so that jpeg equals jpg and m4v equals mp4.
	return formats.length === 0 || formats.some((format) => mimeTypeOfFormat(format) === file.mimeType);
}

function mimeTypeOfFormat(format: string): string | undefined {
	return fileTypeOfExtension(format)?.mimeType ?? fileTypeOf(format)?.mimeType;
}

/** What a file is, with an article: "a JPEG image", "a web page (HTML)", "a text file". */
export function fileLabel({ label, text, inner }: Pick<Identified, 'label' | 'text' | 'inner'>): string {
	return text === 'base64' && inner ? `${inner.label} encoded as Base64 text` : label;
}

function listed(formats: readonly string[]): string {
	const names = formats.map((format) => format.toUpperCase());
	const last = names.pop() ?? '';
	return names.length === 0 ? last : `${names.join(', ')} or ${last}`;
}

/**
 * Why a parameter does not take this file, as the rest of a sentence that starts with the file ("is a PDF document, but an
 * image is needed"). An unidentified file passes, because the API may know it.
 */
export function formatFinding(
	file: Identified | undefined,
	media: readonly MediaKind[],
	formats: readonly string[] = [],
): string | undefined {
	if (!file) return undefined;
	if (!media.some((kind) => kind === file.kind)) {
		const advice = file.text === 'base64' ? '; decode it first' : '';
		return `is ${fileLabel(file)}, but ${media.map((kind) => NEEDED[kind]).join(' or ')} is needed${advice}`;
	}
	if (isTakenFormat(file, formats)) return undefined;
	return `is ${fileLabel(file)}, but ${listed(formats)} is needed; convert it first`;
}
