/** First bytes of all kinds of files, handmade from the specifications of the formats. */

const latin = (text: string) => Buffer.from(text, 'latin1');
/** A box of the MP4 family. */
const ftyp = (...brands: string[]) => {
	const [major, ...others] = brands;
	const size = 16 + 4 * others.length;
	return latin(`\0\0\0${String.fromCharCode(size)}ftyp${major}\0\0\0\0${others.join('')}\0\0\0\x08free`);
};
const ebml = (docType: string) =>
	latin(
		`\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82${String.fromCharCode(0x80 + docType.length)}${docType}B\x87\x81\x04`,
	);
const oggPage = (packet: string) =>
	latin(`OggS\0\x02${'\0'.repeat(20)}\x01${String.fromCharCode(packet.length)}${packet}${'\0'.repeat(8)}`);
const riff = (form: string, id = 'RIFF') => latin(`${id}\x24\x10\0\0${form}\0\x10\0\0`);
const bmp = (headerSize: number) =>
	latin(`BM\x36\x10\0\0\0\0\0\0\x36\0\0\0${String.fromCharCode(headerSize)}\0\0\0\x10\0\0\0`);

export interface Sample {
	readonly name: string;
	readonly head: Buffer;
	readonly mimeType: string;
	readonly kind: string;
}

const sample = (kind: string, mimeType: string, name: string, head: Buffer | string): Sample => ({
	name,
	head: typeof head === 'string' ? latin(head) : head,
	mimeType,
	kind,
});

export const BINARY_SAMPLES: readonly Sample[] = [
	sample('image', 'image/jpeg', 'JPEG with JFIF', '\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0H\0H'),
	sample('image', 'image/jpeg', 'JPEG with Exif', '\xff\xd8\xff\xe1\x12\x34Exif\0\0II*\0\x08\0\0\0'),
	sample('image', 'image/jpeg', 'bare JPEG', '\xff\xd8\xff\xdb\0C\0\x08\x06'),
	sample('image', 'image/png', 'PNG', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0'),
	sample('image', 'image/webp', 'WebP', riff('WEBPVP8 ')),
	sample('image', 'image/gif', 'GIF 89', 'GIF89a\x10\0\x10\0\x80\0\0'),
	sample('image', 'image/gif', 'GIF 87', 'GIF87a\x10\0\x10\0\x80\0\0'),
	sample('image', 'image/avif', 'AVIF', ftyp('avif', 'avif', 'mif1', 'miaf', 'MA1B')),
	sample('image', 'image/avif', 'AVIF sequence', ftyp('avis', 'avis', 'msf1')),
	sample('image', 'image/avif', 'AVIF with the general brand', ftyp('mif1', 'mif1', 'avif', 'miaf')),
	sample('image', 'image/heic', 'HEIC', ftyp('heic', 'mif1', 'heic')),
	sample('image', 'image/heic', 'HEIC with the general brand', ftyp('mif1', 'mif1', 'heic', 'hevc')),
	sample('image', 'image/heif', 'HEIF', ftyp('mif1', 'mif1')),
	sample('image', 'image/x-canon-cr3', 'raw of Canon', ftyp('crx ', 'crx ', 'isom')),
	sample('image', 'image/tiff', 'TIFF of Intel', 'II*\0\x08\0\0\0\x0f\0'),
	sample('image', 'image/tiff', 'TIFF of Motorola', 'MM\0*\0\0\0\x08\0\x0f'),
	sample('image', 'image/bmp', 'BMP', bmp(40)),
	sample('image', 'image/bmp', 'BMP of version 5', bmp(124)),
	sample('image', 'image/x-icon', 'ICO', '\0\0\x01\0\x02\0\x10\x10\0\0\x01\0\x20\0'),
	sample('image', 'image/vnd.adobe.photoshop', 'PSD', '8BPS\0\x01\0\0\0\0\0\0\0\x03'),
	sample('image', 'image/jp2', 'JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 '),
	sample('image', 'image/jxl', 'JPEG XL', '\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl '),
	sample('video', 'video/mp4', 'MP4', ftyp('isom', 'isom', 'iso2', 'avc1', 'mp41')),
	sample('video', 'video/mp4', 'MP4 of version 2', ftyp('mp42', 'mp42', 'mp41')),
	sample('video', 'video/mp4', 'MP4 of a new brand', ftyp('zz99', 'isom')),
	sample('video', 'video/mp4', 'M4V', ftyp('M4V ', 'M4V ', 'M4A ', 'mp42')),
	sample('video', 'video/quicktime', 'MOV', ftyp('qt  ', 'qt  ')),
	sample('video', 'video/quicktime', 'MOV with moov first', '\0\0\x12\x34moov\0\0\0lmvhd'),
	sample('video', 'video/quicktime', 'MOV with mdat first', '\0\x12\x34\x56mdat\0\0\0\x01'),
	sample('video', 'video/quicktime', 'MOV with wide first', '\0\0\0\x08wide\0\x12\x34\x56mdat'),
	sample('video', 'video/3gpp', '3GP', ftyp('3gp4', '3gp4', 'isom')),
	sample('video', 'video/webm', 'WebM', ebml('webm')),
	sample('video', 'video/x-matroska', 'Matroska', ebml('matroska')),
	sample('video', 'video/x-msvideo', 'AVI', riff('AVI LIST')),
	sample('video', 'video/ogg', 'Theora', oggPage('\x80theora\x03\x02\x01')),
	sample('video', 'video/mpeg', 'MPEG', '\0\0\x01\xba\x44\0\x04'),
	sample('video', 'video/x-ms-wmv', 'WMV', '\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9'),
	sample('audio', 'audio/mp4', 'M4A', ftyp('M4A ', 'M4A ', 'mp42', 'isom')),
	sample('audio', 'audio/mp4', 'audio book', ftyp('M4B ', 'M4B ')),
	sample('audio', 'audio/mpeg', 'MP3 with ID3', 'ID3\x04\0\0\0\0\x23\x76TSSE\0\0'),
	sample('audio', 'audio/mpeg', 'MP3 without ID3', '\xff\xfb\x90\x64\0\x0f\xf0\0'),
	sample('audio', 'audio/wav', 'WAV', riff('WAVEfmt ')),
	sample('audio', 'audio/wav', 'long WAV', riff('WAVEds64', 'RF64')),
	sample('audio', 'audio/flac', 'FLAC', 'fLaC\0\0\0\x22\x10\0'),
	sample('audio', 'audio/ogg', 'Opus', oggPage('OpusHead\x01\x02')),
	sample('audio', 'audio/ogg', 'Vorbis', oggPage('\x01vorbis\0\0')),
	sample('audio', 'audio/aac', 'AAC', '\xff\xf1\x50\x80\x02\x1f\xfc'),
	sample('audio', 'audio/aac', 'AAC with a checksum', '\xff\xf8\x4c\x80\x02\x1f\xfc'),
	sample('audio', 'audio/aiff', 'AIFF', latin('FORM\0\0\x10\0AIFFCOMM')),
	sample('audio', 'audio/amr', 'AMR', '#!AMR\n\x3c\x48'),
	sample('zip', 'application/zip', 'ZIP', 'PK\x03\x04\x14\0\0\0\x08\0'),
	sample('zip', 'application/zip', 'empty ZIP', `PK\x05\x06${'\0'.repeat(18)}`),
	sample('zip', 'application/zip', 'spanned ZIP', 'PK\x07\x08PK\x03\x04\x14\0'),
	sample('other', 'application/pdf', 'PDF', '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'),
	sample('other', 'application/vnd.rar', 'RAR', 'Rar!\x1a\x07\x01\0'),
	sample('other', 'application/gzip', 'gzip', '\x1f\x8b\x08\0\0\0\0\0'),
];

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';

export const SVG_SAMPLES: readonly Sample[] = [
	['SVG', svg],
	['SVG with a declaration', `<?xml version="1.0" encoding="UTF-8"?>\n${svg}`],
	['SVG with a mark and blanks', `\xef\xbb\xbf \n${svg}`],
	['SVG with comments', `<!-- Made by <b>hand</b> --><!-- twice -->\n${svg}`],
	[
		'SVG with a document type',
		`<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x">${svg}`,
	],
	['SVG with entities', `<!DOCTYPE svg [ <!ENTITY ns "http://x"> ]>\n${svg}`],
	['SVG with a prefix', '<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>'],
].map(([name, head]) => sample('image', 'image/svg+xml', name!, head!));
