/** The credential hides the key, and its test sends the key only to the Base URL's origin. */
import { CredentialTestContext } from 'n8n-core';
import type { INodeCredentialTestResult, IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { PrunaApi } from '../../credentials/PrunaApi.credentials';
import { Pruna } from '../../nodes/Pruna/Pruna.node';
import { sendJson, useForeignServer } from './server';

const KEY = 'pru_live_4f9c';

const api = useForeignServer();
const foreign = useForeignServer();

async function testCredential(baseUrl: string, apiKey = KEY): Promise<INodeCredentialTestResult> {
	const context = new CredentialTestContext({} as IWorkflowExecuteAdditionalData);
	const { prunaApiTest } = new Pruna().methods.credentialTest;
	const data = { apiKey, baseUrl };
	return await prunaApiTest.call(context, { id: '1', name: 'Pruna account', type: 'prunaApi', data });
}

it('the credential has a password field for the key', () => {
	const field = new PrunaApi().properties.find(({ name }) => name === 'apiKey');

	expect(field?.typeOptions).toEqual({ password: true });
	expect(field?.default).toBe('');
});

it('the node has password fields for tokens in the input', () => {
	const text = JSON.stringify(new Pruna().description.properties);
	const fields = [...text.matchAll(/"name":"hf_api_token"[^{}]*(\{[^{}]*\})?/g)].map(([field]) => field);

	expect(fields.length).toBeGreaterThan(0);
	for (const field of fields) expect(field).toContain('"typeOptions":{"password":true}');
});

describe('the test of a credential', () => {
	it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i)', async (status) => {
		api.answer(sendJson(status, {}, { location: `${foreign.origin}/v1` }));
		const result = await testCredential(api.origin);

		expect(result.status).toBe('Error');
		expect(api.requests.map(({ headers }) => headers.apikey)).toEqual([KEY]);
		expect(foreign.requests).toEqual([]);
	});

	it.each([
		'ftp://127.0.0.1',
		'127.0.0.1',
		'https://user:pa55word@127.0.0.1',
		'https://127.0.0.1?pa55word',
		'https://127.0.0.1#pa55word',
	])('refuses the Base URL %j without repeating it', async (baseUrl) => {
		const result = await testCredential(baseUrl);

		expect(result.status).toBe('Error');
		expect(result.message).toContain('The Base URL in the Pruna credential');
		expect(result.message).not.toContain('pa55word');
	});

	it.each([401, 403, 404, 500])('does not show a key that the response repeats (%i)', async (status) => {
		api.answer(({ headers }, response) => {
			response.writeHead(status).end(JSON.stringify({ message: `no key ${headers.apikey as string}` }));
		});
		const result = await testCredential(api.origin);

		expect(api.requests).toHaveLength(1);
		expect(result.message).not.toContain(KEY);
	});

	it('aborts a response that is too large', async () => {
		api.answer((_, response) => response.end(Buffer.alloc(8 * 1024 * 1024, 'x')));

		expect((await testCredential(api.origin)).message).toContain('ERR_TOO_LARGE');
	});

	it('refuses a key that would add a header', async () => {
		const result = await testCredential(api.origin, `${KEY}\r\nx-injected: 1`);

		expect(result.message).toBe('The API Key in the Pruna credential contains characters that no key has');
		expect(api.requests).toEqual([]);
	});
});
