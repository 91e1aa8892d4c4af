// How long requests continue after Stop while jobs are still running.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender';
import { seenBy } from '../measure';
import { exchangesOf, type Exchange } from '../recorder';
import type { StopRow } from '../results';
import { image, type Context } from './context';

const ITEMS = 5;
const RUNS = 5;
const RUNNING_SECONDS = 4;
const WATCH_SECONDS = 20;

/** Runs all contenders at the same time, because they mostly sleep. */
export async function stopScene(context: Context): Promise<void> {
	const { wait, loops, rivals } = context.field;
	const contenders = [wait, loops.best, loops.five, ...Object.values(rivals)];
	const rows = contenders.map(({ title }): StopRow => ({
		contender: title,
		runs: 0,
		lastRequests: [],
		submitsAfter: 0,
	}));
	context.results.stop.push(...rows);
	for (let run = 0; run < RUNS; run++) {
		const stoppedAt = await startAndStop(context, contenders);
		await sleep(WATCH_SECONDS * 1000);
		for (const [index, { service, title }] of contenders.entries()) {
			const row = rows[index]!;
			const isLater = ({ startedAt }: Exchange) => startedAt > stoppedAt;
			const last = exchangesOf(service.port).filter(isLater).at(-1);
			const seconds = last && (last.startedAt - stoppedAt) / 1000;
			row.runs++;
			if (seconds !== undefined) row.lastRequests.push(seconds);
			row.submitsAfter += seenBy(service).of('submit').filter(isLater).length;
			context.say(`  ${title}: ${seconds === undefined ? 'none' : `${seconds.toFixed(2)} s`}`);
		}
	}
}

/** @returns when the executions were stopped, in milliseconds since 1970 */
async function startAndStop({ n8n }: Context, contenders: Contender[]): Promise<number> {
	const jobs = Array.from({ length: ITEMS }, () => 60);
	const started = await Promise.all(
		contenders.map(async (contender) => {
			contender.service.prepare({ jobs, file: image });
			return await n8n.begin(contender, { kind: 'image', count: ITEMS });
		}),
	);
	const isAtWork = (contender: Contender) => seenBy(contender.service).of('submit').length > 0;
	for (let waited = 0; !contenders.every(isAtWork); waited++) {
		if (waited > 300) throw new Error('Some contenders have not submitted anything after 30 s');
		await sleep(100);
	}
	await sleep(RUNNING_SECONDS * 1000);
	const stoppedAt = Date.now();
	await Promise.all(started.map(async (one) => await n8n.cancel(one)));
	return stoppedAt;
}
