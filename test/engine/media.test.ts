import { randomBytes } from 'crypto';
import { until } from '../until';
import { startPruna } from './engine';
import { API_KEY, edit, generate, PNG, png, usePApi } from './fixture';

const p = usePApi();
const PUBLIC = 'https://example.com/a.jpg';

describe('uploading binary fields', () => {
	it('sends one part called content with the real name and type and a Content-Length', async () => {
		await p.run(edit({ images: 'data' }), { items: [{ files: { data: png('Selfie 猫.png') } }] });

		const [upload] = p.api.uploads;
		const [request] = p.api.requests;
		expect(upload).toMatchObject({
			partName: 'content',
			fileName: 'Selfie 猫.png',
			contentType: 'image/png',
		});
		expect(upload!.bytes.equals(PNG)).toBe(true);
		expect(upload!.declaredContentLength).toBeGreaterThan(PNG.length);
		expect(request!.headers).not.toHaveProperty('transfer-encoding');
	});

	it('gives an unnamed file a name that fits its type', async () => {
		await p.run(edit({ images: 'data' }), {
			items: [{ files: { data: { bytes: PNG, mimeType: 'image/png' } } }],
		});

		expect(p.api.uploads[0]!.fileName).toMatch(/\.png$/);
	});

	it('mixes URLs and binary fields in the order given', async () => {
		await p.run(edit({ images: `second, ${PUBLIC},first` }), {
			items: [{ files: { first: png('1.png', Buffer.from([...PNG, 1])), second: png('2.png') } }],
		});

		const byName = new Map(
			p.api.uploads.map(({ fileName, id }) => [fileName, `${p.api.url}/v1/files/${id}`]),
		);
		expect(p.api.submits[0]!.input.images).toEqual([byName.get('2.png'), PUBLIC, byName.get('1.png')]);
	});

	it('accepts an array and binary objects from an expression', async () => {
		const { error } = await p.run(edit({ images: `={{ [$binary.data, "${PUBLIC}"] }}` }), {
			items: [{ files: { data: png() } }],
		});

		expect(error).toBeUndefined();
		expect(p.api.submits[0]!.input.images).toEqual([expect.stringContaining('/v1/files/'), PUBLIC]);
	});

	it('uploads an image once if many items share it', async () => {
		const items = Array.from({ length: 50 }, () => ({ files: { data: png() } }));
		const { items: output } = await p.run(edit({ images: 'data' }), { items });

		expect(output).toHaveLength(50);
		expect(p.api.uploads).toHaveLength(1);
	});

	it('uploads a file again that would expire before a job could read it', async () => {
		p.api.options.uploadSeconds = 60;
		const options = { maxConcurrent: 1, downloadOutput: false };
		const { error } = await p.run(edit({ images: 'data', mode: 'submit', options }), {
			items: [{ files: { data: png() } }, { files: { data: png() } }],
		});

		expect(error).toBeUndefined();
		expect(p.api.uploads).toHaveLength(2);
	});

	it('returns each of several identical files under its own name', async () => {
		const { items } = await p.run(
			{ resource: 'file', operation: 'upload', binaryField: 'a, b' },
			{ items: [{ files: { a: png('one.png'), b: png('two.png') } }] },
		);

		expect(items.map(({ json }) => json.name)).toEqual(['one.png', 'two.png']);
	});

	it('rejects a file over 100 MB before anything is sent', async () => {
		const huge = png('huge.png', Buffer.alloc(100 * 1024 * 1024 + 1));
		const { error } = await p.run(edit({ images: 'data' }), { items: [{ files: { data: huge } }] });

		expect(error!.message).toContain('is 101 MB; Pruna accepts files up to 100 MB');
		expect(p.api.requests).toEqual([]);
	});

	it('repeats an upload after a temporary fault', async () => {
		p.api.fault({
			on: 'upload',
			respond: { status: 503, body: 'The upstream server is currently unavailable' },
		});
		const { error } = await p.run(edit({ images: 'data' }), { items: [{ files: { data: png() } }] });

		expect(error).toBeUndefined();
		expect(p.api.submits).toHaveLength(1);
	});

	it('sends the whole file again after an interrupted upload', async () => {
		const bytes = Buffer.concat([PNG, randomBytes(8 * 1024 * 1024)]);
		p.api.fault({ on: 'upload', socket: 'reset-mid-request', times: 2 });
		const { error } = await p.run(edit({ images: 'data' }), {
			items: [{ files: { data: png('large.png', bytes) } }],
		});

		expect(error).toBeUndefined();
		expect(p.api.requests.filter(({ route }) => route === 'upload')).toHaveLength(3);
		expect(p.api.uploads.map((upload) => upload.bytes.equals(bytes))).toEqual([true]);
		expect(p.api.uploads[0]!.declaredContentLength).toBeGreaterThan(bytes.length);
	});

	it('stops in the middle of an upload and submits nothing', async () => {
		p.api.fault({ on: 'upload', socket: 'stall' });
		const { result, cancel } = await startPruna({
			parameters: edit({ images: 'data' }),
			credential: { apiKey: API_KEY, baseUrl: p.api.url },
			items: [{ files: { data: png('large.png', Buffer.concat([PNG, randomBytes(8 * 1024 * 1024)])) } }],
		});
		await until(() => p.api.requests.some(({ route }) => route === 'upload'), 'the upload to begin');
		cancel();
		const { run } = await result;
		await until(() => p.api.requests.at(-1)!.aborted, 'the upload to be aborted');

		expect(run.status).toBe('canceled');
		expect(p.api.submits).toEqual([]);
	});

	it('builds the URL itself if the response to the upload has none', async () => {
		p.api.fault({ on: 'upload', respond: { status: 201, body: { id: 'file/../1' } } });
		p.api.fault({ on: 'submit', respond: { status: 400, body: { message: 'enough seen' } } });
		await p.run(edit({ images: 'data' }), { items: [{ files: { data: png() } }] });

		expect(p.api.requests.find(({ route }) => route === 'submit')!.body).toMatchObject({
			input: { images: [`${p.api.url}/v1/files/file%2F..%2F1`] },
		});
	});

	it('submits nothing if an upload fails permanently', async () => {
		p.api.fault({
			on: 'upload',
			respond: { status: 413, body: { error: { code: 'FILE_TOO_LARGE', message: 'too big' } } },
		});
		const { error } = await p.run(edit({ images: 'data' }), { items: [{ files: { data: png() } }] });

		expect(error!.message).toBe('The file is too large for Pruna');
		expect(error!.description).toContain('too big');
		expect(p.api.submits).toEqual([]);
	});
});

/** The first bytes of an MP4 video. */
const MP4 = Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isom', 'latin1');

describe('problems with media are found before anything is sent', () => {
	const wrong: Array<[string, string, Record<string, ReturnType<typeof png>> | undefined, string]> = [
		['an unknown binary field', 'photo', { data: png() }, "this item's binary fields are “data”"],
		['an item without binary fields', 'photo', undefined, 'this item has no binary fields'],
		['something that is not a URL', 'www.example.com/a.jpg', undefined, 'is missing https:// at the start'],
		[
			'something unrecognizable',
			'fox',
			undefined,
			'neither a URL (https://…) nor the name of a binary field',
		],
		['a data URI without an image', 'data:image/png;base64,AAAA', undefined, 'its content is something else'],
		[
			'a file that does not match its name',
			'data',
			{ data: { bytes: Buffer.from('a'), fileName: 'clip.mp4', mimeType: 'video/mp4' } },
			'the binary field “data” (clip.mp4) is a text file, but an image is needed',
		],
		[
			'something that is not a URL',
			'www.example.com/a.jpg',
			undefined,
			'“www.example.com/a.jpg” is missing https:// at the start',
		],
		[
			'a URL in the local network',
			'http://192.168.0.2/a.png',
			undefined,
			'Pruna cannot reach from the internet',
		],
		['a truncated data URI', 'data:image/png;base64', undefined, 'the data URI is incomplete'],
		[
			'a data URI with text',
			'data:image/png;base64,bm8gaW1hZ2U=',
			undefined,
			'is a text file, but an image is needed',
		],
		[
			'a file of the wrong kind',
			'data',
			{ data: { bytes: MP4, fileName: 'clip.mp4', mimeType: 'video/mp4' } },
			'the binary field “data” (clip.mp4) is an MP4 video, but an image is needed',
		],
		[
			'a web page with the name of an image',
			'data',
			{ data: png('a.png', Buffer.from('<!doctype html><html>Log in')) },
			'the binary field “data” (a.png) is a web page (HTML), but an image is needed',
		],
		['too many images', Array<string>(6).fill(PUBLIC).join(','), undefined, 'takes at most 5, not 6'],
	];

	it.each(wrong)('%s', async (_, images, files, message) => {
		const { error } = await p.run(edit({ images }), { items: [files ? { files } : {}] });

		expect(error!.message).toMatch(/^Images: /);
		expect(error!.message).toContain(message);
		expect(error!.description).toContain('Nothing was submitted and nothing was charged');
		expect(p.api.requests).toEqual([]);
	});

	it('an empty file', async () => {
		const { error } = await p.run(edit({ images: 'data' }), {
			items: [{ files: { data: png('a.png', Buffer.alloc(0)) } }],
		});

		expect(error!.message).toContain('the binary field “data” is empty');
		expect(p.api.requests).toEqual([]);
	});

	it('all problems of an item are reported together', async () => {
		const { error } = await p.run(
			generate({
				prompt: '={{ "  " }}',
				additionalFields: { aspect_ratio: '={{ "7:1" }}', seed: '={{ "4x" }}', lora_scale: 9 },
			}),
		);

		expect(error!.message.split('; ')).toEqual([
			'Prompt is required',
			'Aspect Ratio: must be one of 1:1, 16:9, 9:16, 4:3, 3:4, 3:2, 2:3, custom, not “7:1”',
			'Seed: needs a whole number, not “4x”',
			'LoRA Scale: must be at most 3, not 9',
		]);
		expect(p.api.requests).toEqual([]);
	});
});

describe('File → Upload', () => {
	const upload = { resource: 'file', operation: 'upload' };

	it("returns the API's response and the URL, one item per file", async () => {
		const { items } = await p.run(
			{ ...upload, binaryField: 'data, clip' },
			{
				items: [
					{
						files: {
							data: png(),
							clip: { bytes: MP4, fileName: 'clip.mp4', mimeType: 'video/mp4' },
						},
					},
				],
			},
		);

		expect(items.map(({ json }) => json.name)).toEqual(['photo.png', 'clip.mp4']);
		for (const { json, pairedItem } of items) {
			expect(json).toMatchObject({ id: expect.any(String) as string, urls: { get: json.url } });
			expect(json.url).toBe(`${p.api.url}/v1/files/${json.id as string}`);
			expect(pairedItem).toEqual({ item: 0 });
		}
	});

	it('accepts an array of names and binary objects from an expression', async () => {
		const { items, error } = await p.run(
			{ ...upload, binaryField: '={{ ["data", $binary.second] }}' },
			{ items: [{ files: { data: png('a.png'), second: png('b.png') } }] },
		);

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.name)).toEqual(['a.png', 'b.png']);
	});

	it('names a value that cannot be a field', async () => {
		const { error } = await p.run(
			{ ...upload, binaryField: '={{ [7] }}' },
			{ items: [{ files: { data: png() } }] },
		);

		expect(error!.message).toBe('The item has no binary field 7');
	});

	it('names the existing fields if one is missing', async () => {
		const { error } = await p.run(
			{ ...upload, binaryField: 'foto' },
			{ items: [{ files: { data: png() } }] },
		);

		expect(error!.message).toContain('no binary field “foto”');
		expect(error!.description).toContain('data');
		expect(p.api.requests).toEqual([]);
	});
});
