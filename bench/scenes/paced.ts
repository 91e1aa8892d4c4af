// More items than the API takes in a minute: 500 of a model with a limit of 250, which the server enforces.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender, Work } from '../contenders/contender';
import { jobSeconds } from '../jobs';
import type { WallRow } from '../results';
import { FLOOR, idealRun, picture, type Context } from './context';

const MODEL = 'p-image';
const PER_MINUTE = 250;
const COUNT = 500;
const RUNS = 5;
/** A contender is at work for 13 seconds of each minute, so four of them can take turns within it. Milliseconds. */
const APART = 15_000;

export async function pacedScene(context: Context): Promise<void> {
	const { field, results } = context;
	const work: Work = { kind: 'image', model: MODEL, perMinute: PER_MINUTE, count: COUNT };
	const contenders: Array<Contender | typeof FLOOR> = [FLOOR, field.wide, field.wait, field.loops.best];
	const rows = contenders.map((contender): WallRow => {
		const title = contender === FLOOR ? FLOOR : contender.title;
		return { scene: 'paced', contender: title, count: COUNT, runs: [] };
	});
	results.wall.push(...rows);
	for (let run = 0; run < RUNS; run++) {
		const jobs = jobSeconds({ count: COUNT, seconds: 3, jitter: 0.2, seed: 7000 + run });
		const task = { jobs, file: picture, rateLimit: true };
		await Promise.all(
			contenders.map(async (contender, place) => {
				await sleep(place * APART);
				rows[place]!.runs.push(await idealRun(context, contender, work, task));
			}),
		);
	}
}
