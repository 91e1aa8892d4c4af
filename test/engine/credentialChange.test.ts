/** n8n reads the credential again for each request, so someone may change it while a job runs. */
import { startPApi, type PApi } from '../p-api';
import { API_KEY, generate, usePApi } from './fixture';

const NEW_KEY = 'pru_new_key';
const p = usePApi();

let other: PApi;
beforeAll(async () => (other = await startPApi({ apiKeys: [NEW_KEY] })));
afterAll(async () => await other.close());

it('does not send a key to an address that it does not belong to', async () => {
	const credential = { apiKey: API_KEY, baseUrl: p.api.url };
	p.api.fault({
		on: 'status',
		edit: (body) => {
			Object.assign(credential, { apiKey: NEW_KEY, baseUrl: other.url });
			return { ...body, status: 'processing', generation_url: undefined };
		},
	});
	const { error } = await p.run(generate(), { credential });

	expect(JSON.stringify(p.api.requests)).not.toContain(NEW_KEY);
	expect(other.requests).toEqual([]);
	expect(error!.message).toContain('The Base URL in the Pruna credential changed during this run');
	expect(error!.description).toContain('Get Result');
	expect(error!.context!.details).toMatchObject({ id: p.api.submits[0]!.id });
});

it('continues with a new key for the same address', async () => {
	p.api.options.apiKeys = [API_KEY, NEW_KEY];
	const credential = { apiKey: API_KEY, baseUrl: p.api.url };
	p.api.fault({
		on: 'status',
		edit: (body) => {
			credential.apiKey = NEW_KEY;
			return body;
		},
	});
	const { error, items } = await p.run(generate(), { credential });

	expect(error).toBeUndefined();
	expect(items[0]!.json.status).toBe('succeeded');
});
