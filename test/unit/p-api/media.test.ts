import { startPApi, type PApi } from '../../p-api';
import { sample, sampleFormats, type SampleFormat } from '../../p-api/samples';
import { run, textLike, upload } from './support';

let api: PApi;
beforeAll(async () => {
	api = await startPApi({ jobSeconds: 0 });
});
afterEach(() => {
	api.reset();
	Object.assign(api.options, { publicOrigin: '', pathPrefix: '' });
});
afterAll(async () => await api.close());

const PUBLIC = 'https://example.com/a';
const MP4 = `${PUBLIC}.mp4`;

/** For each parameter under test, a model and the rest of its input. */
const jobs = {
	image: ['p-image-upscale', {}],
	'video or image': ['vace', { prompt: 'a' }],
	video: ['p-video-edit', { prompt: 'a' }],
	audio: ['p-video-infiniteworlds', { prompt: 'a', image: `${PUBLIC}.png` }],
	zip: ['p-image-trainer', {}],
	'jpg, png or webp': ['p-video', { prompt: 'a' }],
	'flac, mp3 or wav': ['p-video', { prompt: 'a', image: `${PUBLIC}.png` }],
	mp4: ['p-video-animate', { image: `${PUBLIC}.png` }],
} as const;
const parameters: Record<keyof typeof jobs, string> = {
	image: 'image',
	'video or image': 'src_mask',
	video: 'video',
	audio: 'audio',
	zip: 'image_data',
	'jpg, png or webp': 'image',
	'flac, mp3 or wav': 'audio',
	mp4: 'video',
};

async function use(url: string, as: keyof typeof jobs = 'image') {
	const [model, input] = jobs[as];
	const answer = await run(api, model, { ...input, [parameters[as]]: url });
	expect(api.submits.at(-1)).toMatchObject({ accepted: true });
	return answer;
}

async function uploaded(bytes: Uint8Array | string, name = 'a.png'): Promise<string> {
	return ((await upload(api, bytes, { name })).json.urls as { get: string }).get;
}

const succeeded = { status: 'succeeded' };
const failed = (error: string | RegExp) => ({
	status: 'failed',
	message: 'Prediction failed',
	error: typeof error === 'string' ? error : textLike(error),
});

const NO_IMAGE = /^cannot identify image file <_io\.BytesIO object at 0x7f[\da-f]+>$/;
const NO_VIDEO = "[Errno 1094995529] Invalid data found when processing input: '<none>'";
const NO_AUDIO = /^Error opening <_io\.BytesIO object at 0x7f[\da-f]+>: Format not recognised\.$/;
const NO_ZIP = 'File is not a zip file';

const images: SampleFormat[] = ['jpg', 'png', 'webp', 'gif', 'avif'];
const videos: SampleFormat[] = ['mp4', 'webm'];
const sounds: SampleFormat[] = ['mp3', 'wav', 'flac'];

describe('an upload', () => {
	it.each([
		['image', images, NO_IMAGE],
		['video or image', [...images, ...videos], NO_VIDEO],
		['video', videos, NO_VIDEO],
		['audio', sounds, NO_AUDIO],
		['zip', ['zip'] as SampleFormat[], NO_ZIP],
	] as const)('must be of kind %s', async (as, right, error) => {
		for (const format of sampleFormats) {
			const { bytes } = await sample(format);
			const expected = right.includes(format) ? succeeded : failed(error);
			expect([format, await use(await uploaded(bytes), as)]).toMatchObject([format, expected]);
		}
	});

	it.each([
		['jpg, png or webp', images, ['jpg', 'png', 'webp']],
		['flac, mp3 or wav', sounds, ['flac', 'mp3', 'wav']],
		['mp4', videos, ['mp4']],
	] as const)('must have a documented format: %s', async (as, kind, right) => {
		for (const format of kind) {
			const { bytes } = await sample(format);
			const expected = (right as readonly string[]).includes(format)
				? succeeded
				: failed(`Unsupported file format '${format}'. Supported formats: ${right.join(', ')}`);
			expect(await use(await uploaded(bytes), as)).toMatchObject(expected);
		}
	});

	it('is judged by its bytes, not by its name or type', async () => {
		const { bytes } = await sample('jpg');
		const { json } = await upload(api, bytes, { name: 'clip.mp4', type: 'video/mp4' });
		expect(await use((json.urls as { get: string }).get)).toMatchObject(succeeded);
	});

	it.each([
		['text', Buffer.from('no image at all')],
		['nothing', Buffer.alloc(0)],
		['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
		['a HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
		['the first bytes of a PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
	])('that is %s is not an image', async (_, bytes) => {
		expect(await use(await uploaded(bytes))).toEqual(failed(NO_IMAGE));
	});

	it('is found under a path prefix or a public origin', async () => {
		const { bytes } = await sample('png');
		for (const publicOrigin of ['https://api.pruna.ai', 'http://10.0.0.5:8000/pruna', '']) {
			Object.assign(api.options, { publicOrigin });
			const url = await uploaded(bytes);
			expect(url.startsWith(publicOrigin || api.url)).toBe(true);
			expect(await use(url)).toMatchObject(succeeded);
		}
	});
});

it('a result of the stand-in is judged by its bytes once it was downloaded, and by its name until then', async () => {
	const { generation_url: clip } = await run(api, 'wan-t2v', { prompt: 'a' });
	expect(await use(String(clip))).toEqual(failed(NO_IMAGE));
	expect(await use(String(clip), 'video')).toMatchObject(succeeded);
	api.setFiles([{ name: 'a.png', contentType: 'image/png', bytes: Buffer.from('made up') }]);
	const { generation_url: madeUp } = await run(api, 'p-image', { prompt: 'a' });
	expect(await use(String(madeUp))).toMatchObject(succeeded);
	await fetch(String(madeUp), { headers: { apikey: 'pru_test_key' } });
	expect(await use(String(madeUp))).toEqual(failed(NO_IMAGE));
});

describe('a URL', () => {
	it.each([
		'https://example.com/a.png',
		'https://example.com/a?width=5',
		'HTTP://Example.COM/A.JPEG',
		'https://8.8.8.8/a.png',
		'https://[2606:4700::1111]/a.png',
		'https://172.32.0.1/a.png',
		'https://user:secret@example.com/a.png',
		'https://www.dropbox.com/s/x/a.png?dl=1',
		'https://drive.google.com/uc?export=download&id=1',
		'https://github.com/a/b/blob/main/a.png?raw=true',
		'https://localhost.example.com/a.png',
	])('with a public host is accepted: %s', async (url) => {
		expect(await use(url)).toMatchObject(succeeded);
	});

	it.each([
		['https://example.com/a b.png', "URL can't contain control characters. '/a b.png' (found at least ' ')"],
		[
			'https://example.com/a.png\n',
			"URL can't contain control characters. '/a.png\\n' (found at least '\\n')",
		],
		[' https://example.com/a.png', "URL can't contain control characters. '/a.png' (found at least ' ')"],
		['photo.png', "Invalid URL 'photo.png': No scheme supplied. Perhaps you meant https://photo.png?"],
		['', "Invalid URL '': No scheme supplied. Perhaps you meant https://?"],
		['https://', "Invalid URL 'https://': No host supplied"],
		['https:example.com/a.png', "Invalid URL 'https:example.com/a.png': No host supplied"],
		['ftp://example.com/a.png', "No connection adapters were found for 'ftp://example.com/a.png'"],
		['data:image/png;base64,AAAA', "No connection adapters were found for 'data:image/png;base64,AAAA'"],
	])('that is not a web URL fails the job: %j', async (url, error) => {
		expect(await use(url)).toEqual(failed(error));
	});

	it("that contains whitespace fails the job even if it is the stand-in's own", async () => {
		const url = await uploaded((await sample('png')).bytes);
		expect(await use(`${url}\n`)).toEqual(failed(/^URL can't contain control characters/));
	});

	it.each([
		'minio',
		'nas.local',
		'a.internal',
		'a.lan',
		'a.home.arpa',
		'files.invalid',
		'host.docker.internal.',
	])('whose host name does not resolve fails the job: %s', async (host) => {
		const error =
			`HTTPSConnectionPool(host='${host}', port=443): Max retries exceeded with url: /a.png?b=1 ` +
			'(Caused by NameResolutionError("<urllib3.connection.HTTPSConnection object at 0x7f3c5c1d2a90>: ' +
			`Failed to resolve '${host}' ([Errno -2] Name or service not known)"))`;
		expect(await use(`https://${host}/a.png?b=1`)).toEqual(failed(error));
	});

	it.each([
		['localhost:9000', 'localhost', 9000],
		['127.0.0.1', '127.0.0.1', 80],
		['2130706433', '127.0.0.1', 80],
		['0177.0.0.1', '127.0.0.1', 80],
		['0x7f.1', '127.0.0.1', 80],
		['0', '0.0.0.0', 80],
		['[::1]', '[::1]', 80],
		['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', 80],
		['a.localhost', 'a.localhost', 80],
	])('of the machine itself fails the job: %s', async (host, shown, port) => {
		const error =
			`HTTPConnectionPool(host='${shown}', port=${port}): Max retries exceeded with url: /a.png ` +
			"(Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f3c5c1d2a90>: " +
			"Failed to establish a new connection: [Errno 111] Connection refused'))";
		expect(await use(`http://${host}/a.png`)).toEqual(failed(error));
	});

	it.each([
		...['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.5', '169.254.169.254', '100.64.0.1'],
		...['3232235781', '0xc0a80105', '0300.0250.1.5', '192.168.261'],
		...['[fe80::1]', '[fd12:3456::1]', '[::ffff:192.168.1.5]', '[64:ff9b::c0a8:105]', '[ff02::1]'],
	])('with a private address fails the job: %s', async (host) => {
		expect(await use(`http://${host}/a.png`)).toEqual(
			failed(
				/^HTTPConnectionPool\(host='.*', port=80\): .*\(Caused by ConnectTimeoutError\(<urllib3.*timed out/,
			),
		);
	});

	it.each([
		'https://drive.google.com/file/d/1AbC/view?usp=sharing',
		'https://www.dropbox.com/s/x/a.png?dl=0',
		'https://www.dropbox.com/scl/fi/x/a.png',
		'https://1drv.ms/i/s!abc',
		'https://github.com/a/b/blob/main/a.png',
		'https://www.youtube.com/watch?v=abc',
		'https://example.com/gallery/a.html',
		'https://example.com/a.pdf',
		'https://example.com/a.json?b=1',
		'https://example.com/a.txt',
		'https://example.com/a.svg',
		MP4,
	])('of something that is not an image fails the job: %s', async (url) => {
		expect(await use(url)).toEqual(failed(NO_IMAGE));
	});

	it('of a different kind or format of file fails the job with the error of the expected kind', async () => {
		expect(await use(`${PUBLIC}.png`, 'video')).toEqual(failed(NO_VIDEO));
		expect(await use(MP4, 'audio')).toEqual(failed(NO_AUDIO));
		expect(await use('https://drive.google.com/file/d/1/view', 'zip')).toEqual(failed(NO_ZIP));
		expect(await use(`${PUBLIC}.gif`, 'jpg, png or webp')).toEqual(
			failed("Unsupported file format 'gif'. Supported formats: jpg, png, webp"),
		);
		expect(await use(MP4, 'mp4')).toMatchObject(succeeded);
	});
});

it('every URL of a list is checked', async () => {
	const images = [`${PUBLIC}.png`, `${PUBLIC}.pdf`];
	expect(await run(api, 'p-image-edit', { prompt: 'a', images })).toEqual(failed(NO_IMAGE));
});
