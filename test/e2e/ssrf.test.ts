/** n8n's protection against requests to the private network, turned on as an administrator does it. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { itemsOf } from '../../sandbox/execution';
import { API_KEY, startServer, type Server } from './instance';
import { pruna, start, workflow } from './workflow';

let server: Server;
let inside: HttpServer;
const received: string[] = [];
/** A service in the private network that no workflow may reach. */
let secretUrl: string;

beforeAll(async () => {
	inside = createServer((request, response) => {
		received.push(request.url!);
		response.end('secret');
	});
	await new Promise<void>((resolve) => inside.listen(0, '127.0.0.2', resolve));
	secretUrl = `http://127.0.0.2:${(inside.address() as AddressInfo).port}/latest/meta-data`;
	// The stand-in listens on the only loopback address that is allowed.
	server = await startServer('ssrf', {
		env: { N8N_SSRF_PROTECTION_ENABLED: 'true', N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32' },
	});
});
afterEach(() => server.api.reset());
afterAll(async () => {
	await server?.close();
	await new Promise((resolve) => inside.close(resolve));
});

async function run(parameters: object) {
	const id = await server.rest.createWorkflow(workflow('SSRF', [start(), pruna(parameters)]));
	return await server.rest.finished(await server.rest.run(id, 'Start'));
}

const getResult = { resource: 'prediction', operation: 'getResult', predictionId: 'abc' };

test('an API on an allowed address works', async () => {
	const execution = await run({});

	expect(execution.status).toBe('success');
	expect(itemsOf(execution, 'Pruna')).toHaveLength(1);
});

test('a URL with a private address is not downloaded', async () => {
	const body = { status: 'succeeded', generation_url: secretUrl };
	server.api.fault({ on: 'status', respond: { status: 200, body } });
	const execution = await run(getResult);

	expect(execution.status).toBe('error');
	expect(JSON.stringify(execution.data)).toContain('restricted IP address');
	expect(received).toEqual([]);
});

test('a redirect to a private address is not followed', async () => {
	const redirect = { status: 302 as const, location: secretUrl };
	server.api.fault({ on: 'delivery', redirect });
	const execution = await run({});

	expect(execution.status).toBe('error');
	expect(JSON.stringify(execution.data)).toContain('restricted IP address');
	expect(received).toEqual([]);
});

test('the execution that n8n saves does not contain the key', async () => {
	server.api.fault({
		on: 'submit',
		respond: { status: 403, body: { message: `No access with ${API_KEY}` } },
	});
	const execution = await run({});

	expect(JSON.stringify(execution.data)).toContain('No access with [hidden]');
	expect(JSON.stringify(execution)).not.toContain(API_KEY);
});
