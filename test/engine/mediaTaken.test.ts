/** Every form of media that items may contain, through n8n's engine to a stand-in that opens every file. */
import { sample } from '../p-api/samples';
import type { TestItem } from './engine';
import { edit, PNG, png, usePApi } from './fixture';

const p = usePApi();
const A = 'https://example.com/a.jpg';
const B = 'https://example.com/b.png';
const DATA_URI = `data:image/png;base64,${PNG.toString('base64')}`;

/** Runs an edit and returns the images that its job received, uploaded ones as bytes. */
async function imagesOf(images: string, item: TestItem = {}): Promise<unknown[]> {
	const { error } = await p.run(edit({ images }), { items: [item] });
	expect(error).toBeUndefined();
	const sent = p.api.submits[0]!.input.images as string[];
	return sent.map((url) => p.api.uploads.find(({ id }) => url.endsWith(`/${id}`))?.bytes ?? url);
}

// Two closing braces would end n8n's expression.
const json = (value: unknown) => `={{ (${JSON.stringify(value).replace(/}(?=})/g, '} ')}) }}`;

describe('a list of URLs', () => {
	it.each([
		['separated by commas', `${A}, ${B}`],
		['separated by line breaks', `${A}\n${B}`],
		['separated by Windows line breaks', `${A}\r\n${B}\r\n`],
		['separated by semicolons', `${A};${B}`],
		['separated by tabs', `${A}\t${B}`],
		['as a JSON array in text', JSON.stringify([A, B])],
		['as an array from an expression', json([A, B])],
		[
			'as nested arrays with blank entries',
			json([
				[A, ''],
				[null, [B]],
			]),
		],
		['as JSON in an array, as agents send it', json([JSON.stringify([A, B])])],
	])('is accepted %s', async (_, images) => {
		expect(await imagesOf(images)).toEqual([A, B]);
	});

	it('keeps the commas inside a URL', async () => {
		const url = 'https://img.example.com/w_200,h_100,c_fill/fox.jpg';
		expect(await imagesOf(`${url},${A}`)).toEqual([url, A]);
	});

	it('with one entry is accepted by a field for one file', async () => {
		const image = json([A]);
		const { error } = await p.run({
			resource: 'image',
			operation: 'upscale',
			model: 'p-image-upscale',
			image,
		});

		expect(error).toBeUndefined();
		expect(p.api.submits[0]!.input.image).toBe(A);
	});
});

describe('a URL', () => {
	it.each([
		['leading and trailing spaces', `  ${A}  `, A],
		['quotes', `"${A}"`, A],
		['Markdown', `<${A}>`, A],
		['inner spaces', 'https://example.com/my photo.jpg', 'https://example.com/my%20photo.jpg'],
		['non-Latin characters', 'https://example.com/写真.jpg', 'https://example.com/%E5%86%99%E7%9C%9F.jpg'],
	])('is cleaned up: %s', async (_, given, sent) => {
		expect(await imagesOf(given)).toEqual([sent]);
	});

	it('of the API itself is accepted on any host', async () => {
		const made = await p.run(edit({ images: A, mode: 'submit' }));
		const { items } = await p.run({
			resource: 'prediction',
			operation: 'getResult',
			predictionId: made.items[0]!.json.id as string,
		});
		const { error } = await p.run(edit({ images: '={{ $json.generation_url }}' }), {
			items: [{ json: items[0]!.json }],
		});

		expect(error).toBeUndefined();
		expect(p.api.submits[1]!.input.images).toEqual([items[0]!.json.generation_url]);
	});
});

describe('a file of the item', () => {
	it('is found by a name that contains a comma', async () => {
		expect(await imagesOf(json(['front, left']), { files: { 'front, left': png() } })).toEqual([PNG]);
	});

	it('is accepted from an expression, as one file and as all files of the item', async () => {
		const jpg = await sample('jpg');
		const item = { files: { data: png(), second: jpg } };
		expect(await imagesOf('={{ $binary.data }}', item)).toEqual([PNG]);
		p.api.reset();
		expect(await imagesOf('={{ $binary }}', item)).toEqual([PNG, jpg.bytes]);
	});

	it.each([
		['labeled as text', { fileName: 'notes.txt', mimeType: 'text/plain' }, 'notes.png'],
		['with a wrong extension', { fileName: 'photo.jpg', mimeType: 'image/jpeg' }, 'photo.png'],
		['without a name or a type', { mimeType: 'application/octet-stream' }, 'file.png'],
	])('is recognized by its bytes, %s', async (_, facts, fileName) => {
		expect(await imagesOf('data', { files: { data: { bytes: PNG, ...facts } } })).toEqual([PNG]);
		expect(p.api.uploads[0]).toMatchObject({ fileName, contentType: 'image/png' });
	});
});

describe('a file in text', () => {
	it.each([
		['a data URI', DATA_URI],
		['Base64', PNG.toString('base64')],
		['two data URIs in a list', `${DATA_URI}, ${DATA_URI}`],
	])('is uploaded: %s', async (_, given) => {
		for (const bytes of await imagesOf(given)) expect(bytes).toEqual(PNG);
		expect(p.api.uploads[0]).toMatchObject({ fileName: 'file.png', contentType: 'image/png' });
	});
});

describe('an object that contains a URL', () => {
	it.each([
		['as other media APIs return it', { url: A }, [A]],
		['nested', { image: { url: A } }, [A]],
		['a database attachment', [{ url: A, filename: 'a.jpg', type: 'image/jpeg', size: 3 }], [A]],
		['an item of this node', { id: 'x', generation_url: [A, B], status: 'succeeded' }, [A, B]],
		['a Notion file', { type: 'external', external: { url: A } }, [A]],
	])('is accepted: %s', async (_, given, sent) => {
		expect(await imagesOf(json(given))).toEqual(sent);
	});
});

it('500 items with the same stored image upload it once', async () => {
	const [file] = [png('logo.png')];
	const items = Array.from({ length: 500 }, () => ({ files: { data: file } }));
	const { error, items: output } = await p.run(edit({ images: 'data', mode: 'submit' }), { items });

	expect(error).toBeUndefined();
	expect(output).toHaveLength(500);
	expect(p.api.uploads).toHaveLength(1);
});
