import fc from 'fast-check';
import {
	extensionIn,
	extensionOf,
	mediaKindOf,
	mimeTypeOfExtension,
	plainMimeType,
	sniffMimeType,
} from '../../../nodes/Pruna/media/fileTypes';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('the first bytes', () => {
	it.each([
		['image/jpeg', '\xff\xd8\xff\xe0\x00\x10JFIF\x00'],
		['image/png', '\x89PNG\r\n\x1a\n'],
		['image/webp', 'RIFF\x24\x00\x00\x00WEBPVP8 '],
		['image/gif', 'GIF89a'],
		['video/mp4', '\x00\x00\x00\x20ftypisom'],
		['video/webm', '\x1aE\xdf\xa3\x01'],
		['audio/wav', 'RIFF\x24\x00\x00\x00WAVEfmt '],
		['audio/mpeg', 'ID3\x04'],
		['audio/flac', 'fLaC\x00'],
		['application/zip', 'PK\x03\x04'],
	])('tell %s', (mimeType, head) => {
		expect(sniffMimeType(bytes(head))).toBe(mimeType);
	});

	it.each(['', 'RIFF', '\xff\xd8', 'RIFF\x24\x00\x00\x00AVI ', '<html>', '{"message":"no"}', 'PK\x05\x06'])(
		'tell nothing: %j',
		(head) => {
			expect(sniffMimeType(bytes(head))).toBeUndefined();
		},
	);

	it('tell the type however many bytes come after them', () => {
		const head = bytes('RIFF\x24\x00\x00\x00WEBPVP8 ');
		expect(sniffMimeType(Buffer.concat([head.subarray(0, 12), Buffer.alloc(100_000)]))).toBe('image/webp');
		expect(sniffMimeType(head.subarray(0, 11))).toBeUndefined();
	});

	it('are never too few or too many to look at', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 32 }), (head) => {
				expect(() => sniffMimeType(head)).not.toThrow();
			}),
		);
	});
});

describe('a content type header', () => {
	it.each([
		['image/png', 'image/png'],
		['Image/JPEG; charset=x', 'image/jpeg'],
		[' video/mp4 ;codecs="a;b"', 'video/mp4'],
	])('%j means %s', (header, expected) => {
		expect(plainMimeType(header)).toBe(expected);
	});

	it.each([[undefined], [''], [' ; charset=x'], ['application/octet-stream'], ['binary/octet-stream; a=b']])(
		'%j tells nothing',
		(header) => {
			expect(plainMimeType(header)).toBeUndefined();
		},
	);
});

describe('an extension', () => {
	it.each([
		['photo.jpg', 'jpg'],
		['PHOTO.JPEG', 'jpeg'],
		['a.tar.gz', 'gz'],
		['weights.safetensors', 'safetensors'],
		['photo', ''],
		['photo.', ''],
		['.', ''],
		['a.b c', ''],
		['', ''],
	])('of %j is %j', (name, expected) => {
		expect(extensionIn(name)).toBe(expected);
	});

	it.each([
		['image/jpeg', 'jpg'],
		['image/png', 'png'],
		['image/webp', 'webp'],
		['video/mp4', 'mp4'],
		['application/zip', 'zip'],
	])('for %s is %s', (mimeType, extension) => {
		expect(extensionOf(mimeType)).toBe(extension);
		expect(mimeTypeOfExtension(extension)).toBe(mimeType);
	});

	it('is not known for a type that the API has nothing to do with', () => {
		expect(extensionOf('application/pdf')).toBeUndefined();
		expect(extensionOf(undefined)).toBeUndefined();
		expect(mimeTypeOfExtension('pdf')).toBeUndefined();
		expect(mimeTypeOfExtension('constructor')).toBeUndefined();
	});
});

describe('the kind of a file', () => {
	it.each([
		[{ mimeType: 'image/png' }, 'image'],
		[{ mimeType: 'image/svg+xml' }, 'image'],
		[{ mimeType: 'image/jpg' }, 'image'],
		[{ mimeType: 'video/quicktime' }, 'video'],
		[{ mimeType: 'video/x-matroska' }, 'video'],
		[{ mimeType: 'audio/x-wav' }, 'audio'],
		[{ mimeType: 'application/zip' }, 'zip'],
		[{ mimeType: 'application/x-zip-compressed' }, 'zip'],
		[{ mimeType: 'text/html; charset=utf-8' }, 'other'],
		[{ mimeType: 'application/octet-stream', fileName: 'a.MP4' }, 'video'],
		[{ fileName: 'voice.m4a' }, 'audio'],
		[{ mimeType: 'image/png', fileName: 'a.mp4' }, 'image'],
	] as const)('%j is %s', (file, expected) => {
		expect(mediaKindOf(file)).toBe(expected);
	});

	it.each([{}, { mimeType: '' }, { mimeType: 'application/octet-stream', fileName: 'file' }])(
		'is not known when nothing tells it: %j',
		(file) => {
			expect(mediaKindOf(file)).toBeUndefined();
		},
	);
});
