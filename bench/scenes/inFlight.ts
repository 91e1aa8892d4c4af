// How many jobs in flight affect everyone else in the same n8n: the lag of its event loop, and whether it responds.
import { setTimeout as sleep } from 'node:timers/promises';
import { jobSeconds } from '../jobs';
import type { InFlightRow } from '../results';
import { percentile } from '../statistics';
import { image, type Context } from './context';

const HEALTH_INTERVAL = 250;

/**
 * Calls n8n's health check repeatedly.
 *
 * @returns A function that stops the calls and returns how many milliseconds each took; Infinity without a good response
 */
function watchHealth(url: string) {
	const durations: number[] = [];
	let isOver = false;
	const ended = (async () => {
		while (!isOver) {
			const sentAt = performance.now();
			const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5000) }).catch(
				() => undefined,
			);
			durations.push(response?.ok ? performance.now() - sentAt : Infinity);
			await response?.body?.cancel();
			await sleep(HEALTH_INTERVAL);
		}
	})();
	return async () => {
		isOver = true;
		await ended;
		return durations;
	};
}

async function run(context: Context, count: number, seconds: number): Promise<void> {
	const { field, n8n, results, say } = context;
	const jobs = jobSeconds({ count, seconds, jitter: 0.2, seed: count });
	const endWatch = watchHealth(n8n.url);
	const made = await n8n.run(field.wait, { kind: 'image', count }, { jobs, file: image });
	const health = await endWatch();
	const { wall, lagP99, ownLagP99, lagMost, coreShare, requests, finished, error } = made;
	const row: InFlightRow = {
		count,
		jobSeconds: seconds,
		wall,
		finished,
		requests,
		lagP99,
		ownLagP99,
		lagMost,
		coreShare,
		healthP99: percentile(health, 99),
		healthMost: Math.max(...health),
		unanswered: health.filter((one) => one === Infinity).length,
		error,
	};
	results.inFlight.push(row);
	say(`  ${JSON.stringify(row)}`);
}

export async function inFlightScene(context: Context): Promise<void> {
	if (context.quick) return await run(context, 100, 5);
	await run(context, 500, 20);
	await run(context, 5000, 60);
}
