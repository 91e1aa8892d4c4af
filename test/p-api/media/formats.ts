import { extname } from 'node:path';
import type { MediaKind } from '../models';

/** A file format, recognized by its first bytes and by its file extensions. */
export interface MediaFormat {
	/** As in `formats` of models.json. */
	name: string;
	kind: MediaKind;
	extensions: string[];
	matches: (bytes: Buffer) => boolean;
}

const startsWith =
	(...signatures: string[]) =>
	(bytes: Buffer): boolean =>
		signatures.some((signature) => bytes.indexOf(signature, 0, 'latin1') === 0);

/** RIFF files name their content right after the length: WEBP, WAVE. */
const riff =
	(content: string) =>
	(bytes: Buffer): boolean =>
		startsWith('RIFF')(bytes) && bytes.toString('latin1', 8, 12) === content;

/** The brand of an ISO base media file (MP4 and its relatives); undefined for any other file. */
const brandOf = (bytes: Buffer): string | undefined =>
	bytes.toString('latin1', 4, 8) === 'ftyp' && bytes.length >= 12
		? bytes.toString('latin1', 8, 12)
		: undefined;

const brand =
	(pattern: RegExp) =>
	(bytes: Buffer): boolean =>
		pattern.test(brandOf(bytes) ?? '');

/** Matroska files name their document type in the header. */
const ebml =
	(docType: string) =>
	(bytes: Buffer): boolean =>
		startsWith('\x1a\x45\xdf\xa3')(bytes) && bytes.subarray(0, 64).includes(docType);

/** An MPEG audio frame begins with 11 set bits; after two more bits, 01 stands for layer III. */
const mp3 = (bytes: Buffer): boolean =>
	startsWith('ID3')(bytes) || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2);

/** An AAC frame in ADTS begins with 12 set bits, followed by layer 0. */
const aac = (bytes: Buffer): boolean => bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0;

/**
 * The formats that a model opens. Images are what Pillow opens without a plugin, which excludes SVG and HEIC. The order
 * matters: the brands of AVIF, QuickTime, and M4A come before MP4, which matches any other brand.
 */
const formats: MediaFormat[] = [
	{ name: 'jpg', kind: 'image', extensions: ['jpg', 'jpeg'], matches: startsWith('\xff\xd8\xff') },
	{ name: 'png', kind: 'image', extensions: ['png'], matches: startsWith('\x89PNG\r\n\x1a\n') },
	{ name: 'webp', kind: 'image', extensions: ['webp'], matches: riff('WEBP') },
	{ name: 'gif', kind: 'image', extensions: ['gif'], matches: startsWith('GIF87a', 'GIF89a') },
	{ name: 'bmp', kind: 'image', extensions: ['bmp'], matches: startsWith('BM') },
	{ name: 'tiff', kind: 'image', extensions: ['tif', 'tiff'], matches: startsWith('II*\0', 'MM\0*') },
	{ name: 'avif', kind: 'image', extensions: ['avif'], matches: brand(/^avi[fs]$/) },
	{ name: 'mov', kind: 'video', extensions: ['mov'], matches: brand(/^qt {2}$/) },
	{ name: 'm4a', kind: 'audio', extensions: ['m4a'], matches: brand(/^M4A $/) },
	{ name: 'mp4', kind: 'video', extensions: ['mp4', 'm4v'], matches: brand(/^(?!hei|hev|mif1|msf1)./) },
	{ name: 'webm', kind: 'video', extensions: ['webm'], matches: ebml('webm') },
	{ name: 'mkv', kind: 'video', extensions: ['mkv'], matches: ebml('matroska') },
	{ name: 'avi', kind: 'video', extensions: ['avi'], matches: riff('AVI ') },
	{ name: 'wav', kind: 'audio', extensions: ['wav'], matches: riff('WAVE') },
	{ name: 'flac', kind: 'audio', extensions: ['flac'], matches: startsWith('fLaC') },
	{ name: 'ogg', kind: 'audio', extensions: ['ogg', 'opus'], matches: startsWith('OggS') },
	{ name: 'mp3', kind: 'audio', extensions: ['mp3'], matches: mp3 },
	{ name: 'aac', kind: 'audio', extensions: ['aac'], matches: aac },
	{ name: 'zip', kind: 'zip', extensions: ['zip'], matches: startsWith('PK\x03\x04', 'PK\x05\x06') },
];

/** The format of a file by its first bytes; undefined if no model opens it. */
export const formatOfBytes = (bytes: Buffer): MediaFormat | undefined =>
	formats.find(({ matches }) => matches(bytes));

/** The format by the extension of a path; undefined if the extension is not one of a media file. */
export function formatOfName(path: string): MediaFormat | undefined {
	const extension = extname(path).slice(1).toLowerCase();
	return formats.find(({ extensions }) => extensions.includes(extension));
}
