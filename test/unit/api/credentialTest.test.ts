import { Readable } from 'stream';
import type { ICredentialsDecrypted, ICredentialTestFunctions } from 'n8n-workflow';
import { readCredentialTest, testCredential } from '../../../nodes/Pruna/api/credentialTest';

describe('a key', () => {
	it.each([
		[404, { message: 'Prediction not found' }],
		[404, { detail: 'Not found' }],
		[404, {}],
		[400, { message: 'bad id' }],
		[200, { status: 'processing' }],
	])('is valid after %i with %j', (statusCode, body) => {
		expect(readCredentialTest(statusCode, body).status).toBe('OK');
	});

	it('is valid but rate limited after 429', () => {
		expect(readCredentialTest(429, { message: 'API rate limit exceeded' })).toEqual({
			status: 'OK',
			message: expect.stringContaining('rate limit') as string,
		});
	});

	it.each([
		[401, { message: 'Unauthorized' }],
		[401, { message: 'Invalid authentication credentials' }],
		[403, { message: 'Forbidden' }],
		[401, ''],
	])('is invalid after %i with %j', (statusCode, body) => {
		expect(readCredentialTest(statusCode, body)).toEqual({
			status: 'Error',
			message: expect.stringContaining('did not accept this API key') as string,
		});
	});

	it.each([
		[
			403,
			'Forbidden: no more credit available. Please go to https://dashboard.pruna.ai/ and add more credit.',
		],
		[403, { message: 'Forbidden: no more credit available.' }],
		[402, ''],
	])('is valid but without credit after %i with %j', (statusCode, body) => {
		expect(readCredentialTest(statusCode, body)).toEqual({
			status: 'Error',
			message: expect.stringMatching(/key is valid.*out of credit/) as string,
		});
	});

	it.each([
		[404, '<html><head><title>404 Not Found</title></head><body></body></html>'],
		[200, '<!doctype html><html><head><title>Dashboard</title></head><body></body></html>'],
		[302, ''],
	])('is neither valid nor invalid if the address is not the API: %i with %j', (statusCode, body) => {
		expect(readCredentialTest(statusCode, body).status).toBe('Error');
	});

	it.each([500, 502, 503, 504])('is neither valid nor invalid after %i', (statusCode) => {
		expect(readCredentialTest(statusCode, 'oops')).toEqual({
			status: 'Error',
			message: expect.stringMatching(new RegExp(`status ${statusCode}.*“oops”`)) as string,
		});
	});

	it('is reported with the API’s own words and never as [object Object]', () => {
		expect(readCredentialTest(401, { error: { message: 'expired key' } }).message).toContain('“expired key”');
		expect(readCredentialTest(401, { error: { code: 1 } }).message).not.toContain('[object');
	});
});

interface Request {
	uri: string;
	method: string;
	headers: Record<string, string>;
	followRedirect: boolean;
}

/** Runs the test with one response or one failure from the network. */
async function run(data: Record<string, unknown> | undefined, answer: () => Promise<unknown>) {
	const requests: Request[] = [];
	const context = {
		helpers: {
			request: async (options: Request) => {
				requests.push(options);
				return await answer();
			},
		},
	} as unknown as ICredentialTestFunctions;
	const result = await testCredential.call(context, {
		id: '1',
		name: 'Pruna',
		type: 'prunaApi',
		data,
	} as ICredentialsDecrypted);
	return { result, requests };
}

const answer = (statusCode: number, body: string) => () =>
	Promise.resolve({ statusCode, body: Readable.from([Buffer.from(body)]) });
const failure =
	(facts: object, message = 'request failed') =>
	() =>
		Promise.reject(Object.assign(new Error(message), facts));
const data = { apiKey: 'pru_secret', baseUrl: 'https://api.pruna.ai' };

describe('the test of a credential', () => {
	it('requests a status, which is free', async () => {
		const { result, requests } = await run(data, answer(404, '{"message":"Prediction not found"}'));
		expect(result.status).toBe('OK');
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatchObject({
			method: 'GET',
			uri: expect.stringMatching(/^https:\/\/api\.pruna\.ai\/v1\/predictions\/status\/\w{26}$/) as string,
			headers: { apikey: 'pru_secret' },
		});
	});

	it('is sent to a gateway with its path', async () => {
		const { requests } = await run({ ...data, baseUrl: 'https://gw.example.com/pruna/v1/' }, answer(404, ''));
		expect(requests[0]?.uri).toMatch(/^https:\/\/gw\.example\.com\/pruna\/v1\/predictions\/status\//);
	});

	it('is sent to Pruna if no Base URL is set', async () => {
		const { requests } = await run({ apiKey: 'pru_secret' }, answer(404, ''));
		expect(requests[0]?.uri).toMatch(/^https:\/\/api\.pruna\.ai\//);
	});

	it('trims spaces around a pasted key', async () => {
		const { requests } = await run({ ...data, apiKey: ' pru_secret\n' }, answer(404, ''));
		expect(requests[0]?.headers.apikey).toBe('pru_secret');
	});

	it('does not follow a redirect, which would send the key along', async () => {
		const { result, requests } = await run(data, answer(302, ''));
		expect(requests[0]?.followRedirect).toBe(false);
		expect(result.status).toBe('Error');
	});

	it('reads the JSON of the response', async () => {
		const { result } = await run(data, answer(403, '{"message":"no more credit available"}'));
		expect(result.message).toContain('out of credit');
	});

	it.each([
		['ECONNREFUSED', { code: 'ECONNREFUSED' }],
		['ENOTFOUND', { cause: { code: 'ENOTFOUND' } }],
		['ETIMEDOUT', { code: 'ETIMEDOUT' }],
		['self-signed certificate', {}],
	])('names the address and the reason if there is no response: %s', async (why, facts) => {
		const { result } = await run(data, failure(facts, 'self-signed certificate'));
		expect(result).toEqual({
			status: 'Error',
			message: expect.stringMatching(new RegExp(`https://api\\.pruna\\.ai \\(${why}\\)`)) as string,
		});
	});

	it.each(['api.pruna.ai', 'ftp://api.pruna.ai', 'https://user:pw@api.pruna.ai'])(
		'sends nothing to an invalid Base URL: %s',
		async (baseUrl) => {
			const { result, requests } = await run({ ...data, baseUrl }, answer(404, ''));
			expect(result).toEqual({ status: 'Error', message: expect.stringContaining('Base URL') as string });
			expect(requests).toEqual([]);
		},
	);

	it.each([[undefined], [{}], [{ apiKey: '' }], [{ apiKey: '  ' }]])('asks for a key: %j', async (empty) => {
		const { result, requests } = await run(empty, answer(404, ''));
		expect(result).toEqual({ status: 'Error', message: 'The API key is empty' });
		expect(requests).toEqual([]);
	});

	it('reports a key that cannot be valid, and sends nothing', async () => {
		const { result, requests } = await run({ ...data, apiKey: 'pru_sécret\r\nx: y' }, answer(404, ''));
		expect(result).toEqual({
			status: 'Error',
			message: 'The API Key in the Pruna credential contains characters that no key has',
		});
		expect(requests).toEqual([]);
	});

	it('stops reading an endless response', async () => {
		const body = new Readable({
			read() {
				this.push(Buffer.alloc(256 * 1024));
			},
		});
		const { result } = await run(data, () => Promise.resolve({ statusCode: 200, body }));
		expect(result.message).toContain('ERR_TOO_LARGE');
		expect(body.destroyed).toBe(true);
	});

	it('never shows the key', async () => {
		for (const outcome of [
			answer(401, '{"message":"no key pru_secret"}'),
			answer(401, '{"message":"no key \\u0070ru_secret"}'),
			answer(500, 'GET /v1 apikey: pru_secret'),
			failure({ code: 'ECONNRESET' }),
			failure({}, 'cannot send pru_secret'),
		]) {
			const { result } = await run(data, outcome);
			expect(result.message).not.toContain('pru_secret');
		}
	});
});
