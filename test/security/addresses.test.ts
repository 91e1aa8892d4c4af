/** Input from users and from the network cannot change which path or header of the API the node uses. */
import type { INodeParameters } from 'n8n-workflow';
import { API_KEY, edit, generate, PNG, png, usePApi } from '../engine/fixture';

const p = usePApi();

const status = (predictionId: string): INodeParameters => ({
	resource: 'prediction',
	operation: 'getStatus',
	predictionId,
});
const create = (modelId: string): INodeParameters => ({
	resource: 'prediction',
	operation: 'create',
	mode: 'submit',
	modelId,
	input: {},
});

describe('the ID of a prediction', () => {
	it.each([
		['a?b=c'],
		['a#b'],
		['a\\..\\..\\files'],
		['%2e%2e'],
		['%2e%2e%2f%2e%2e%2ffiles'],
		['a\r\nx-injected: 1'],
		['a\u0000b'],
		['a\u202eb 灯台'],
		['a;b&c@d:e'],
		['__proto__'],
	])('%j is one segment of the path, and nothing else', async (id) => {
		await p.run(status(id));

		const [request] = p.api.requests;
		expect(request!.path).toMatch(/^\/v1\/predictions\/status\/[^/?#\\\s]+$/);
		expect(decodeURIComponent(request!.path.split('/').pop()!)).toBe(id);
		expect(request!.headers).not.toHaveProperty('x-injected');
	});

	it.each([
		'..',
		'.',
		'a/b',
		'../../files',
		'/',
		'/v1/predictions/status/..',
		'/v1/predictions/status/%2E%2E',
	])('%j is refused before anything is sent', async (id) => {
		const { error } = await p.run(status(id));

		expect(error!.message).toMatch(/not a prediction ID|neither an ID nor a status URL/);
		expect(p.api.requests).toEqual([]);
	});

	it.each(['../../files', 'a?b#c', 'a\r\nx-injected: 1'])('%j from the API is encoded, too', async (id) => {
		p.api.fault({ on: 'submit', respond: { status: 201, accept: true, body: { id } } });
		const { error } = await p.run(generate());

		expect(error!.context!.details).toMatchObject({ id });
		expect(p.api.requests.at(-1)!.path).toBe(`/v1/predictions/status/${encodeURIComponent(id)}`);
	});

	it.each(['..', '\ud800'])('%j from the API is not an ID, so the submit is in doubt', async (id) => {
		p.api.fault({ on: 'submit', respond: { status: 201, accept: true, body: { id } } });
		const { error } = await p.run(generate());

		expect(error!.description).toContain('may be billed');
		expect(p.api.requests).toHaveLength(1);
	});
});

describe('the ID of a model', () => {
	it.each([
		'p-image\r\napikey: other',
		'p-image\nTry-Sync: true',
		'p-image\u0000',
		'p image',
		'p-imagé',
		'灯台',
		'p\u200bimage',
	])('%j is refused, because no header may contain it', async (modelId) => {
		const { error } = await p.run(create(modelId));

		expect(error!.message).toBe('Model ID must be plain text without spaces');
		expect(p.api.requests).toEqual([]);
	});

	it('is sent as the Model header unchanged, whatever else it contains', async () => {
		const modelId = 'owner/model:v1?x#y;z,"q"\\';
		await p.run(create(modelId));

		expect(p.api.requests[0]).toMatchObject({
			path: '/v1/predictions',
			headers: { model: modelId, apikey: API_KEY },
		});
		expect(p.api.requests[0]!.headers).not.toHaveProperty('try-sync');
	});
});

describe('an upload', () => {
	it.each([
		['photo"\r\nX-Injected: 1\r\n\r\nx.png', 'image/png'],
		['photo.png', 'image/png\r\nX-Injected: 1'],
		['a"; name="other.png', 'image/png; name="other"'],
	])('cannot get headers from its name or type: %j, %j', async (fileName, mimeType) => {
		await p.run(
			{ resource: 'file', operation: 'upload' },
			{
				items: [{ files: { data: { bytes: PNG, fileName, mimeType } } }],
			},
		);

		const [upload] = p.api.uploads;
		expect(upload).toMatchObject({ partName: 'content', bytes: PNG });
		expect(upload!.contentType).not.toContain('Injected');
		expect(upload!.fileName).toMatch(/^[^"\r\n]+$/);
	});

	it('whose ID leads elsewhere is not a file', async () => {
		p.api.fault({ on: 'upload', respond: { status: 200, body: { id: '..' } } });
		const { error } = await p.run(edit({ images: 'data' }), { items: [{ files: { data: png() } }] });

		expect(error!.message).toBe('Pruna accepted the file but returned no URL for it');
		expect(p.api.submits).toEqual([]);
	});
});

describe('the Base URL', () => {
	it.each([
		['api.pruna.ai', 'is not a valid URL'],
		['//api.pruna.ai', 'is not a valid URL'],
		['ftp://api.pruna.ai', 'is not a valid URL'],
		['javascript:alert(1)', 'is not a valid URL'],
		['https://user:pa55word@api.pruna.ai', 'contains a username or password'],
		['https://api.pruna.ai?apikey=pa55word', 'contains a query or a fragment'],
		['https://api.pruna.ai/#pa55word', 'contains a query or a fragment'],
	])('%j is refused with a sentence that does not repeat it', async (baseUrl, message) => {
		const { error, run } = await p.run(generate(), { credential: { apiKey: API_KEY, baseUrl } });

		expect(error!.message).toBe(`The Base URL in the Pruna credential ${message}`);
		expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
		expect(JSON.stringify(run.data)).not.toContain('pa55word');
	});

	it('is only used with a key that is valid in a header', async () => {
		const credential = { apiKey: `${API_KEY}\r\nx-injected: 1`, baseUrl: p.api.url };
		const { error, run } = await p.run(generate(), { credential });

		expect(error!.message).toBe('The API Key in the Pruna credential contains characters that no key has');
		expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
		expect(JSON.stringify(run.data)).not.toContain(API_KEY);
		expect(p.api.requests).toEqual([]);
	});
});
