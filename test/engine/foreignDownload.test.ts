/** Prediction → Download of a URL that this run has not paid for. */
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import { randomBytes } from 'crypto';
import { gzipSync } from 'zlib';
import { storedBytes } from './engine';
import { usePApi } from './fixture';

const p = usePApi();

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(20_000)]);
const PACKED = gzipSync(JPEG);

let server: Server;
let requests = 0;
let url: string;
beforeAll(async () => {
	server = createServer((request, response) => {
		requests++;
		if (request.url === '/silent.jpg') return;
		response.writeHead(200, {
			'content-type': 'image/jpeg',
			'content-encoding': 'gzip',
			'content-length': PACKED.length,
		});
		response.end(PACKED);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => (requests = 0));
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const download = (generationUrl: string, timeout?: number) =>
	p.run({
		resource: 'prediction',
		operation: 'download',
		generationUrl,
		options: timeout ? { timeout } : {},
	});

it('is downloaded once if a gateway compresses it against the request and announces the compressed length', async () => {
	expect(PACKED.length).toBeGreaterThan(JPEG.length);
	const { items, error } = await download(`${url}/packed.jpg`);

	expect(error).toBeUndefined();
	expect(await storedBytes(items[0]!.binary!.data)).toEqual(JPEG);
	expect(requests).toBe(1);
});

// Without the node's limit, each of these would take minutes; the test's own time limit is the check.
it.each([
	['cannot be reached', () => 'http://127.0.0.1:9/a.jpg'],
	['never answers', () => `${url}/silent.jpg`],
])('ends at the user’s Timeout if the host %s, and mentions no ID', async (_, hostUrl) => {
	const { error } = await download(hostUrl(), 1);

	expect(error!.message).toMatch(/^No response from 127\.0\.0\.1/);
	expect(error!.description ?? '').not.toMatch(/\bID\b|paid/);
});
