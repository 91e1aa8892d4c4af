// More items than the API accepts in a minute, with the rate limit enforced by the server.
import { setTimeout as sleep } from 'node:timers/promises';
import { VIDEO_MODEL, type Contender, type Work } from '../contenders/contender';
import { jobSeconds } from '../jobs';
import type { SceneId, WallRow } from '../results';
import { FLOOR, idealRun, image, type Context } from './context';

interface Case {
	scene: SceneId;
	work: Work;
	runs: number;
	contenders: Array<Contender | typeof FLOOR>;
	/** Milliseconds between the starts of two contenders, so that they take turns within the minute. */
	apart: number;
}

function cases({ field, quick }: Context): Case[] {
	const at250: Case = {
		scene: 'paced 250',
		// The model with this limit makes videos. That its clips are small makes no difference.
		work: { kind: 'video', model: VIDEO_MODEL, perMinute: 250, count: quick ? 260 : 500 },
		runs: quick ? 1 : 2,
		contenders: [FLOOR, field.wait, field.loops.best],
		apart: 15_000,
	};
	const at500: Case = {
		scene: 'paced 500',
		work: { kind: 'image', model: 'p-image', perMinute: 500, count: quick ? 510 : 2000 },
		runs: 1,
		// Without any other contender, because the node's share of the core is measured, too.
		contenders: [field.wait],
		apart: 0,
	};
	return [at250, at500];
}

async function runCase(context: Context, { scene, work, runs, contenders, apart }: Case): Promise<void> {
	const rows = contenders.map((contender): WallRow => {
		const title = contender === FLOOR ? FLOOR : contender.title;
		return { scene, contender: title, count: work.count, runs: [] };
	});
	context.results.wall.push(...rows);
	for (let run = 0; run < runs; run++) {
		const jobs = jobSeconds({ count: work.count, seconds: 3, jitter: 0.2, seed: 7000 + run });
		const task = { jobs, file: image, rateLimit: true };
		await Promise.all(
			contenders.map(async (contender, place) => {
				await sleep(place * apart);
				rows[place]!.runs.push(await idealRun(context, contender, work, task));
			}),
		);
		// Lets the minute of this run end for all contenders.
		if (run < runs - 1) await sleep(60_000);
	}
}

export async function pacedScene(context: Context): Promise<void> {
	for (const one of cases(context)) await runCase(context, one);
}
