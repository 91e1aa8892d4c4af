import type { IHttpRequestOptions } from 'n8n-workflow';
import { PrunaApi } from '../../../credentials/PrunaApi.credentials';
import { CredentialChanged } from '../../../nodes/Pruna/api/address';

const { authenticate } = new PrunaApi();
const request = (url: string): IHttpRequestOptions => ({ url, headers: { Accept: 'application/json' } });

describe('the key of a credential', () => {
	it.each([
		[undefined, 'https://api.pruna.ai/v1/predictions'],
		['https://gw.example.com/pruna/v1/', 'https://gw.example.com/pruna/v1/predictions'],
	])('is sent to its own Base URL, in addition to the request’s headers: %s', async (baseUrl, url) => {
		expect(await authenticate({ apiKey: ' pru_1\n', ...(baseUrl && { baseUrl }) }, request(url))).toEqual({
			url,
			headers: { Accept: 'application/json', apikey: 'pru_1' },
		});
	});

	it.each([
		['https://gw.example.com', 'https://api.pruna.ai/v1/predictions'],
		[undefined, 'https://gw.example.com/v1/predictions'],
		['https://api.pruna.ai', 'http://api.pruna.ai/v1/predictions'],
		['https://api.pruna.ai', 'https://api.pruna.ai:8443/v1/predictions'],
	])('with a Base URL changed to %s is not sent to %s', async (baseUrl, url) => {
		await expect(
			authenticate({ apiKey: 'pru_1', ...(baseUrl && { baseUrl }) }, request(url)),
		).rejects.toThrow(CredentialChanged);
	});
});
