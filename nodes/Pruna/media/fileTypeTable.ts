import type { MediaKind } from '../models/types';

/** What kind of input a file can be, if any. */
export type FileKind = MediaKind | 'other';

/** Containers that hold videos and audio alike, so that the first bytes do not show which of them a file is. */
export type Container = 'ISO' | 'EBML' | 'Ogg' | 'ASF';

export interface FileType {
	readonly kind: FileKind;
	readonly mimeType: string;
	/** For messages, with an article. */
	readonly label: string;
	/** Lower case, without a dot; the most common one first. */
	readonly extensions: readonly string[];
	/** How such a file may start, one character per byte; "•" stands for any byte. */
	readonly magic: readonly string[];
	/** The four characters after `ftyp` in a file of the MP4 family. */
	readonly brands: readonly string[];
	/** Other MIME types for the same format. */
	readonly aliases: readonly string[];
	readonly container?: Container;
}

interface Details {
	readonly magic?: readonly string[];
	/** Separated by spaces. */
	readonly brands?: string;
	/** Separated by spaces. */
	readonly aliases?: string;
	readonly container?: Container;
}

const words = (text: string | undefined): string[] => (text === undefined ? [] : text.split(' '));

/** @param extensions Separated by spaces */
function file(
	kind: FileKind,
	mimeType: string,
	label: string,
	extensions: string,
	{ magic = [], brands, aliases, container }: Details = {},
): FileType {
	return {
		kind,
		mimeType,
		label,
		extensions: words(extensions),
		magic,
		brands: words(brands).map((brand) => brand.padEnd(4)),
		aliases: words(aliases),
		container,
	};
}

/**
 * The files that the API accepts and returns (wire.md 5 and 6), and those that people use by mistake. Sources of the magic
 * numbers: https://www.iana.org/assignments/media-types, and https://mp4ra.org for the brands.
 */
export const FILE_TYPES: readonly FileType[] = [
	file('image', 'image/jpeg', 'a JPEG image', 'jpg jpeg jpe jfif', {
		magic: ['\xff\xd8\xff'],
		aliases: 'image/jpg image/pjpeg',
	}),
	file('image', 'image/png', 'a PNG image', 'png', {
		magic: ['\x89PNG\r\n\x1a\n'],
		aliases: 'image/x-png image/apng',
	}),
	file('image', 'image/webp', 'a WebP image', 'webp', { magic: ['RIFF••••WEBP'] }),
	file('image', 'image/gif', 'a GIF image', 'gif', { magic: ['GIF87a', 'GIF89a'] }),
	file('image', 'image/avif', 'an AVIF image', 'avif avifs', { brands: 'avif avis' }),
	file('image', 'image/heic', 'a HEIC image', 'heic heics', {
		brands: 'heic heix heim heis hevc hevx hevm hevs',
		aliases: 'image/heic-sequence',
	}),
	file('image', 'image/heif', 'a HEIF image', 'heif hif', {
		brands: 'mif1 mif2 msf1 miaf MiHB MiHA MiHE MiPr',
		aliases: 'image/heif-sequence',
	}),
	file('image', 'image/tiff', 'a TIFF image', 'tiff tif', {
		magic: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'],
		aliases: 'image/tif image/x-tiff',
	}),
	file('image', 'image/bmp', 'a BMP image', 'bmp dib', { aliases: 'image/x-ms-bmp image/x-bmp' }),
	file('image', 'image/x-icon', 'an icon', 'ico', { aliases: 'image/vnd.microsoft.icon' }),
	file('image', 'image/vnd.adobe.photoshop', 'a Photoshop document', 'psd psb', {
		magic: ['8BPS\0\x01', '8BPS\0\x02'],
		aliases: 'image/x-photoshop application/x-photoshop image/psd',
	}),
	file('image', 'image/svg+xml', 'an SVG image', 'svg', { aliases: 'image/svg' }),
	file('image', 'image/jp2', 'a JPEG 2000 image', 'jp2 jpx', { magic: ['\0\0\0\x0cjP  \r\n\x87\n'] }),
	file('image', 'image/jxl', 'a JPEG XL image', 'jxl', { magic: ['\0\0\0\x0cJXL \r\n\x87\n'] }),
	file('image', 'image/x-canon-cr3', 'a raw camera image', 'cr3', { brands: 'crx' }),

	file('video', 'video/mp4', 'an MP4 video', 'mp4 m4v', {
		brands: 'isom iso2 iso3 iso4 iso5 iso6 mp41 mp42 avc1 dash mmp4 MSNV M4V M4VH M4VP F4V',
		aliases: 'application/mp4 video/x-m4v video/m4v video/x-mp4',
		container: 'ISO',
	}),
	file('video', 'video/quicktime', 'a QuickTime video (MOV)', 'mov qt', { brands: 'qt', container: 'ISO' }),
	file('video', 'video/3gpp', 'a 3GP video', '3gp 3g2', {
		brands: '3gp4 3gp5 3gp6 3gp7 3gp8 3gp9 3ge6 3ge7 3ge9 3gg6 3gg9 3gr6 3gs6 3gs7 3gs9 3g2a 3g2b 3g2c',
		aliases: 'video/3gpp2',
		container: 'ISO',
	}),
	file('video', 'video/webm', 'a WebM video', 'webm', { container: 'EBML' }),
	file('video', 'video/x-matroska', 'a Matroska video (MKV)', 'mkv', {
		aliases: 'video/matroska',
		container: 'EBML',
	}),
	file('video', 'video/x-msvideo', 'an AVI video', 'avi', {
		magic: ['RIFF••••AVI '],
		aliases: 'video/avi video/msvideo video/vnd.avi',
	}),
	file('video', 'video/ogg', 'an Ogg video', 'ogv', { container: 'Ogg' }),
	file('video', 'video/mpeg', 'an MPEG video', 'mpg mpeg', { magic: ['\0\0\x01\xba', '\0\0\x01\xb3'] }),
	file('video', 'video/x-flv', 'a Flash video', 'flv', { magic: ['FLV\x01'] }),
	file('video', 'video/x-ms-wmv', 'a Windows Media video', 'wmv asf', {
		magic: ['\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
		aliases: 'video/x-ms-asf',
		container: 'ASF',
	}),

	file('audio', 'audio/mpeg', 'an MP3 audio file', 'mp3 mpga', {
		aliases: 'audio/mp3 audio/x-mp3 audio/x-mpeg audio/mpeg3 audio/x-mpeg-3',
	}),
	file('audio', 'audio/wav', 'a WAV audio file', 'wav wave', {
		magic: ['RIFF••••WAVE', 'RIFX••••WAVE', 'RF64••••WAVE'],
		aliases: 'audio/x-wav audio/wave audio/vnd.wave audio/x-pn-wav',
	}),
	file('audio', 'audio/flac', 'a FLAC audio file', 'flac', { magic: ['fLaC'], aliases: 'audio/x-flac' }),
	file('audio', 'audio/ogg', 'an Ogg audio file', 'ogg oga opus', {
		aliases: 'audio/opus audio/x-ogg audio/vorbis',
		container: 'Ogg',
	}),
	file('audio', 'audio/aac', 'an AAC audio file', 'aac', { aliases: 'audio/x-aac audio/aacp' }),
	file('audio', 'audio/mp4', 'an M4A audio file', 'm4a m4b', {
		brands: 'M4A M4B M4P F4A F4B',
		aliases: 'audio/x-m4a audio/m4a',
		container: 'ISO',
	}),
	file('audio', 'audio/3gpp', 'a 3GP audio file', '3ga', { aliases: 'audio/3gpp2', container: 'ISO' }),
	file('audio', 'audio/webm', 'a WebM audio file', 'weba', { container: 'EBML' }),
	file('audio', 'audio/x-matroska', 'a Matroska audio file', 'mka', { container: 'EBML' }),
	file('audio', 'audio/aiff', 'an AIFF audio file', 'aiff aif', {
		magic: ['FORM••••AIFF', 'FORM••••AIFC'],
		aliases: 'audio/x-aiff',
	}),
	file('audio', 'audio/amr', 'an AMR audio file', 'amr', { magic: ['#!AMR'] }),
	file('audio', 'audio/x-ms-wma', 'a Windows Media audio file', 'wma', { container: 'ASF' }),

	file('zip', 'application/zip', 'a ZIP file', 'zip', {
		magic: ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08PK\x03\x04', 'PK00PK\x03\x04'],
		aliases: 'application/x-zip-compressed application/x-zip multipart/x-zip',
	}),

	file('other', 'application/vnd.rar', 'a RAR archive', 'rar', {
		magic: ['Rar!\x1a\x07'],
		aliases: 'application/x-rar-compressed application/x-rar',
	}),
	file('other', 'application/x-7z-compressed', 'a 7-Zip archive', '7z', { magic: ['7z\xbc\xaf\x27\x1c'] }),
	file('other', 'application/gzip', 'a gzip archive', 'gz tgz', {
		magic: ['\x1f\x8b\x08'],
		aliases: 'application/x-gzip',
	}),
	file('other', 'application/pdf', 'a PDF document', 'pdf', {
		magic: ['%PDF-'],
		aliases: 'application/x-pdf',
	}),
	file('other', 'text/html', 'a web page (HTML)', 'html htm', { aliases: 'application/xhtml+xml' }),
	file('other', 'application/json', 'a JSON file', 'json', { aliases: 'text/json' }),
	file('other', 'text/plain', 'a text file', 'txt'),
];
