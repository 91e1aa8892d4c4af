import { startPApi, type PApi } from '../../p-api';
import { get, run, submit, textLike, upload } from './support';

let api: PApi;
beforeAll(async () => {
	api = await startPApi({ jobSeconds: 0, errorBodies: 'documented' });
});
afterEach(() => {
	api.reset();
	Object.assign(api.options, { rateLimit: false, deliverySeconds: 1000 });
});
afterAll(async () => await api.close());

const coded = (code: string, message: unknown) => ({ error: { code, message } });

it('have the documented codes', async () => {
	expect(await submit(api, 'p-image', {})).toMatchObject({
		status: 400,
		json: coded('VALIDATION_ERROR', 'property input validation failed: property prompt is required'),
	});
	expect(await submit(api, 'p-imagine', {})).toMatchObject({
		status: 400,
		json: coded('VALIDATION_ERROR', textLike(/^Unknown model 'p-imagine'\. Available models: p-image, /)),
	});
	const unauthorized = await submit(api, 'p-image', {}, { apikey: 'pru_wrong' });
	expect(unauthorized).toMatchObject({ status: 401, json: coded('AUTHENTICATION_FAILED', 'Unauthorized') });
	expect(unauthorized.headers.get('www-authenticate')).toBe('Key realm="kong"');
	expect(await submit(api, 'p-image', {}, { apikey: 'pru_no_credit' })).toMatchObject({
		status: 403,
		json: coded('QUOTA_EXCEEDED', textLike(/no more credit available/)),
	});
	expect(await get(`${api.url}/v1/predictions/status/1zww7deyssrme0csqwr90phzzr`)).toMatchObject({
		status: 404,
		json: coded('NOT_FOUND', 'Prediction not found'),
	});
	api.options.deliverySeconds = 0;
	const { generation_url: url } = await run(api, 'p-image', { prompt: 'a' });
	expect(await get(String(url))).toMatchObject({
		status: 410,
		json: { error: { code: 'CONTENT_EXPIRED' } },
	});
	expect(await upload(api, 'x', { part: 'file' })).toMatchObject({
		status: 400,
		json: { error: { code: 'INVALID_FILE' } },
	});
});

it('have the documented code when the rate limit is reached', async () => {
	api.options.rateLimit = true;
	const input = { image_data: 'https://example.com/a.zip' };
	for (let count = 0; count < 5; count++) await submit(api, 'p-image-trainer', input);
	const { status, json, headers } = await submit(api, 'p-image-trainer', input);
	expect({ status, json }).toEqual({
		status: 429,
		json: coded('RATE_LIMIT_EXCEEDED', 'API rate limit exceeded'),
	});
	expect(headers.get('ratelimit-reset')).toMatch(/^\d+$/);
});

it("do not change answers that are not the API's own errors", async () => {
	expect((await get(`${api.url}/v1/models`)).json).toEqual({ message: 'no Route matched with those values' });
	api.fault({ on: 'status', respond: { status: 404, body: { message: 'gone' } } });
	expect((await get(`${api.url}/v1/predictions/status/x`)).json).toEqual({ message: 'gone' });
	expect(await run(api, 'p-image', { prompt: 'a' })).toMatchObject({ status: 'succeeded' });
});
