import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import { storedSize } from './engine';
import { generate, usePApi } from './fixture';

const p = usePApi();
const MEGABYTE = 1024 * 1024;

/** A server whose only file has this size, and is made while it is sent. */
async function serveFile(megabytes: number): Promise<{ server: Server; url: string }> {
	const chunk = Buffer.alloc(MEGABYTE, 1);
	const server = createServer((_, response) => {
		response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': megabytes * MEGABYTE });
		let sent = 0;
		const send = () => {
			while (sent++ < megabytes) if (!response.write(chunk)) return void response.once('drain', send);
			response.end();
		};
		send();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/output.mp4` };
}

describe('a video of 1 GB', () => {
	it('goes from the socket to the storage, and memory grows by less than a quarter of it', async () => {
		const { server, url } = await serveFile(1024);
		// A first run loads all that is loaded once.
		await p.run(generate());
		p.api.fault({
			on: 'status',
			respond: { status: 200, body: { status: 'succeeded', generation_url: url } },
		});

		const before = process.memoryUsage().rss;
		let peak = before;
		const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
		const { items, error } = await p.run(generate());
		clearInterval(sampler);
		server.close();

		expect(error).toBeUndefined();
		expect(await storedSize(items[0]!.binary?.data)).toBe(1024 * MEGABYTE);
		// Some 70 to 110 MB: buffers on both sides of the sockets, the server's in this process too, and what the garbage
		// collector has not got round to. Held in memory, it would be 1,024 MB at least.
		expect((peak - before) / MEGABYTE).toBeLessThan(256);
	}, 120_000);
});
