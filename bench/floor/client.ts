// The floor: how long the same jobs take with a bare HTTP client that is told when each of them ends. It runs in its own
// process, started by floor.ts, which answers the only question that it may ask: when does this job end?
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Question, Reply, FloorOrder } from './protocol';

const CONNECTIONS = 128;

async function work({ url, apiKey, model, count, perMinute, folder }: FloorOrder): Promise<void> {
	const pool = new Pool(url, { connections: CONNECTIONS });
	const headers = { apikey: apiKey };

	async function json(
		method: 'GET' | 'POST',
		where: string,
		more: object = {},
		body?: object,
	): Promise<unknown> {
		const sent = body && JSON.stringify(body);
		const answer = await pool.request({ method, path: where, headers: { ...headers, ...more }, body: sent });
		if (answer.statusCode >= 300) throw new Error(`${method} ${where} returned status ${answer.statusCode}`);
		return await answer.body.json();
	}

	/** Called when the server has accepted the first submit, which starts its first minute. */
	let firstAccepted: (at: number) => void;
	const opened = new Promise<number>((resolve) => (firstAccepted = resolve));

	async function turnOf(index: number): Promise<void> {
		const minute = perMinute ? Math.floor(index / perMinute) : 0;
		if (minute > 0) await sleep((await opened) + minute * 60_000 - Date.now());
	}

	async function run(index: number): Promise<void> {
		await turnOf(index);
		const type = { 'content-type': 'application/json', model };
		const { id } = (await json('POST', '/v1/predictions', type, {
			input: { prompt: `A red fox, ${index}` },
		})) as {
			id: string;
		};
		firstAccepted(Date.now());
		await sleep(Math.max(0, Math.ceil((await endOf(id)) - Date.now()) + 1)); // a timer may fire slightly early
		const result = (await json('GET', `/v1/predictions/status/${id}`)) as { generation_url: string };
		const target = path.join(folder, `${index}.bin`);
		await pool.stream({ method: 'GET', path: new URL(result.generation_url).pathname, headers }, () =>
			fs.createWriteStream(target),
		);
	}

	await Promise.all(Array.from({ length: count }, async (_, index) => await run(index)));
	await pool.close();
}

const waiting = new Map<string, (endsAt: number) => void>();

async function endOf(id: string): Promise<number> {
	return await new Promise((resolve) => {
		waiting.set(id, resolve);
		process.send?.({ id } satisfies Question);
	});
}

process.on('message', (message: FloorOrder | Reply) => {
	if ('endsAt' in message) return waiting.get(message.id)?.(message.endsAt);
	void work(message).then(
		() => process.disconnect(),
		(error: unknown) => {
			process.stderr.write(`${String(error)}\n`);
			process.exit(1);
		},
	);
});
process.send?.({ ready: true } satisfies Question);
