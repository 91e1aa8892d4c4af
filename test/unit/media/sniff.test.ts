import fc from 'fast-check';
import { sniff, sniffMimeType } from '../../../nodes/Pruna/media/sniff';
import { BINARY_SAMPLES, SVG_SAMPLES } from './fileSamples';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const samples = [...BINARY_SAMPLES, ...SVG_SAMPLES];

describe('the first bytes', () => {
	it.each([
		['image/jpeg', '\xff\xd8\xff\xe0\x00\x10JFIF\x00'],
		['image/png', '\x89PNG\r\n\x1a\n'],
		['image/webp', 'RIFF\x24\x00\x00\x00WEBPVP8 '],
		['image/gif', 'GIF89a'],
		['video/mp4', '\x00\x00\x00\x20ftypisom'],
		['video/webm', '\x1aE\xdf\xa3\x01'],
		['video/x-msvideo', 'RIFF\x24\x00\x00\x00AVI '],
		['audio/wav', 'RIFF\x24\x00\x00\x00WAVEfmt '],
		['audio/mpeg', 'ID3\x04'],
		['audio/flac', 'fLaC\x00'],
		['application/zip', 'PK\x03\x04'],
		['application/zip', 'PK\x05\x06'],
	])('identify %s', (mimeType, head) => {
		expect(sniffMimeType(bytes(head))).toBe(mimeType);
	});

	it.each(['', 'RIFF', '\xff\xd8', 'RIFF\x24\x00\x00\x00ACON', '<html>', '{"message":"no"}', 'PK\x01\x02'])(
		'identify nothing: %j',
		(head) => {
			expect(sniffMimeType(bytes(head))).toBeUndefined();
		},
	);

	it.each(samples.map((sample) => [sample.name, sample] as const))(
		'identify %s',
		(_, { head, mimeType, kind }) => {
			expect(sniff(head)).toMatchObject({ type: { mimeType, kind } });
			expect(sniff(head)).not.toHaveProperty('text');
		},
	);

	it('identify binary files whatever follows', () => {
		const others = BINARY_SAMPLES.filter(({ head, mimeType }) => {
			return sniffMimeType(Buffer.concat([head, Buffer.alloc(100_000, 'x')])) !== mimeType;
		});
		expect(others).toEqual([]);
	});

	it('identify the type however many bytes follow', () => {
		const head = bytes('RIFF\x24\x00\x00\x00WEBPVP8 ');
		expect(sniffMimeType(Buffer.concat([head.subarray(0, 12), Buffer.alloc(100_000)]))).toBe('image/webp');
		expect(sniffMimeType(head.subarray(0, 11))).toBeUndefined();
	});

	it.each(samples.map((sample) => [sample.name, sample] as const))(
		'of %s never identify another kind of file, however few they are',
		(_, { head, kind }) => {
			for (let length = 0; length < head.length; length++) {
				const sniffed = sniff(head.subarray(0, length));
				// A part of text is text.
				expect([undefined, 'text', kind]).toContain(sniffed?.text ?? sniffed?.type.kind);
			}
		},
	);

	it('of binary files are never mistaken for text, however few they are', () => {
		const texts = BINARY_SAMPLES.flatMap(({ name, head }) =>
			[...head.keys()]
				.filter((length) => sniff(head.subarray(0, length))?.text)
				.map((length) => [name, length]),
		);
		expect(texts).toEqual([]);
	});

	it('may be any number', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 32 }), (head) => {
				expect(() => sniff(head)).not.toThrow();
			}),
		);
	});

	it('may be anything after a known beginning', () => {
		const beginning = fc.constantFrom(...samples.map(({ head }) => head));
		fc.assert(
			fc.property(beginning, fc.nat(40), fc.uint8Array({ maxLength: 200 }), (head, length, rest) => {
				expect(() => sniff(Buffer.concat([head.subarray(0, length), rest]))).not.toThrow();
			}),
		);
	});

	it('may be any text', () => {
		const part = fc.constantFrom('<!--', '-->', '<!DOCTYPE svg [', ']>', '<?xml', '?>', '<svg>', ' ', 'x');
		fc.assert(
			fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
				expect(() => sniff(bytes(parts.join('')))).not.toThrow();
			}),
		);
	});
});

describe('sound without a tag', () => {
	/** All MPEG audio headers without a reserved value, except those that could start with a UTF-16 byte order mark. */
	const headers = [0, 2, 3].flatMap((version) =>
		[1, 2, 3].flatMap((layer) =>
			[0, 1].flatMap((protection) =>
				Array.from({ length: 15 }, (_, bitrate) => bitrate).flatMap((bitrate) =>
					[0, 1, 2].flatMap((rate) =>
						[0, 1, 3].map((emphasis) =>
							Buffer.from([
								0xff,
								0xe0 | (version << 3) | (layer << 1) | protection,
								(bitrate << 4) | (rate << 2),
								0x40 | emphasis,
							]),
						),
					),
				),
			),
		),
	);

	it('is identified by every valid frame header', () => {
		expect(headers).toHaveLength(3 * 3 * 2 * 15 * 3 * 3);
		expect(headers.filter((header) => sniffMimeType(header) !== 'audio/mpeg')).toEqual([]);
	});

	it.each([
		['a reserved version', 0xeb, 0x90, 0],
		['no layer', 0xf9, 0xf4, 0],
		['a reserved bitrate', 0xfb, 0xf0, 0],
		['a reserved rate', 0xfb, 0x9c, 0],
		['a reserved emphasis', 0xfb, 0x90, 2],
		['half a sync', 0xdb, 0x90, 0],
	])('is not identified by a header with %s', (_, form, rates, last) => {
		expect(sniff(Buffer.from([0xff, form, rates, last]))).toBeUndefined();
	});

	it('is AAC or FLAC if that follows the tag', () => {
		const tag = bytes('ID3\x04\0\0\0\0\0\x02ab');
		expect(sniffMimeType(Buffer.concat([tag, bytes('\xff\xf1\x50\x80')]))).toBe('audio/aac');
		expect(sniffMimeType(Buffer.concat([tag, bytes('fLaC\0\0\0\x22')]))).toBe('audio/flac');
		expect(sniffMimeType(Buffer.concat([tag, bytes('\xff\xfb\x90\x64')]))).toBe('audio/mpeg');
	});
});

describe('text', () => {
	it.each([
		['<!DOCTYPE html><html lang="en">', 'html'],
		['\xef\xbb\xbf\r\n  <!doctype HTML>', 'html'],
		['<html>', 'html'],
		['<HEAD><title>', 'html'],
		['<body class="x">', 'html'],
		['<!-- saved from url --> <html>', 'html'],
		['<?xml version="1.0"?><!DOCTYPE html PUBLIC "x">', 'html'],
		['<html><body>Gr\xfc\xdfe', 'html'],
		['{"error":"not found"}', 'json'],
		['{}', 'json'],
		[' [\n{"url": "x"}]', 'json'],
		['[1, 2]', 'json'],
		['hello', 'text'],
		['BMW is a car maker from Munich', 'text'],
		['IDs of the files', 'text'],
		['II. Chapter', 'text'],
		['[a page](https://example.com)', 'text'],
		['{{ $json.url }}', 'text'],
		['<note>x</note>', 'text'],
		['<svgx>', 'text'],
		['id,url\r\n1,https://example.com', 'text'],
		['Z29vZCBtb3JuaW5nLCB0aGlzIGlzIG5vdGhpbmcgYnV0IHRleHQ=', 'text'],
		['the moov box', 'text'],
		['    ftyp', 'text'],
	])('%j is %s', (text, form) => {
		expect(sniff(bytes(text))).toMatchObject({ text: form });
	});

	it.each([
		['with nothing around it', PNG, 'image/png'],
		['over several lines', `\n${PNG.replace(/(.{20})/g, '$1\r\n')}\n`, 'image/png'],
		['as a data URI', `data:image/jpeg;base64,${PNG}`, 'image/png'],
		['as Base64url', bytes('\xff\xd8\xff\xe0').toString('base64url').padEnd(60, '-_'), 'image/jpeg'],
		[
			'of an SVG',
			bytes(`<svg width="1" height="1">${' '.repeat(20)}</svg>`).toString('base64'),
			'image/svg+xml',
		],
	])('in Base64 identifies the encoded file: %s', (_, text, mimeType) => {
		expect(sniff(bytes(text))).toMatchObject({
			type: { mimeType: 'text/plain' },
			text: 'base64',
			inner: { mimeType },
		});
	});

	it('in UTF-16 is text too', () => {
		const page = Buffer.from('\ufeff<html><body>猫', 'utf16le');
		expect(sniff(page)).toMatchObject({ text: 'html' });
		expect(sniff(Buffer.from(page).swap16())).toMatchObject({ text: 'html' });
		expect(sniff(Buffer.from('\ufeffhello, kind reader', 'utf16le'))).toMatchObject({ text: 'text' });
	});

	it('may be truncated within a character', () => {
		expect(sniff(Buffer.from('日本語の文章').subarray(0, 10))).toMatchObject({ text: 'text' });
	});

	it.each(['\0\0\0\0', '\x01\x02hello', 'hello\0', '\xfc\xdf', 'PK\x01\x02'])('is not %j', (text) => {
		expect(sniff(bytes(text))).toBeUndefined();
	});

	it('is text whatever it says, and never a media file', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'abc xyz.,!?éü猫🦊\n'), minLength: 16 }), (text) => {
				expect(sniff(Buffer.from(text))).toMatchObject({ text: 'text' });
			}),
		);
	});
});
