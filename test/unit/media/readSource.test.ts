import fc from 'fast-check';
import type { IBinaryData } from 'n8n-workflow';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import { readSource, type SourceReader } from '../../../nodes/Pruna/media/readSource';
import type { SourceResult } from '../../../nodes/Pruna/media/sources';
import { clip, photo, readerOf, storageOf, stored } from './sourceReader';

const IMAGE = { media: ['image'] } as const;
const bytes = Buffer.from(photo.data, 'base64');
const reader = readerOf({ data: photo, clip, 'a, b.png': photo });
const none = readerOf();

const read = async (value: unknown, using: SourceReader = reader) => await readSource(value, using, IMAGE);
const url = (address: string) => ({ source: { kind: 'url', url: address } });
const file = (facts: object = {}) => ({
	source: expect.objectContaining({ kind: 'binary', mimeType: 'image/png', ...facts }) as object,
});
const finding = (text: string) => ({ finding: expect.stringContaining(text) as string });

describe('text', () => {
	it('may be a public URL, without the text around it', async () => {
		expect(await read('https://example.com/a.jpg?x=1%202')).toEqual([
			url('https://example.com/a.jpg?x=1%202'),
		]);
		expect(await read('<https://example.com/a.jpg>')).toEqual([url('https://example.com/a.jpg')]);
		expect(await read('![fox](https://example.com/a b.jpg)')).toEqual([url('https://example.com/a%20b.jpg')]);
	});

	it('may be the name of a binary field, even one with a comma', async () => {
		expect(await read('data')).toEqual([file({ binary: photo, fileName: 'photo.png' })]);
		expect(await read('a, b.png')).toEqual([file({ binary: photo })]);
	});

	it('is treated as a name first', async () => {
		const named = readerOf({ 'https://example.com/a.jpg': photo });
		expect(await read('https://example.com/a.jpg', named)).toEqual([file({ binary: photo })]);
	});

	it('may be the file itself, as a data URI or in Base64', async () => {
		const long = Buffer.concat([bytes, Buffer.alloc(40)]);
		for (const text of [`data:image/png;base64,${photo.data}`, `data:;base64,${photo.data}`]) {
			expect(await read(text, none)).toEqual([file({ fileName: 'file.png', size: bytes.length })]);
		}
		expect(await read(long.toString('base64'), none)).toEqual([file({ size: long.length })]);
	});

	it('may be the path of one of the API’s own files', async () => {
		expect(await read('/v1/files/abc')).toEqual([url('https://api.pruna.ai/v1/files/abc')]);
		const gateway = { ...reader, address: readBaseUrl('http://10.0.0.5:8080/pruna') };
		expect(await read('/v1/files/abc', gateway)).toEqual([url('http://10.0.0.5:8080/pruna/v1/files/abc')]);
	});

	it('may be a local URL only on the API’s own host', async () => {
		const local = { ...reader, address: readBaseUrl('http://localhost:3000') };
		expect(await read('http://localhost:3000/v1/files/a', local)).toEqual([
			url('http://localhost:3000/v1/files/a'),
		]);
		expect(await read('http://localhost:3001/a.png', local)).toEqual([
			finding('cannot reach from the internet'),
		]);
	});

	it.each([
		['http://localhost:5678/webhook/a.png', 'cannot reach from the internet'],
		['http://192.168.1.10/a.png', 'a private network address'],
		['https://user:secret@example.com/a.png', 'contains a username or password'],
		['https://drive.google.com/file/d/1aB/view', 'is a page on Google Drive'],
		['https://www.youtube.com/watch?v=x', 'is a page on YouTube'],
		['C:\\Users\\me\\a.png', 'is a path, not a URL'],
		['ftp://example.com/a.png', 'is an FTP URL'],
		['filesystem-v2:workflows/1/x', 'enter the name of the file’s binary field'],
		['www.example.com/a.png', 'is missing https:// at the start'],
		['{{ $json.url }}', 'contains an expression that was not evaluated'],
		['data:image/png;base64,', 'is empty'],
		['data:image/png;base64,§§', 'is damaged'],
	])('that Pruna cannot use is reported with advice: %s', async (text, expected) => {
		expect(await read(text)).toEqual([finding(expected)]);
	});

	it('never repeats a password or the content of a file', async () => {
		const results = [
			await read('https://user:hunter2@example.com/a.png'),
			await read(`data:text/plain;base64,${Buffer.from('hunter2'.repeat(50)).toString('base64')}`),
			await read(`data:image/png;base64,§${'hunter2'.repeat(50)}`),
		];
		expect(results.flat().every((result) => 'finding' in result)).toBe(true);
		expect(JSON.stringify(results)).not.toMatch(/hunter2|aHVudGVy/);
	});

	it('that is unknown is rejected with the names of the existing fields', async () => {
		expect(await read('dta')).toEqual([
			{
				finding:
					"“dta” is neither a URL (https://…) nor the name of a binary field; this item's binary fields are “data”, “clip”, “a, b.png”",
			},
		]);
		expect(await read('data', none)).toEqual([finding('this item has no binary fields')]);
		expect(await read('constructor')).toEqual([finding('“constructor” is neither')]);
	});

	it('that is wrong and long is shown shortened', async () => {
		expect(JSON.stringify(await read('x!'.repeat(50_000), none)).length).toBeLessThan(300);
	});

	it('that names a file of another kind is reported with the file', async () => {
		expect(await read('clip')).toEqual([
			{ finding: 'the binary field “clip” (clip.mp4) is an MP4 video, but an image is needed' },
		]);
		const page = `data:image/png;base64,${Buffer.from('<!doctype html><html>x').toString('base64')}`;
		expect(await read(page)).toEqual([finding('the decoded file is a web page (HTML)')]);
	});
});

describe('a file from an expression', () => {
	it('may be a binary object from any item', async () => {
		expect(await read(photo, none)).toEqual([file({ binary: photo })]);
	});

	it('may be $binary with all files of an item', async () => {
		expect(await read({ data: photo, other: photo }, none)).toEqual([file(), file()]);
		expect(await read({ data: photo, clip }, none)).toEqual([file(), finding('is an MP4 video')]);
	});

	it('is read from storage', async () => {
		const { storage } = storageOf({ 'filesystem-v2:1': bytes });
		const using = readerOf({}, storage);
		expect(await read(stored('filesystem-v2:1'), using)).toEqual([file({ size: bytes.length })]);
		expect(await read(stored('filesystem-v2:2'), using)).toEqual([finding('is no longer in n8n')]);
	});

	it('may be a buffer, even one that was serialized to JSON', async () => {
		expect(await read(bytes, none)).toEqual([file({ size: bytes.length })]);
		expect(await read(JSON.parse(JSON.stringify(bytes)), none)).toEqual([file({ size: bytes.length })]);
		expect(await read(Buffer.alloc(0), none)).toEqual([finding('the buffer is empty')]);
	});

	it('may be in memory, with the type and content from another API', async () => {
		const inline = { mimeType: 'image/png', data: photo.data } satisfies IBinaryData;
		expect(await read(inline, none)).toEqual([file({ fileName: 'file.png' })]);
	});
});

describe('an object', () => {
	it.each<[object, string[]]>([
		[{ generation_url: 'https://api.pruna.ai/v1/a.png' }, ['https://api.pruna.ai/v1/a.png']],
		[{ id: 'att1', url: 'https://x.example.com/a.png', filename: 'a.png' }, ['https://x.example.com/a.png']],
		[
			{ output: ['https://example.com/1.png', 'https://example.com/2.png'] },
			['https://example.com/1.png', 'https://example.com/2.png'],
		],
	])('that contains URLs stands for them: %j', async (value, urls) => {
		expect(await read(value)).toEqual(urls.map(url));
	});

	it('that contains a data URI or Base64 stands for the file', async () => {
		const long = Buffer.concat([bytes, Buffer.alloc(40)]).toString('base64');
		expect(await read({ url: `data:image/png;base64,${photo.data}` })).toEqual([file()]);
		expect(await read({ data: [{ b64_json: long }] })).toEqual([file()]);
	});

	it('whose URL Pruna cannot reach is rejected like that URL', async () => {
		expect(await read({ url: 'http://10.0.0.1/a.png' })).toEqual([finding('a private network address')]);
	});

	it.each<[object, string]>([
		[{ file_id: 'AgAD', file_size: 10 }, 'Telegram'],
		[{ id: '1aB', name: 'a.png', mimeType: 'image/png' }, 'Google Drive'],
		[{ filename: 'a.png', mimetype: 'image/png', size: 10 }, 'a form'],
		[{ signedPath: 'dltemp/a.png' }, 'is a path, not a URL'],
		[{}, 'this object contains no URL'],
		[{ data: 'x' }, 'this object contains no URL'],
	])('without a file is rejected with advice: %j', async (value, text) => {
		expect(await read(value)).toEqual([finding(text)]);
	});
});

describe('any input', () => {
	it.each([[42], [true], [null], [undefined], [10n], [Symbol('x')]])(
		'is rejected if it is %s',
		async (value) => {
			expect(await read(value)).toEqual([finding('needs a URL or the name of a binary field')]);
		},
	);

	it('returns a source or a finding, never throws, and returns only web URLs', async () => {
		await fc.assert(
			fc.asyncProperty(fc.oneof(fc.anything(), fc.jsonValue(), fc.string()), async (value) => {
				const isRight = (result: SourceResult) => {
					if ('finding' in result) return result.finding !== '';
					return result.source.kind === 'binary' || /^https?:\/\//.test(result.source.url);
				};
				expect((await read(value)).filter((result) => !isRight(result))).toEqual([]);
			}),
		);
	});
});
