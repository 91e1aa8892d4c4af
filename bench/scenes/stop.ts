// How long requests go on after Stop, with jobs that still run.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender';
import { seenBy } from '../measure';
import { exchangesOf } from '../recorder';
import { picture, type Context } from './context';

const ITEMS = 5;
const RUNNING_SECONDS = 4;
const WATCH_SECONDS = 20;

/** All at the same time: most of it is sleep. */
export async function stopScene({ field, n8n, results, say }: Context): Promise<void> {
	const { wait, loops, rivals } = field;
	const contenders = [wait, loops.best, loops.five, ...Object.values(rivals)];
	const jobs = Array.from({ length: ITEMS }, () => 60);
	const begun = await Promise.all(
		contenders.map(async (contender) => {
			contender.service.prepare({ jobs, file: picture });
			return await n8n.begin(contender, { kind: 'image', count: ITEMS });
		}),
	);
	const isAtWork = (contender: Contender) => seenBy(contender.service).of('submit').length > 0;
	for (let waited = 0; !contenders.every(isAtWork); waited++) {
		if (waited > 300) throw new Error('Not all contenders have submitted something after 30 s');
		await sleep(100);
	}
	await sleep(RUNNING_SECONDS * 1000);
	const stoppedAt = Date.now();
	await Promise.all(begun.map(async (one) => await n8n.cancel(one)));
	await sleep(WATCH_SECONDS * 1000);
	for (const contender of contenders) {
		const later = exchangesOf(contender.service.port).filter(({ startedAt }) => startedAt > stoppedAt);
		const submitsAfter = seenBy(contender.service)
			.of('submit')
			.filter(({ startedAt }) => startedAt > stoppedAt).length;
		const last = later.at(-1);
		const lastRequest = last && (last.startedAt - stoppedAt) / 1000;
		results.stop.push({ contender: contender.title, lastRequest, submitsAfter });
		say(`  ${contender.title}: ${lastRequest === undefined ? 'none' : `${lastRequest.toFixed(2)} s`}`);
	}
}
