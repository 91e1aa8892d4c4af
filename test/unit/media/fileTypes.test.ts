import { FILE_TYPES } from '../../../nodes/Pruna/media/fileTypeTable';
import {
	extensionIn,
	extensionOf,
	mediaKindOf,
	mimeTypeOfExtension,
	plainMimeType,
} from '../../../nodes/Pruna/media/fileTypes';

describe('a content type header', () => {
	it.each([
		['image/png', 'image/png'],
		['Image/JPEG; charset=x', 'image/jpeg'],
		[' video/mp4 ;codecs="a;b"', 'video/mp4'],
		['image/jpg', 'image/jpeg'],
		['image/pjpeg', 'image/jpeg'],
		['audio/mp3', 'audio/mpeg'],
		['audio/x-wav', 'audio/wav'],
		['audio/wave', 'audio/wav'],
		['audio/x-m4a', 'audio/mp4'],
		['audio/m4a', 'audio/mp4'],
		['video/x-m4v', 'video/mp4'],
		['application/mp4', 'video/mp4'],
		['application/x-zip-compressed', 'application/zip'],
		['application/x-zip', 'application/zip'],
		['application/x-new', 'application/x-new'],
	])('%j means %s', (header, expected) => {
		expect(plainMimeType(header)).toBe(expected);
	});

	it.each([[undefined], [''], [' ; charset=x'], ['application/octet-stream'], ['binary/octet-stream; a=b']])(
		'%j says nothing',
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

	it('is known for files that people pass by mistake, so that a message can name them', () => {
		expect(extensionOf('application/pdf')).toBe('pdf');
		expect(mimeTypeOfExtension('pdf')).toBe('application/pdf');
	});

	it('is unknown for a nonexistent type', () => {
		expect(extensionOf('application/x-new')).toBeUndefined();
		expect(extensionOf(undefined)).toBeUndefined();
		expect(mimeTypeOfExtension('safetensors')).toBeUndefined();
		expect(mimeTypeOfExtension('constructor')).toBeUndefined();
	});
});

describe('the table', () => {
	it('contains each MIME type and extension once, so that none hides another', () => {
		const names = FILE_TYPES.flatMap(({ mimeType, aliases }) => [mimeType, ...aliases]);
		const extensions = FILE_TYPES.flatMap((type) => type.extensions);
		const brands = FILE_TYPES.flatMap((type) => type.brands);
		for (const list of [names, extensions, brands]) expect(new Set(list).size).toBe(list.length);
	});

	it('has a standard type and extension for each file that lead back to it', () => {
		for (const { mimeType, extensions } of FILE_TYPES) {
			expect(plainMimeType(mimeType)).toBe(mimeType);
			expect(mimeTypeOfExtension(extensions[0]!)).toBe(mimeType);
			expect(extensionOf(mimeType)).toBe(extensions[0]);
		}
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
		[{ fileName: 'invoice.pdf' }, 'other'],
		[{ mimeType: 'image/png', fileName: 'a.mp4' }, 'image'],
	] as const)('%j is %s', (file, expected) => {
		expect(mediaKindOf(file)).toBe(expected);
	});

	it.each([{}, { mimeType: '' }, { mimeType: 'application/octet-stream', fileName: 'file' }])(
		'is unknown if nothing indicates it: %j',
		(file) => {
			expect(mediaKindOf(file)).toBeUndefined();
		},
	);
});
