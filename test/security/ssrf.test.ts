/**
 * n8n's own protection against requests to the private network (N8N_SSRF_PROTECTION_ENABLED) is off by default. If it is on,
 * the node's requests obey it. In these tests it allows one loopback address, where the stand-in listens; all others are
 * private.
 */
import { SsrfProtectionConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import { CredentialTestContext } from 'n8n-core';
import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { Pruna } from '../../nodes/Pruna/Pruna.node';
import { API_KEY, edit, generate, png, usePApi } from '../engine/fixture';
import { useForeignServer } from './server';

const BLOCKED = 'The request was blocked because it resolves to a restricted IP address';

// Must run before n8n-core creates its client from this, at the first request.
beforeAll(() => {
	const config = Container.get(SsrfProtectionConfig);
	config.enabled = true;
	config.allowedIpRanges = ['127.0.0.1/32'];
});

const p = usePApi();
const inside = useForeignServer('127.0.0.2');

const getResult = { resource: 'prediction', operation: 'getResult', predictionId: 'abc' };
const download = (generationUrl: string) => ({
	resource: 'prediction',
	operation: 'download',
	generationUrl,
});

it('an API on an allowed address works', async () => {
	const { error, items } = await p.run(edit({ images: 'data' }), { items: [{ files: { data: png() } }] });

	expect(error).toBeUndefined();
	expect(items[0]!.binary!.data!.mimeType).toBe('image/jpeg');
});

describe('a private address', () => {
	it.each(['generation_url from the API', 'URL from a user', 'redirect of a download', 'redirect of a poll'])(
		'gets no request through a %s',
		async (way) => {
			const url = `${inside.origin}/latest/meta-data`;
			const status = { status: 'succeeded', generation_url: url };
			if (way.startsWith('generation')) p.api.fault({ on: 'status', respond: { status: 200, body: status } });
			if (way.endsWith('download')) p.api.fault({ on: 'delivery', redirect: { status: 302, location: url } });
			if (way.endsWith('poll')) p.api.fault({ on: 'status', redirect: { status: 302, location: url } });
			const parameters = way.startsWith('URL')
				? download(url)
				: way.endsWith('download')
					? download('/v1/predictions/delivery/x/y.png')
					: getResult;
			const { error } = await p.run(parameters);

			expect(error!.message).toBe(`The request to ${inside.host} failed: ${BLOCKED}`);
			expect(inside.requests).toEqual([]);
		},
	);

	it.each([
		['as a number', (port: string) => `http://2130706434:${port}/x`],
		['in hexadecimal', (port: string) => `http://0x7f.2:${port}/x`],
		['as IPv6', (port: string) => `http://[::ffff:127.0.0.2]:${port}/x`],
	])('gets no request when it is written %s', async (_, url) => {
		const { error } = await p.run(download(url(inside.host.split(':')[1]!)));

		expect(error!.message).toContain(BLOCKED);
		expect(inside.requests).toEqual([]);
	});

	it('as Base URL gets neither the key nor a submit, and the error says that nothing was sent', async () => {
		const { error } = await p.run(generate(), { credential: { apiKey: API_KEY, baseUrl: inside.origin } });

		expect(error!.message).toContain(BLOCKED);
		expect(error!.description ?? '').not.toContain('may be billed');
		expect(inside.requests).toEqual([]);
	});

	it('as Base URL is reported by the credential test', async () => {
		const context = new CredentialTestContext({} as IWorkflowExecuteAdditionalData);
		const { prunaApiTest } = new Pruna().methods.credentialTest;
		const data = { apiKey: API_KEY, baseUrl: inside.origin };
		const result = await prunaApiTest.call(context, { id: '1', name: 'Pruna', type: 'prunaApi', data });

		expect(result.message).toContain(BLOCKED);
		expect(inside.requests).toEqual([]);
	});
});
