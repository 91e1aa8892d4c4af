/** The node does not trust the URLs of results, nor the names of their files. */
import { generate, PNG, usePApi } from '../engine/fixture';
import { useForeignServer } from './server';

const p = usePApi();
const foreign = useForeignServer();

const getResult = { resource: 'prediction', operation: 'getResult', predictionId: 'abc' };

function deliverFrom(generationUrl: unknown): void {
	const body = { status: 'succeeded', generation_url: generationUrl };
	p.api.fault({ on: 'status', times: Infinity, respond: { status: 200, body } });
}

describe('the URL of a result', () => {
	it.each([
		'data:image/png;base64,iVBORw0KGgo=',
		'file:///etc/passwd',
		'ftp://127.0.0.1/out.png',
		'javascript:alert(1)',
		'blob:http://127.0.0.1/1',
		'gopher://127.0.0.1/x',
		'//127.0.0.1/out.png',
		' \t',
	])('%j is refused, from the API and from a user', async (url) => {
		deliverFrom([url]);
		const fromApi = await p.run(getResult);
		const fromUser = await p.run({ resource: 'prediction', operation: 'download', generationUrl: url });

		expect(fromUser.error!.message).toMatch(/Generation URL is (not a URL|required)/);
		expect(fromApi.error!.message).toBe('Pruna returned no usable URL for the result');
		expect(p.api.requests.filter(({ route }) => route === 'delivery')).toEqual([]);
	});

	it('may be plain http only if the Base URL is', async () => {
		deliverFrom(`${foreign.origin}/out.png`);
		const { items } = await p.run(getResult);
		const { error } = await p.run(
			{ resource: 'prediction', operation: 'download', generationUrl: `${foreign.origin}/out.png` },
			{ credential: { apiKey: 'pru_test_key', baseUrl: 'https://127.0.0.1:9' } },
		);

		expect(items[0]!.binary!.data!.fileName).toBe('out-abc.png');
		expect(error!.message).toBe('Generation URL is not a URL that can be downloaded');
		expect(foreign.requests).toHaveLength(1);
	});

	it('does not redirect the node forever', async () => {
		foreign.answer((_, response) => response.writeHead(302, { location: '/again' }).end());
		deliverFrom(`${foreign.origin}/out.png`);
		const { error } = await p.run(getResult);

		expect(error!.message).toBe('Pruna redirected the request (302)');
		expect(foreign.requests).toHaveLength(6);
	});
});

const UNSAFE = /[/\\:*?"<>|]|[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Surrogate}]|^[.\s]|[.\s]$/u;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i;

const NAMES = [
	'../../../etc/passwd',
	'..\\..\\windows\\system32\\a.dll',
	'CON.png',
	'nul',
	'COM1.tar.png',
	'aux .png',
	'.htaccess',
	'...',
	'name. . .',
	'photo\u202egpj.exe',
	'a\u0000b\r\nc.png',
	'a\u2028b.png',
	`${'灯台'.repeat(200)}.png`,
	`${'👩‍🚀'.repeat(100)}.png`,
	`${'x'.repeat(3000)}.${'y'.repeat(3000)}`,
	'a:stream.png',
	'<img src=x onerror=alert(1)>.png',
	' ',
];

describe('the name of a file', () => {
	it.each(NAMES)('%j in a URL is made safe', async (name) => {
		deliverFrom(`${foreign.origin}/${encodeURIComponent(name)}`);
		const { items } = await p.run(getResult);

		const { fileName, mimeType } = items[0]!.binary!.data!;
		expect(mimeType).toBe('image/png');
		expect(fileName).toMatch(/^.+\.png$/u);
		expect(fileName).not.toMatch(UNSAFE);
		expect(fileName).not.toMatch(DEVICE);
		expect(Buffer.byteLength(fileName!)).toBeLessThanOrEqual(255);
	});

	it.each(NAMES)('%j in Options is made safe', async (name) => {
		const { items } = await p.run(generate({ options: { fileName: '={{ $json.name }}' } }), {
			items: [{ json: { name } }],
		});

		const { fileName } = items[0]!.binary!.data!;
		expect(fileName).toMatch(/^.+\.jpg$/u);
		expect(fileName).not.toMatch(UNSAFE);
		expect(fileName).not.toMatch(DEVICE);
		expect(Buffer.byteLength(fileName!)).toBeLessThanOrEqual(255);
	});

	it.each(NAMES)('%j of an upload is made safe', async (fileName) => {
		const files = { data: { bytes: PNG, fileName, mimeType: 'image/png' } };
		const { error } = await p.run({ resource: 'file', operation: 'upload' }, { items: [{ files }] });

		expect(error).toBeUndefined();
		const sent = p.api.uploads[0]!.fileName;
		expect(sent).not.toMatch(UNSAFE);
		expect(sent).not.toMatch(DEVICE);
		expect(Buffer.byteLength(sent)).toBeLessThanOrEqual(255);
	});

	it('is not taken from a server other than the API', async () => {
		foreign.answer((_, response) =>
			response
				.writeHead(200, {
					'content-type': 'image/png',
					'content-disposition': 'attachment; filename="../../evil.sh"',
				})
				.end(PNG),
		);
		deliverFrom(`${foreign.origin}/out.png`);
		const { items } = await p.run(getResult);

		expect(items[0]!.binary!.data!.fileName).toBe('out-abc.png');
	});
});
