import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { startPApi, type PApi } from '../../p-api';
import { sample } from '../../p-api/samples';
import { anyText, KEY, read, textLike, upload } from './support';

let api: PApi;
beforeAll(async () => {
	api = await startPApi();
});
afterEach(() => api.reset());
afterAll(async () => await api.close());

it('answers with the documented file object', async () => {
	const bytes = Buffer.from('not quite an image');
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const { status, json } = await upload(api, bytes, { name: '雪 photo.png' });
	expect(status).toBe(201);
	expect(json).toEqual({
		id: textLike(/^[a-z0-9]{10}$/),
		name: '雪 photo.png',
		content_type: 'image/png',
		size: bytes.length,
		etag: textLike(/^"[0-9a-f]{32}"$/),
		checksums: { sha256 },
		metadata: { content_length: bytes.length },
		created_at: anyText,
		expires_at: anyText,
		urls: { get: `${api.url}/v1/files/${String(json.id)}` },
	});
	expect(Date.parse(String(json.expires_at)) - Date.parse(String(json.created_at))).toBe(1_800_000);
	expect(api.uploads).toMatchObject([
		{ id: json.id, partName: 'content', fileName: '雪 photo.png', contentType: 'image/png', sha256 },
	]);
	const [file] = api.uploads;
	expect(file?.bytes.equals(bytes)).toBe(true);
	expect(file?.declaredContentLength).toBe(Number(api.requests[0]?.headers['content-length']));
});

it('answers 200 if told to', async () => {
	api.options.uploadStatus = 200;
	expect((await upload(api, 'x')).status).toBe(200);
	api.options.uploadStatus = 201;
});

it('gives the size of an image in pixels', async () => {
	const { bytes } = await sample('jpg');
	expect((await upload(api, bytes)).json.metadata).toEqual({
		content_length: bytes.length,
		width: 64,
		height: 64,
	});
});

it('requires the part to be a file named content', async () => {
	expect(await upload(api, 'x', { part: 'file' })).toMatchObject({
		status: 400,
		json: { error: { code: 'INVALID_FILE', message: "Missing file part 'content'" } },
	});
	const form = new FormData();
	form.append('content', 'only text');
	const init = { method: 'POST', headers: { apikey: KEY }, body: form };
	expect((await read(await fetch(`${api.url}/v1/files`, init))).status).toBe(400);
	const json = { method: 'POST', headers: { apikey: KEY, 'content-type': 'application/json' }, body: '{}' };
	expect((await read(await fetch(`${api.url}/v1/files`, json))).status).toBe(400);
	expect(api.uploads).toEqual([]);
});

it('rejects files that are too large', async () => {
	api.options.maxUploadBytes = 300_000;
	expect((await upload(api, Buffer.alloc(300_000))).status).toBe(201);
	expect(await upload(api, Buffer.alloc(300_001))).toMatchObject({
		status: 413,
		json: { error: { code: 'FILE_TOO_LARGE' } },
	});
	api.options.maxUploadBytes = 100 * 1024 * 1024;
	expect(api.uploads).toHaveLength(1);
});

it('checks the key', async () => {
	expect((await upload(api, 'x', { key: 'pru_wrong' })).status).toBe(401);
});

it('rejects a chunked body', async () => {
	const boundary = 'edge';
	const body =
		`--${boundary}\r\ncontent-disposition: form-data; name="content"; filename="a.png"\r\n\r\n` +
		`x\r\n--${boundary}--\r\n`;
	const status = await new Promise<number | undefined>((resolve, reject) => {
		const headers = { apikey: KEY, 'content-type': `multipart/form-data; boundary=${boundary}` };
		const upload = request(`${api.url}/v1/files`, { method: 'POST', headers }, (response) => {
			response.resume().once('end', () => resolve(response.statusCode));
		});
		upload.once('error', reject);
		upload.write(body.slice(0, 20)); // data before the end makes Node send chunks
		upload.end(body.slice(20));
	});
	expect(status).toBe(411);
	expect(api.requests[0]?.headers['transfer-encoding']).toBe('chunked');
});

it('rejects an incomplete body', async () => {
	const init = {
		method: 'POST',
		headers: { apikey: KEY, 'content-type': 'multipart/form-data; boundary=edge' },
		body: '--edge\r\ncontent-disposition: form-data; name="content"; filename="a.png"\r\n\r\nx',
	};
	expect((await read(await fetch(`${api.url}/v1/files`, init))).status).toBe(400);
});
