import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import type { ApiClient, UploadBody } from '../../../nodes/Pruna/api/client';
import { PrunaError } from '../../../nodes/Pruna/core/errors';
import { createUploader } from '../../../nodes/Pruna/media/upload';
import { virtualClock } from '../core/virtualClock';

const MINUTE = 60;

/**
 * An API whose uploads take a second each. The first `refusals` of them are refused. Their URLs expire after `lives`
 * seconds; the last number applies to all further uploads.
 */
function uploaderWith({
	refusals = 0,
	lives = [],
	more = {},
}: { refusals?: number; lives?: number[]; more?: object } = {}) {
	const { clock } = virtualClock();
	const uploaded: string[] = [];
	const api = {
		address: readBaseUrl(undefined),
		upload: async (open: () => Promise<UploadBody>) => {
			const { body, contentType } = await open();
			const init = { headers: { 'content-type': contentType } };
			const form = await new Response(new Uint8Array(body as Buffer), init).formData();
			uploaded.push(await (form.get('content') as File).text());
			const id = `file-${uploaded.length}`;
			const life = lives[uploaded.length - 1] ?? lives.at(-1);
			await clock.sleep(1);
			if (uploaded.length <= refusals) throw new PrunaError('refused');
			const expiresAt = life === undefined ? undefined : new Date(clock.now() + life * 1000).toISOString();
			return { id, expires_at: expiresAt, ...more };
		},
	} as unknown as ApiClient;
	const context = { helpers: {} } as unknown as IExecuteFunctions;
	const upload = createUploader(context, api, clock);
	const put = async (_itemIndex: number, content: string, facts: Partial<IBinaryData> = {}) => {
		const binary: IBinaryData = {
			mimeType: 'image/png',
			data: Buffer.from(content).toString('base64'),
			...facts,
		};
		const { fileName = 'file.png', mimeType } = binary;
		const source = { kind: 'binary' as const, binary, fileName, mimeType, size: content.length };
		return (await upload(source, Infinity)).url;
	};
	return { put, uploaded, clock };
}

describe('identical files', () => {
	it('are uploaded once by consecutive items', async () => {
		const { put, uploaded } = uploaderWith();
		const first = await put(0, 'fox');
		expect(await put(1, 'fox')).toBe(first);
		expect(uploaded).toEqual(['fox']);
	});

	it('are uploaded once by items that run in parallel', async () => {
		const { put, uploaded } = uploaderWith();
		const urls = await Promise.all(Array.from({ length: 20 }, async (_, index) => await put(index, 'fox')));
		expect(uploaded).toEqual(['fox']);
		expect(new Set(urls).size).toBe(1);
	});

	it('are uploaded separately if name or type differ, because the API returns these', async () => {
		const { put, uploaded } = uploaderWith();
		await put(0, 'fox', { fileName: 'a.png' });
		await put(0, 'fox', { fileName: 'b.png' });
		await put(0, 'fox', { fileName: 'a.png' });
		await put(0, 'fox', { fileName: 'a.png', mimeType: 'image/webp' });
		expect(uploaded).toHaveLength(3);
	});

	it('are uploaded again if the first upload failed', async () => {
		const { put, uploaded } = uploaderWith({ refusals: 1 });
		await expect(put(0, 'fox')).rejects.toThrow('refused');
		await expect(put(1, 'fox')).resolves.toContain('file-2');
		expect(uploaded).toHaveLength(2);
	});

	it.each([
		['the API states, if little of it is left', [30 * MINUTE], 26 * MINUTE, 2],
		['the API states, unless enough of it is left', [30 * MINUTE], 24 * MINUTE, 1],
		['is guaranteed if the API states none', [], 26 * MINUTE, 2],
	])('are uploaded again after the lifetime that %s', async (_, lives, later, uploads) => {
		const { put, uploaded, clock } = uploaderWith({ lives });
		await put(0, 'fox');
		await clock.sleep(later);
		await put(1, 'fox');
		expect(uploaded).toHaveLength(uploads);
	});
});

it('a file that expires too soon is uploaded again once for all waiting items, not once for each', async () => {
	const { put, uploaded } = uploaderWith({ lives: [MINUTE, 30 * MINUTE] });
	const urls = await Promise.all([0, 1, 2, 3].map(async (index) => await put(index, 'fox')));
	expect(uploaded).toHaveLength(2);
	expect(urls[1]).toBe(urls[2]);
});

test('an expiry that is not text counts as none', async () => {
	const { put } = uploaderWith({ more: { expires_at: { toString: 'soon' } } });
	await expect(put(0, 'fox')).resolves.toContain('file-1');
});

describe('other files', () => {
	it('are uploaded on their own', async () => {
		const { put, uploaded } = uploaderWith();
		const urls = await Promise.all(
			['fox', 'owl', 'foxowl'].map(async (content, index) => await put(index, content)),
		);
		expect(uploaded.sort()).toEqual(['fox', 'foxowl', 'owl']);
		expect(new Set(urls).size).toBe(3);
	});
});
