import type { IBinaryData } from 'n8n-workflow';
import { createFileReader } from '../../../nodes/Pruna/media/fileFacts';
import { MAX_UPLOAD_BYTES } from '../../../nodes/Pruna/media/sources';
import { clip, photo, song, storageOf, stored } from './sourceReader';

const IMAGE = { media: ['image'] } as const;
const LABEL = 'the binary field “data”';
const bytesOf = ({ data }: IBinaryData) => Buffer.from(data, 'base64');

const check = async (
	binary: IBinaryData,
	taken: Parameters<ReturnType<typeof createFileReader>['check']>[2] = IMAGE,
	storage = storageOf().storage,
) => await createFileReader(storage).check(binary, LABEL, taken);

/** @returns the name and the type under which a file is uploaded */
async function uploadOf(binary: IBinaryData, taken = {}) {
	const result = await check(binary, taken);
	if (!('source' in result) || result.source.kind !== 'binary') throw new Error(JSON.stringify(result));
	const { fileName, mimeType } = result.source;
	return [fileName, mimeType];
}

describe('a file that fits', () => {
	it('keeps its name and type, and has its size', async () => {
		expect(await check(photo)).toEqual({
			source: {
				kind: 'binary',
				binary: photo,
				fileName: 'photo.png',
				mimeType: 'image/png',
				size: bytesOf(photo).length,
			},
		});
	});

	it.each<[string, Partial<IBinaryData>, string[]]>([
		['a wrong type', { mimeType: 'text/plain' }, ['photo.png', 'image/png']],
		['no type', { mimeType: 'application/octet-stream' }, ['photo.png', 'image/png']],
		['the extension of another format', { fileName: 'photo.jpg' }, ['photo.png', 'image/png']],
		['no extension', { fileName: 'photo' }, ['photo.png', 'image/png']],
		['no name', { fileName: undefined }, ['file.png', 'image/png']],
		[
			'a name with a path',
			{ fileName: '../../etc/photo.txt' },
			[expect.stringMatching(/^[^/\\]+\.png$/), 'image/png'],
		],
		['everything wrong', { fileName: 'a.mp4', mimeType: 'video/mp4' }, ['a.png', 'image/png']],
	])('with %s is uploaded as what its bytes are', async (_, facts, expected) => {
		expect(await uploadOf({ ...photo, ...facts }, IMAGE)).toEqual(expected);
	});

	it('keeps its stated type if it is unknown, and the API decides', async () => {
		const unknown = { mimeType: 'application/x-fox', data: 'AAECAwQF', fileName: 'a.fox' };
		expect(await uploadOf(unknown)).toEqual(['a.fox', 'application/x-fox']);
		const untold = { ...unknown, mimeType: 'application/octet-stream', fileName: undefined };
		expect(await uploadOf(untold, { media: ['zip'] })).toEqual(['file', 'application/octet-stream']);
	});

	it('may be of any kind if no kind is required', async () => {
		expect(await uploadOf(clip)).toEqual(['clip.mp4', 'video/mp4']);
		expect(await uploadOf(song)).toEqual(['song.mp3', 'audio/mpeg']);
	});
});

describe('a file that does not fit', () => {
	it('is empty', async () => {
		const finding = { finding: `${LABEL} is empty; check the node it comes from` };
		expect(await check({ ...photo, data: '' })).toEqual(finding);
		const { storage, asked } = storageOf({ 'filesystem-v2:1': Buffer.alloc(0) });
		expect(await check(stored('filesystem-v2:1'), IMAGE, storage)).toEqual(finding);
		expect(asked.streams).toBe(0);
	});

	it('is larger than the API accepts, whatever it is; the maximum size is accepted', async () => {
		const large = (bytes: number) => check(stored('filesystem-v2:1', { bytes }), IMAGE, storage);
		const { storage } = storageOf({ 'filesystem-v2:1': bytesOf(photo) });
		expect(await large(MAX_UPLOAD_BYTES)).toHaveProperty('source');
		expect(await large(MAX_UPLOAD_BYTES + 1)).toEqual({
			finding: `${LABEL} is 101 MB; Pruna accepts files up to 100 MB, so make the file smaller or enter a public URL for it`,
		});
	});

	it('is no longer in storage, with or without its size in the item', async () => {
		const finding = { finding: `${LABEL} is no longer in n8n's storage; run the node it comes from again` };
		expect(await check(stored('filesystem-v2:gone'))).toEqual(finding);
		expect(await check(stored('filesystem-v2:gone', { bytes: 100 }))).toEqual(finding);
	});

	it.each<[string, Buffer, string]>([
		['a PDF document', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'), 'is a PDF document'],
		['a web page', Buffer.from('<!doctype html><html><title>Log in</title>'), 'is a web page (HTML)'],
		['an API response', Buffer.from('{"error":"not found"}'), 'is a JSON file'],
		['a video', bytesOf(clip), 'is an MP4 video'],
	])('is %s with the name and type of an image', async (_, bytes, text) => {
		const file = { ...photo, data: bytes.toString('base64') };
		const result = await check(file);
		expect(result).toEqual({
			finding: expect.stringMatching(
				/^the binary field “data” \(photo\.png\) is .*, but an image is needed/,
			) as string,
		});
		expect('finding' in result && result.finding).toContain(text);
	});

	it('is an image that is still encoded in Base64', async () => {
		const text = Buffer.concat([bytesOf(photo), Buffer.alloc(40)]).toString('base64');
		const file = { ...photo, data: Buffer.from(text).toString('base64') };
		expect(await check(file)).toEqual({
			finding: `${LABEL} (photo.png) is a PNG image encoded as Base64 text, but an image is needed; decode it first`,
		});
	});

	it('has a format that the parameter does not accept', async () => {
		expect(await check(photo, { media: ['image'], formats: ['jpg'] })).toEqual({
			finding: `${LABEL} (photo.png) is a PNG image, but JPG is needed; convert it first`,
		});
		expect(await check(photo, { media: ['image'], formats: ['jpg', 'png'] })).toHaveProperty('source');
	});
});

describe('the storage', () => {
	it('is read once for a file that hundreds of items share, at the same time or later', async () => {
		const { storage, asked } = storageOf({ 'filesystem-v2:1': bytesOf(photo) });
		const reader = createFileReader(storage);
		const one = async () => await reader.check(stored('filesystem-v2:1'), LABEL, IMAGE);
		const results = await Promise.all(Array.from({ length: 500 }, one));
		results.push(await one());
		expect(results.every((result) => 'source' in result)).toBe(true);
		expect(asked).toMatchObject({ metadata: 1, streams: 1 });
	});

	it('returns the same bytes under each of their names', async () => {
		const { storage } = storageOf({ 'filesystem-v2:1': bytesOf(photo) });
		const reader = createFileReader(storage);
		const named = async (fileName: string) => {
			const result = await reader.check(stored('filesystem-v2:1', { fileName }), LABEL, IMAGE);
			return 'source' in result && result.source.kind === 'binary' ? result.source.fileName : result;
		};
		expect([await named('a.png'), await named('b.gif')]).toEqual(['a.png', 'b.png']);
	});

	it('returns only the start of a large file', async () => {
		const content = Buffer.concat([bytesOf(photo), Buffer.alloc(1_000_000)]);
		const { storage, asked } = storageOf({ 'filesystem-v2:1': content });
		expect(await check(stored('filesystem-v2:1'), IMAGE, storage)).toMatchObject({
			source: { size: content.length },
		});
		expect(asked.bytes).toBeLessThan(20_000);
	});
});
