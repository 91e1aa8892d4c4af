/** The credential test with n8n's helpers, against the stand-in. */
import { CredentialTestContext } from 'n8n-core';
import type { INodeCredentialTestResult, IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { Pruna } from '../../nodes/Pruna/Pruna.node';
import { startPApi } from '../p-api';
import { usePApi } from './fixture';

const p = usePApi();

async function testCredential(data: {
	apiKey?: string;
	baseUrl?: string;
}): Promise<INodeCredentialTestResult> {
	const context = new CredentialTestContext({} as IWorkflowExecuteAdditionalData);
	const { prunaApiTest } = new Pruna().methods.credentialTest;
	return await prunaApiTest.call(context, { id: '1', name: 'Pruna account', type: 'prunaApi', data });
}

describe('the credential test', () => {
	it('passes for a valid key although the API answers 404, and starts nothing', async () => {
		const result = await testCredential({ apiKey: ' pru_test_key ', baseUrl: p.api.url });

		expect(result.status).toBe('OK');
		expect(p.api.requests.map(({ route, statusCode }) => [route, statusCode])).toEqual([['status', 404]]);
		expect(p.api.submits).toEqual([]);
	});

	it('works through a gateway with a prefix', async () => {
		const gateway = await startPApi({ pathPrefix: '/pruna' });
		const result = await testCredential({ apiKey: 'pru_test_key', baseUrl: `${gateway.url}/` });
		await gateway.close();

		expect(result.status).toBe('OK');
	});

	it.each([
		['an invalid key', { apiKey: 'pru_wrong' }, 'Pruna did not accept this API key'],
		[
			'an account without credit',
			{ apiKey: 'pru_no_credit' },
			'The API key is valid, but the account is out of credit',
		],
		['an empty key', { apiKey: ' ' }, 'The API key is empty'],
		[
			'an unreachable host',
			{ apiKey: 'k', baseUrl: 'http://127.0.0.1:9' },
			'No response from http://127.0.0.1:9 (ECONNREFUSED)',
		],
		['text that is not a URL', { apiKey: 'k', baseUrl: 'pruna' }, 'not a valid URL'],
	])('explains %s in a sentence', async (_, data, message) => {
		const result = await testCredential({ baseUrl: p.api.url, ...data });

		expect(result).toEqual({ status: 'Error', message: expect.stringContaining(message) as string });
	});

	it('explains that the address is a website and not the API', async () => {
		const page = '<!doctype html><html><head><title>Not Found</title></head></html>';
		p.api.fault({
			on: 'status',
			respond: { status: 404, headers: { 'content-type': 'text/html' }, body: page },
		});
		const result = await testCredential({ apiKey: 'pru_test_key', baseUrl: p.api.url });

		expect(result).toEqual({
			status: 'Error',
			message: expect.stringContaining('no Pruna API at this Base URL') as string,
		});
	});
});
