/** Input that cannot work is rejected before anything is sent. Every class of it is tested, without a single request. */
import type { INodeParameters } from 'n8n-workflow';
import { gzipSync } from 'zlib';
import { sample } from '../p-api/samples';
import type { TestItem } from './engine';
import { edit, generate, PNG, png, usePApi } from './fixture';

const p = usePApi();
const A = 'https://example.com/a.jpg';
// Two closing braces would end n8n's expression.
const json = (value: unknown) => `={{ (${JSON.stringify(value).replace(/}(?=})/g, '} ')}) }}`;

async function refusal(parameters: INodeParameters, items: TestItem[] = [{}]) {
	const { error } = await p.run(parameters, { items });
	expect(p.api.requests).toEqual([]);
	expect(error!.description).toContain('Nothing was submitted and nothing was charged');
	return error!.message;
}

describe('an address that Pruna cannot reach', () => {
	it.each([
		...['http://localhost/a.jpg', 'http://nas/a.jpg', 'http://nas.local/a.jpg', 'http://db.internal/a.jpg'],
		...['http://box.lan/a.jpg', 'http://pi.home.arpa/a.jpg', 'http://127.0.0.1:5678/a.jpg'],
		...['http://10.1.2.3/a.jpg', 'http://192.168.1.5/a.jpg', 'http://172.16.0.1/a.jpg'],
		...['http://169.254.169.254/a.jpg', 'http://100.64.0.1/a.jpg', 'http://0.0.0.0/a.jpg'],
		...['http://2130706433/a.jpg', 'http://0177.0.0.1/a.jpg', 'http://0x7f.1/a.jpg'],
		...[
			'http://[::1]/a.jpg',
			'http://[fd00::1]/a.jpg',
			'http://[fe80::1]/a.jpg',
			'http://[::ffff:10.0.0.1]/a.jpg',
		],
	])('%s', async (url) => {
		const message = await refusal(edit({ images: url }));
		expect(message).toMatch(/^Images: .*which Pruna cannot reach from the internet/);
		expect(message).toContain('binary field');
	});
});

it.each([
	['https://drive.google.com/file/d/1AbC/view?usp=sharing', 'Google Drive'],
	['https://www.dropbox.com/s/abc/photo.jpg?dl=0', 'raw=1'],
	['https://github.com/owner/repo/blob/main/photo.jpg', 'raw.githubusercontent.com'],
])('a page of a file host: %s', async (url, hint) => {
	expect(await refusal(edit({ images: url }))).toContain(hint);
});

describe('a file whose content the model does not accept', () => {
	const html = Buffer.from('<!doctype html><html><body>Sign in</body></html>');
	const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n');
	it.each([
		['a web page called .jpg', { bytes: html, fileName: 'photo.jpg', mimeType: 'image/jpeg' }, 'web page'],
		['a PDF without a type', { bytes: pdf, mimeType: 'application/octet-stream' }, 'PDF'],
		[
			'Base64 in a .png',
			{ bytes: Buffer.from(PNG.toString('base64')), fileName: 'a.png', mimeType: 'image/png' },
			'Base64',
		],
		['an empty file', { bytes: Buffer.alloc(0), fileName: 'a.png', mimeType: 'image/png' }, 'empty'],
		[
			'compressed bytes',
			{ bytes: gzipSync(html), fileName: 'a.bin', mimeType: 'application/gzip' },
			'but an image is needed',
		],
	])('%s', async (_, file, words) => {
		const message = await refusal(edit({ images: 'data' }), [{ files: { data: file } }]);
		expect(message).toContain('the binary field “data”');
		expect(message).toContain(words);
	});

	it('of another kind, or of a format that the model does not accept', async () => {
		const [mp3, gif] = [await sample('mp3'), await sample('gif')];
		expect(await refusal(edit({ images: 'data' }), [{ files: { data: mp3 } }])).toContain(
			'but an image is needed',
		);
		const video = { resource: 'video', operation: 'generate', model: 'p-video', prompt: 'A fox' };
		const withImage = { ...video, additionalFields: { image: 'data' } };
		expect(await refusal(withImage, [{ files: { data: gif } }])).toContain('JPG, PNG or WEBP is needed');
	});
});

describe('something that is not a file', () => {
	it.each([
		[
			'a description of a file',
			json({ id: '1AbC', mimeType: 'image/png', name: 'a.png' }),
			'Google Drive’s description',
		],
		['a Telegram ID', json({ file_id: 'BQAC', file_unique_id: 'x' }), 'Telegram'],
		['an object without a URL', json({ color: 'red' }), 'this object contains no URL'],
		['a local path', 'C:\\photos\\a.jpg', 'path'],
		['another scheme', 's3://bucket/a.jpg', 's3'],
		['a number', json(7), 'needs a URL'],
	])('%s', async (_, images, words) => {
		expect(await refusal(edit({ images }))).toContain(words);
	});

	it('a file that is no longer in n8n’s storage', async () => {
		const gone = {
			id: 'filesystem-v2:workflows/x/executions/1/binary_data/gone',
			mimeType: 'image/png',
			data: 'filesystem-v2',
		};
		expect(await refusal(edit({ images: json(gone) }))).toContain("no longer in n8n's storage");
	});
});

it('two files in a field for one file', async () => {
	const upscale = { resource: 'image', operation: 'upscale', model: 'p-image-upscale' };
	expect(await refusal({ ...upscale, image: `${A}\n${A}` })).toBe('Image: takes one file, not 2');
});

it('all problems of an item together, before any item is submitted', async () => {
	const message = await refusal(
		edit({ images: '={{ $json.images }}', additionalFields: { seed: '={{ "x" }}', width: 512 } }),
		[{ json: { images: A } }, { json: { images: `http://localhost/a.jpg, nowhere` } }],
	);
	expect(message).toContain('Seed');
});

describe('text that an expression broke', () => {
	it.each([
		[json({ text: 'A fox' }), 'needs text, not an object'],
		[json('A [object Object] in the snow'), '[object Object]'],
		[json('undefined'), 'undefined'],
		['={{ NaN }}', 'NaN'],
		[json('null'), 'null'],
	])('%s', async (prompt, words) => {
		const message = await refusal(generate({ prompt }));
		expect(message).toMatch(/^Prompt/);
		expect(message).toContain(words);
	});

	it('except for these words inside a sentence', async () => {
		const { error } = await p.run(generate({ prompt: 'A road sign that says undefined, null and NaN' }));
		expect(error).toBeUndefined();
	});
});

it('width without the aspect ratio that it depends on', async () => {
	expect(await refusal(generate({ additionalFields: { width: 512 } }))).toContain(
		'Width: only applies when Aspect Ratio is “custom”',
	);
});

it('recognizes loosely written choices and numbers', async () => {
	const video = { resource: 'video', operation: 'generate', model: 'p-video', prompt: 'A fox' };
	const additionalFields = {
		duration: '={{ "05s" }}',
		resolution: '={{ "1080P" }}',
		aspect_ratio: '={{ "16x9" }}',
	};
	const { error } = await p.run({ ...video, mode: 'submit', additionalFields });

	expect(error).toBeUndefined();
	expect(p.api.submits[0]!.input).toMatchObject({ duration: 5, resolution: '1080p', aspect_ratio: '16:9' });
});

it('adds advice, and omits Python internals, if a job failed because of a URL', async () => {
	const url = 'https://no-such-host.invalid.example.org/a.jpg';
	p.api.failNext({
		error:
			"HTTPSConnectionPool(host='no-such-host', port=443): Max retries exceeded with url: /a.jpg (Caused by NameResolutionError(\"<urllib3.connection.HTTPSConnection object at 0x7f1a2b>: Failed to resolve 'no-such-host'\"))",
	});
	const { error } = await p.run(edit({ images: url }));

	expect(error!.message).toContain("Failed to resolve 'no-such-host'");
	expect(error!.message).not.toContain('object at 0x');
	expect(error!.description).toContain('Put the file into a binary field');
});

it('rejects a whole batch of 500 items that has one bad item', async () => {
	const items = Array.from({ length: 500 }, (_, index) => ({
		files: { data: index === 321 ? { ...png(), bytes: Buffer.from('<html>') } : png() },
	}));
	expect(await refusal(edit({ images: 'data' }), items)).toContain('web page');
});
