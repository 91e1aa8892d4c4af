import { FILE_TYPES, type FileType } from './fileTypeTable';
import { fileTypeOf } from './fileTypes';

/** How much of the beginning of a file is inspected, in bytes. */
export const HEAD_BYTES = 4096;

/** One character per byte, so that positions stay the same. */
const textOf = (head: Uint8Array, start: number, end: number): string =>
	Buffer.from(head.subarray(start, end)).toString('latin1');

function begins(text: string, magic: string): boolean {
	if (text.length < magic.length) return false;
	for (let index = 0; index < magic.length; index++) {
		if (magic[index] !== '•' && magic[index] !== text[index]) return false;
	}
	return true;
}

/** The MP4 family: the brand distinguishes images from videos. An unknown brand counts as a new MP4 brand. */
function isoMedia(text: string): string | undefined {
	const box = text.slice(4, 8);
	// Old QuickTime files start with their content. The first byte of a box size is small, unlike that of text.
	if (['moov', 'mdat', 'wide', 'pnot', 'free', 'skip'].includes(box)) {
		return text.charCodeAt(0) < 0x20 ? 'video/quicktime' : undefined;
	}
	if (box !== 'ftyp' || text.length < 12) return undefined;
	const size = Buffer.from(text.slice(0, 4), 'latin1').readUInt32BE();
	const others = text.slice(16, Math.min(size, text.length)).match(/[^]{4}/g) ?? [];
	const typeOf = (brand: string) => FILE_TYPES.find(({ brands }) => brands.includes(brand));
	const major = typeOf(text.slice(8, 12));
	// The other brands of a HEIF file say how its image is compressed.
	if (major && major.mimeType !== 'image/heif') return major.mimeType;
	const image = others.map(typeOf).find((type) => type?.kind === 'image' && type !== major);
	if (image ?? major) return (image ?? major)!.mimeType;
	return text.length < Math.min(size, HEAD_BYTES) ? undefined : 'video/mp4';
}

function matroska(text: string): string | undefined {
	if (!text.startsWith('\x1aE\xdf\xa3')) return undefined;
	const at = text.indexOf('\x42\x82');
	return at > 0 && text.startsWith('matroska', at + 3) ? 'video/x-matroska' : 'video/webm';
}

/** The first packet of an Ogg file names its codec; video comes before audio. */
function ogg(text: string): string | undefined {
	if (!text.startsWith('OggS') || text.length < 28) return undefined;
	const packet = text.slice(27 + text.charCodeAt(26));
	if (/^(\x01vorbis|OpusHead|\x7fFLAC|Speex)/.test(packet)) return 'audio/ogg';
	if (/^(\x80theora|\x01video|BBCD\0)/.test(packet)) return 'video/ogg';
	// A file with several streams starts with a description of them.
	return packet.startsWith('fishead') && text.includes('\x80theora') ? 'video/ogg' : undefined;
}

/** The header of an MPEG audio frame: eleven sync bits, and no reserved value in any field. AAC has layer 0. */
function audioFrame(head: Uint8Array): string | undefined {
	const [sync, form, rates, last] = head;
	if (sync !== 0xff || form === undefined || rates === undefined || last === undefined) return undefined;
	if ((form & 0xf6) === 0xf0) return ((rates >> 2) & 0xf) < 13 ? 'audio/aac' : undefined;
	const isFrame =
		(form & 0xe0) === 0xe0 &&
		(form & 0x18) !== 0x08 &&
		(form & 0x06) !== 0 &&
		rates >> 4 !== 0xf &&
		(rates & 0x0c) !== 0x0c &&
		(last & 0x03) !== 2;
	return isFrame ? 'audio/mpeg' : undefined;
}

/** MP3 files start with a tag or a frame. A tag may also precede other audio formats. */
function mpegAudio(head: Uint8Array): string | undefined {
	const isTag = textOf(head, 0, 3) === 'ID3' && head[3] !== undefined && head[3] >= 2 && head[3] <= 4;
	if (!isTag) return audioFrame(head);
	if (head.length < 10) return 'audio/mpeg';
	const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
	const content = head.subarray(10 + size, 14 + size);
	return textOf(content, 0, 4) === 'fLaC' ? 'audio/flac' : (audioFrame(content) ?? 'audio/mpeg');
}

/** Many texts start with "BM", so the size of the header that follows is checked as well. */
function bitmap(head: Uint8Array): string | undefined {
	if (head.length < 18 || textOf(head, 0, 2) !== 'BM') return undefined;
	const headerSize = Buffer.from(head).readUInt32LE(14);
	return [12, 16, 40, 52, 56, 64, 108, 124].includes(headerSize) ? 'image/bmp' : undefined;
}

function icon(head: Uint8Array): string | undefined {
	const [zero, alsoZero, one, still, count, high, , , , reserved] = head;
	const isIcon = zero === 0 && alsoZero === 0 && one === 1 && still === 0 && high === 0 && reserved === 0;
	return isIcon && count !== 0 ? 'image/x-icon' : undefined;
}

/**
 * The type that the first bytes of a file show, unless it is text. Give at least 64 bytes; no more than 4096 are
 * inspected. Never throws.
 */
export function sniffBinary(bytes: Uint8Array): FileType | undefined {
	const head = bytes.subarray(0, HEAD_BYTES);
	const text = textOf(head, 0, HEAD_BYTES);
	return (
		FILE_TYPES.find(({ magic }) => magic.some((beginning) => begins(text, beginning))) ??
		fileTypeOf(isoMedia(text) ?? matroska(text) ?? ogg(text) ?? mpegAudio(head) ?? bitmap(head) ?? icon(head))
	);
}

/** @returns true for bytes that are too few to identify a file but could start one that is not text */
export function couldBecomeBinary(head: Uint8Array): boolean {
	const text = textOf(head, 0, HEAD_BYTES);
	const beginnings = [...FILE_TYPES.flatMap(({ magic }) => magic), 'OggS\0', 'ID3\x04', 'BM••••\0'];
	return beginnings.some((magic) => text.length < magic.length && begins(text, magic.slice(0, text.length)));
}
