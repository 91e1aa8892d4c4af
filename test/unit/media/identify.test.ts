import fc from 'fast-check';
import { extensionIn, mimeTypeOfExtension } from '../../../nodes/Pruna/media/fileTypes';
import { identifyFile, uploadNameFor, type FileFacts } from '../../../nodes/Pruna/media/identify';
import { BINARY_SAMPLES } from './fileSamples';

const headOf = (name: string) => BINARY_SAMPLES.find((sample) => sample.name === name)!.head;
const png = headOf('PNG');
const noise = Buffer.from([0, 1, 2, 3, 4, 5]);

describe('a file', () => {
	it.each<[string, FileFacts, object]>([
		['by its bytes', { head: png }, { mimeType: 'image/png', extension: 'png', kind: 'image', by: 'bytes' }],
		[
			'by its bytes, whatever its stated type',
			{ head: png, mimeType: 'video/mp4', fileName: 'a.zip' },
			{ mimeType: 'image/png', by: 'bytes' },
		],
		[
			'by its stated type',
			{ mimeType: 'Image/JPG; x=y' },
			{ mimeType: 'image/jpeg', extension: 'jpg', by: 'type' },
		],
		[
			'by an unknown type',
			{ mimeType: 'video/x-new' },
			{ mimeType: 'video/x-new', kind: 'video', by: 'type' },
		],
		['by a type of no known kind', { mimeType: 'application/x-new' }, { kind: 'other', by: 'type' }],
		[
			'by its stated type if the bytes say nothing',
			{ head: noise, mimeType: 'image/x-raw', fileName: 'a.png' },
			{ mimeType: 'image/x-raw', kind: 'image', by: 'type' },
		],
		[
			'by its name if the type says nothing',
			{ mimeType: 'application/octet-stream', fileName: 'A.MP4' },
			{ mimeType: 'video/mp4', by: 'name' },
		],
		[
			'by its name if the type wrongly says text',
			{ head: noise, mimeType: 'text/plain', fileName: 'a.zip' },
			{ mimeType: 'application/zip', kind: 'zip', by: 'name' },
		],
		[
			'as text, whatever its stated type',
			{ head: Buffer.from('<!doctype html>'), mimeType: 'image/jpeg', fileName: 'a.jpg' },
			{ mimeType: 'text/html', kind: 'other', text: 'html', by: 'bytes' },
		],
		['as text by its type alone', { mimeType: 'text/plain' }, { kind: 'other', by: 'type' }],
		['by its name if it is empty', { head: Buffer.of(), fileName: 'a.png' }, { kind: 'image', by: 'name' }],
	])('is identified %s', (_, facts, expected) => {
		expect(identifyFile(facts)).toMatchObject(expected);
	});

	it.each<FileFacts>([
		{},
		{ head: noise },
		{ head: noise, mimeType: 'text/plain', fileName: 'a' },
		{ fileName: 'a.xyz' },
	])('is unknown if nothing indicates it: %j', (facts) => {
		expect(identifyFile(facts)).toBeUndefined();
	});

	it.each([
		['MP4', 'audio/x-m4a', 'audio/mp4'],
		['3GP', 'audio/3gpp', 'audio/3gpp'],
		['WebM', 'audio/webm', 'audio/webm'],
		['WMV', 'audio/x-ms-wma', 'audio/x-ms-wma'],
		['MP4', 'audio/mpeg', 'video/mp4'],
		['MP4', 'video/quicktime', 'video/mp4'],
		['AVI', 'audio/mp4', 'video/x-msvideo'],
		['PNG', 'audio/mp4', 'image/png'],
	])(
		'in the container %s with the stated type %s is %s, because a video may contain only sound',
		(name, said, mimeType) => {
			expect(identifyFile({ head: headOf(name), mimeType: said })).toMatchObject({ mimeType });
		},
	);

	it('with only sound in a container can be identified by its name too', () => {
		const facts = { head: headOf('MP4'), mimeType: 'application/octet-stream', fileName: 'memo.m4a' };
		expect(identifyFile(facts)).toMatchObject({ mimeType: 'audio/mp4', extension: 'm4a', by: 'name' });
	});
});

describe('the name of an upload', () => {
	it.each([
		['photo.txt', 'PNG', 'photo.png'],
		['photo.jpg', 'bare JPEG', 'photo.jpg'],
		['photo.jpeg', 'bare JPEG', 'photo.jpeg'],
		['PHOTO.JPEG', 'bare JPEG', 'PHOTO.jpeg'],
		[undefined, 'PNG', 'file.png'],
		['', 'PNG', 'file.png'],
		['photo', 'PNG', 'photo.png'],
		['photo.png.txt', 'PNG', 'photo.png'],
		['Version 1.5', 'PNG', 'Version 1.5.png'],
		['a.b/c:d.webp', 'MP4', 'a.b_c_d.mp4'],
		['../../x.jpg', 'bare JPEG', '_.._x.jpg'],
		['clip.m4v', 'MP4', 'clip.m4v'],
		['set.zip', 'empty ZIP', 'set.zip'],
	])('%j with the content of a %s is %s', (name, holds, expected) => {
		expect(uploadNameFor(name, identifyFile({ head: headOf(holds) }))).toBe(expected);
	});

	it('is only made safe if the file is unknown', () => {
		expect(uploadNameFor('a/b.safetensors', undefined)).toBe('a_b.safetensors');
		expect(uploadNameFor(undefined, undefined)).toBe('file');
		expect(uploadNameFor('a.xyz', identifyFile({ mimeType: 'video/x-new' }))).toBe('a.xyz');
	});

	it('always has an extension of its type', () => {
		const files = fc.constantFrom(...BINARY_SAMPLES);
		const name = fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.string({ unit: fc.constantFrom(...'ab./jpgtx') }),
		);
		fc.assert(
			fc.property(name, files, (fileName, { head, mimeType }) => {
				const result = uploadNameFor(fileName, identifyFile({ head }));
				expect(mimeTypeOfExtension(extensionIn(result))).toBe(mimeType);
				expect(result.length).toBeGreaterThan(extensionIn(result).length + 1);
				expect(result).not.toMatch(/[/\\:]/);
			}),
		);
	});
});
