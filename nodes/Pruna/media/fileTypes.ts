import { FILE_TYPES, type FileKind, type FileType } from './fileTypeTable';

/** MIME types that say nothing about a file. */
const TELLS_NOTHING = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

const BY_MIME_TYPE = new Map(
	FILE_TYPES.flatMap((type) => [type.mimeType, ...type.aliases].map((name) => [name, type] as const)),
);
const BY_EXTENSION = new Map(
	FILE_TYPES.flatMap((type) => type.extensions.map((extension) => [extension, type] as const)),
);

/** Normalizes "Image/JPG; charset=x" to "image/jpeg". A type that says nothing about the file becomes undefined. */
export function plainMimeType(header: string | undefined): string | undefined {
	const mimeType = (header ?? '').split(';')[0]!.trim().toLowerCase();
	return TELLS_NOTHING.has(mimeType) ? undefined : (fileTypeOf(mimeType)?.mimeType ?? mimeType);
}

/** @param mimeType A standard MIME type or one of its aliases, in lower case */
export function fileTypeOf(mimeType: string | undefined): FileType | undefined {
	return mimeType === undefined ? undefined : BY_MIME_TYPE.get(mimeType);
}

export function fileTypeOfExtension(extension: string): FileType | undefined {
	return BY_EXTENSION.get(extension);
}

/** @returns the extension without a dot, or undefined for an unknown type */
export function extensionOf(mimeType: string | undefined): string | undefined {
	return fileTypeOf(mimeType)?.extensions[0];
}

/** @returns the lower-case extension of a file name without its dot, or '' */
export function extensionIn(fileName: string): string {
	return /\.([a-z0-9]{1,11})$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
}

export function mimeTypeOfExtension(extension: string): string | undefined {
	return fileTypeOfExtension(extension)?.mimeType;
}

/** The kind of file that a MIME type stands for; the type may be unknown. */
export function kindOfMimeType(mimeType: string): FileKind {
	const family = mimeType.split('/')[0];
	const isMedia = family === 'image' || family === 'video' || family === 'audio';
	return fileTypeOf(mimeType)?.kind ?? (isMedia ? family : 'other');
}

/** The kind of a file by its MIME type, else by its name; undefined if neither shows it. */
export function mediaKindOf(file: { mimeType?: string; fileName?: string }): FileKind | undefined {
	const mimeType = plainMimeType(file.mimeType) ?? mimeTypeOfExtension(extensionIn(file.fileName ?? ''));
	return mimeType === undefined ? undefined : kindOfMimeType(mimeType);
}
