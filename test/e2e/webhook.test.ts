/** A published workflow that answers a request with the image itself. */
import { startServer, whenPublished, type Server } from './instance';
import { imageWebhook, pruna, workflow } from './workflow';

let server: Server;
beforeAll(async () => {
	server = await startServer('webhook');
	const generated = pruna({ prompt: '={{ $json.body.prompt }}' });
	await server.rest.publish(
		await server.rest.createWorkflow(workflow('Answer with an image', [imageWebhook('image'), generated])),
	);
});
afterEach(() => server.api.reset());
afterAll(async () => await server?.close());

async function ask(prompt: string): Promise<{ status: number; contentType: string | null; body: Buffer }> {
	const response = await whenPublished(`${server.n8n.url}/webhook/image`, () => ({
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ prompt }),
	}));
	const body = Buffer.from(await response.arrayBuffer());
	return { status: response.status, contentType: response.headers.get('content-type'), body };
}

/** The bytes that the stand-in delivered for this prompt. */
function imageOf(prompt: string): Buffer {
	const { id } = server.api.submits.find(({ input }) => input.prompt === prompt)!;
	return server.api.predictions.get(id!)!.files[0]!.delivered!;
}

test('the answer is the image, byte for byte', async () => {
	const { status, contentType, body } = await ask('A red fox');

	expect([status, contentType]).toEqual([200, 'image/jpeg']);
	expect(body.equals(imageOf('A red fox'))).toBe(true);
	expect(server.api.submits).toHaveLength(1);
});

test('two simultaneous requests each get their own image', async () => {
	const [fox, owl] = await Promise.all([ask('A fox in the snow'), ask('An owl in the dark')]);

	expect(fox.body.equals(imageOf('A fox in the snow'))).toBe(true);
	expect(owl.body.equals(imageOf('An owl in the dark'))).toBe(true);
	expect(fox.body.equals(owl.body)).toBe(false);
	expect(server.api.submits).toHaveLength(2);
});

test('a failed job makes the request fail instead of hanging', async () => {
	server.api.failNext({ error: 'out of luck' });
	const { status } = await ask('Never mind');

	expect(status).toBe(500);
	expect(server.api.submits).toHaveLength(1);
});
