import type { MediaKind } from '../models/types';

interface FileType {
	readonly mimeType: string;
	readonly extension: string;
	readonly kind?: MediaKind;
	/** The file's first bytes, in which `undefined` stands for any byte. */
	readonly magic?: ReadonlyArray<number | undefined>;
}

const ANY = undefined;
const bytes = (text: string): number[] => [...Buffer.from(text, 'latin1')];
/** The container that MP4 shares with others; its brand tells them apart, any other brand is MP4. */
const isoMedia = (brand: string) => [ANY, ANY, ANY, ANY, ...bytes('ftyp'), ...bytes(brand)];

/** The files that the API takes and delivers (wire.md 5 and 6). The first entry of a MIME type is its standard one. */
const FILE_TYPES: readonly FileType[] = [
	{ mimeType: 'image/jpeg', extension: 'jpg', kind: 'image', magic: [0xff, 0xd8, 0xff] },
	{ mimeType: 'image/png', extension: 'png', kind: 'image', magic: [0x89, ...bytes('PNG\r\n')] },
	{
		mimeType: 'image/webp',
		extension: 'webp',
		kind: 'image',
		magic: [...bytes('RIFF'), ANY, ANY, ANY, ANY, ...bytes('WEBP')],
	},
	{ mimeType: 'image/gif', extension: 'gif', kind: 'image', magic: bytes('GIF8') },
	{ mimeType: 'image/avif', extension: 'avif', kind: 'image', magic: isoMedia('avif') },
	{ mimeType: 'image/heic', extension: 'heic', kind: 'image', magic: isoMedia('heic') },
	{ mimeType: 'audio/mp4', extension: 'm4a', kind: 'audio', magic: isoMedia('M4A ') },
	{ mimeType: 'video/quicktime', extension: 'mov', kind: 'video', magic: isoMedia('qt  ') },
	{ mimeType: 'video/mp4', extension: 'mp4', kind: 'video', magic: isoMedia('') },
	{ mimeType: 'video/webm', extension: 'webm', kind: 'video', magic: [0x1a, 0x45, 0xdf, 0xa3] },
	{ mimeType: 'audio/mpeg', extension: 'mp3', kind: 'audio', magic: bytes('ID3') },
	{
		mimeType: 'audio/wav',
		extension: 'wav',
		kind: 'audio',
		magic: [...bytes('RIFF'), ANY, ANY, ANY, ANY, ...bytes('WAVE')],
	},
	{ mimeType: 'audio/flac', extension: 'flac', kind: 'audio', magic: bytes('fLaC') },
	{ mimeType: 'application/zip', extension: 'zip', kind: 'zip', magic: [0x50, 0x4b, 0x03, 0x04] },
	{ mimeType: 'application/x-zip-compressed', extension: 'zip', kind: 'zip' },
	{ mimeType: 'image/jpeg', extension: 'jpeg', kind: 'image' },
];

/** MIME types that say nothing about the file. */
const TELLS_NOTHING = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

/** "Image/JPEG; charset=x" becomes "image/jpeg"; a type that tells nothing becomes undefined. */
export function plainMimeType(header: string | undefined): string | undefined {
	const mimeType = (header ?? '').split(';')[0]!.trim().toLowerCase();
	return TELLS_NOTHING.has(mimeType) ? undefined : mimeType;
}

/** @returns the MIME type that the first bytes of a file tell, or undefined */
export function sniffMimeType(head: Uint8Array): string | undefined {
	return FILE_TYPES.find(
		({ magic }) =>
			magic !== undefined &&
			head.length >= magic.length &&
			magic.every((byte, index) => byte === undefined || head[index] === byte),
	)?.mimeType;
}

/** @returns the extension without a dot, or undefined for a type that the API has nothing to do with */
export function extensionOf(mimeType: string | undefined): string | undefined {
	return FILE_TYPES.find((type) => type.mimeType === mimeType)?.extension;
}

/** @returns the lower-case extension of a file name without its dot, or '' */
export function extensionIn(fileName: string): string {
	return /\.([a-z0-9]{1,11})$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
}

export function mimeTypeOfExtension(extension: string): string | undefined {
	return FILE_TYPES.find((type) => type.extension === extension)?.mimeType;
}

/** The kind of a file by its MIME type, and by its name when that tells nothing; undefined when neither does. */
export function mediaKindOf(file: { mimeType?: string; fileName?: string }): MediaKind | 'other' | undefined {
	const mimeType = plainMimeType(file.mimeType) ?? mimeTypeOfExtension(extensionIn(file.fileName ?? ''));
	if (mimeType === undefined) return undefined;
	const known = FILE_TYPES.find((type) => type.mimeType === mimeType)?.kind;
	if (known) return known;
	const family = mimeType.split('/')[0];
	return family === 'image' || family === 'video' || family === 'audio' ? family : 'other';
}
