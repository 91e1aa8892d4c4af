import net from 'node:net';
import { once } from 'node:events';
import { freePort, isPortFree } from '../../../sandbox/environment';

it('tells a free port from one in use', async () => {
	const port = await freePort();
	expect(await isPortFree(port)).toBe(true);
	const server = net.createServer().listen(port, '127.0.0.1');
	await once(server, 'listening');
	expect(await isPortFree(port)).toBe(false);
	server.close();
});
