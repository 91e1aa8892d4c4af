/** The credential's test, requested as the editor does when a user saves a credential. */
import { API_KEY, startServer, type Server } from './instance';

let server: Server;
beforeAll(async () => {
	server = await startServer('credential');
});
afterAll(async () => await server?.close());

async function testCredential(data: { apiKey: string; baseUrl?: string }) {
	return await server.rest.call('POST', '/rest/credentials/test', {
		credentials: {
			id: '',
			name: 'Pruna account',
			type: 'prunaApi',
			data: { baseUrl: server.api.url, ...data },
		},
	});
}

describe("the credential's test", () => {
	it('passes for a valid key and costs nothing', async () => {
		expect(await testCredential({ apiKey: API_KEY })).toEqual({
			status: 'OK',
			message: 'The API key is valid',
		});
		expect(server.api.submits).toEqual([]);
	});

	it.each([
		['an invalid key', { apiKey: 'pru_wrong' }, 'Pruna did not accept this API key'],
		[
			'an account that is out of credit',
			{ apiKey: 'pru_no_credit' },
			'The API key is valid, but the account is out of credit',
		],
		[
			'a host that does not answer',
			{ apiKey: API_KEY, baseUrl: 'http://127.0.0.1:9' },
			'No response from http://127.0.0.1:9 (ECONNREFUSED)',
		],
		[
			'a host name that does not exist',
			{ apiKey: API_KEY, baseUrl: 'https://api.pruna.invalid' },
			'No response from https://api.pruna.invalid (ENOTFOUND)',
		],
	])('says what is wrong with %s', async (_, data, message) => {
		expect(await testCredential(data)).toEqual({
			status: 'Error',
			message: expect.stringContaining(message) as string,
		});
	});
});
