import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import { storedSize } from './engine';
import { generate, usePApi } from './fixture';

const p = usePApi();
const MEGABYTE = 1024 * 1024;

/** A server with a single file of this size, which is generated while it is sent. */
async function serveFile(name: string, megabytes: number): Promise<{ server: Server; url: string }> {
	const chunk = Buffer.alloc(MEGABYTE, 1);
	const server = createServer((_, response) => {
		response.writeHead(200, {
			'content-type': 'application/octet-stream',
			'content-length': megabytes * MEGABYTE,
		});
		let sent = 0;
		const send = () => {
			while (sent++ < megabytes) if (!response.write(chunk)) return void response.once('drain', send);
			response.end();
		};
		send();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}` };
}

/** Downloads a file of this size for each item. @returns the peak growth of this process in MB */
async function growthOf(name: string, megabytes: number, count: number) {
	const { server, url } = await serveFile(name, megabytes);
	// The first run loads everything that is loaded only once.
	await p.run(generate());
	p.api.fault({
		on: 'status',
		times: Infinity,
		respond: { status: 200, body: { status: 'succeeded', generation_url: url } },
	});

	const before = process.memoryUsage().rss;
	let peak = before;
	const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
	const { items, error } = await p.run(generate(), { items: Array(count).fill({}) });
	clearInterval(sampler);
	server.close();

	expect(error).toBeUndefined();
	const sizes = await Promise.all(items.map(async ({ binary }) => await storedSize(binary?.data)));
	expect(sizes).toEqual(Array(count).fill(megabytes * MEGABYTE));
	return (peak - before) / MEGABYTE;
}

// Measured: 60 to 130 MB. These are the buffers on both sides of the sockets, as the server is in this process too, and
// uncollected garbage. If the node held files in memory, it would be their whole size.
describe('memory grows by less than 256 MB during the download of', () => {
	it.each([
		['a video of 1 GB', 'output.mp4', 1024, 1],
		['200 images of 2 MB', 'output.jpg', 2, 200],
		['20 large images of 20 MB', 'output.png', 20, 20],
	])(
		'%s',
		async (_kind, name, megabytes, count) => {
			expect(await growthOf(name, megabytes, count)).toBeLessThan(256);
		},
		600_000,
	);
});
