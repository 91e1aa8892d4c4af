// Starts Redis for n8n's queue, in memory and on loopback only.
import path from 'node:path';
import { launch } from '../../scripts/process.cjs';
import { freePort } from '../environment';
import { whenListening, type Server } from './server';

export async function startRedis(logsFolder: string): Promise<Server> {
	const port = await freePort();
	const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
	const redis = launch('redis-server', settings, { log: path.join(logsFolder, 'redis.log') });
	await whenListening('Redis', redis, port);
	return { port, stop: async () => await redis.stop() };
}
