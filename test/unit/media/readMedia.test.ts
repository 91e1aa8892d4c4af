import { readMedia } from '../../../nodes/Pruna/media/readMedia';
import type { ModelParameter } from '../../../nodes/Pruna/models/types';
import { clip, photo, readerOf } from './sourceReader';

const reader = readerOf({ data: photo, clip, 'front, left': photo });
const several = (facts: Partial<ModelParameter> = {}): ModelParameter => ({
	name: 'images',
	type: 'url[]',
	description: '',
	media: ['image'],
	...facts,
});
const single = several({ name: 'image', type: 'url' });

/** @returns the sources in short: their URLs, or the names of their uploads */
async function read(value: unknown, parameter = several()) {
	const result = await readMedia(parameter, value, reader);
	if ('findings' in result) return result;
	return result.sources.map((source) => (source.kind === 'url' ? source.url : source.fileName));
}

const A = 'https://example.com/a.jpg';
const B = 'https://example.com/b.jpg';

describe('a list of files', () => {
	it.each<[string, unknown]>([
		['with commas', `${A}, data, ${B}`],
		['with line breaks, as in a spreadsheet cell', `${A}\ndata\r\n${B}\n`],
		['with semicolons', `${A}; data; ${B}`],
		['as a JSON array, as an AI agent sends it', JSON.stringify([A, 'data', B])],
		['as an array from an expression', [A, photo, B]],
		['as nested arrays', [[A], ['data', [B]]]],
		['as objects that contain them', [{ url: A }, photo, { generation_url: B }]],
	])('is read %s', async (_, value) => {
		expect(await read(value)).toEqual([A, 'photo.png', B]);
	});

	it('may contain a field name with a comma', async () => {
		expect(await read('front, left')).toEqual(['photo.png']);
		expect(await read(['front, left', A])).toEqual(['photo.png', A]);
	});

	it('may be all of $binary', async () => {
		expect(await read({ data: photo, other: { ...photo, fileName: 'other.png' } })).toEqual([
			'photo.png',
			'other.png',
		]);
	});

	it('may be one file', async () => {
		expect(await read(A)).toEqual([A]);
		expect(await read(photo)).toEqual(['photo.png']);
	});

	it.each([[undefined], [null], [''], [' \n'], [[]], ['[]'], [' , ;'], [[null, '', [' ']]]])(
		'is not set if it is blank: %j',
		async (value) => {
			expect(await readMedia(several(), value, reader)).toEqual({ sources: [] });
			expect(await readMedia(single, value, reader)).toEqual({ sources: [] });
		},
	);

	it('is counted by the files that it contains', async () => {
		const counted = (text: string) => ({ findings: [text], isAboutFile: false });
		const two = { output: [A, B] };
		expect(await read(two, several({ maxItems: 1 }))).toEqual(counted('takes at most 1, not 2'));
		expect(await read([two, A], several({ minItems: 4 }))).toEqual(counted('needs at least 4, not 3'));
		expect(await read(two, several({ minItems: 2, maxItems: 2 }))).toEqual([A, B]);
	});

	it('is reported with everything that is wrong in it', async () => {
		expect(await read('clip, missing, data')).toEqual({
			findings: [
				'the binary field “clip” (clip.mp4) is an MP4 video, but an image is needed',
				expect.stringContaining('“missing” is neither a URL'),
			],
			isAboutFile: true,
		});
	});
});

describe('a field for one file', () => {
	it.each([[A], ['data'], [photo], [[A]], [JSON.stringify([A])], [{ url: A }], [{ data: photo }]])(
		'accepts one in any form: %j',
		async (value) => {
			expect(await read(value, single)).toHaveLength(1);
		},
	);

	it.each([
		[`${A}, ${B}`],
		[`${A}\n${B}`],
		['data,clip'],
		[[A, photo]],
		[{ output: [A, B] }],
		[{ data: photo, clip }],
	])('rejects two, because one would be lost: %j', async (value) => {
		expect(await read(value, single)).toEqual({
			findings: ['takes one file, not 2'],
			isAboutFile: false,
		});
	});

	it('does not split a URL with commas', async () => {
		const url = 'https://img.example.com/w_200,h_100/fox.jpg';
		expect(await read(url, single)).toEqual([url]);
	});

	it('accepts only the formats of its parameter', async () => {
		const jpeg = { ...single, formats: ['jpg'] };
		expect(await read('data', jpeg)).toEqual({
			findings: ['the binary field “data” (photo.png) is a PNG image, but JPG is needed; convert it first'],
			isAboutFile: true,
		});
	});
});
