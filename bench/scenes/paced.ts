// More items than the API takes in a minute: 500 of a model with a limit of 250, which the server enforces.
import type { Contender, Work } from '../contenders/contender';
import { jobSeconds } from '../jobs';
import type { WallRow } from '../results';
import { FLOOR, idealRun, picture, type Context } from './context';

const MODEL = 'p-image';
const PER_MINUTE = 250;
const COUNT = 500;

export async function pacedScene(context: Context): Promise<void> {
	const { field, results } = context;
	const work: Work = { kind: 'image', model: MODEL, perMinute: PER_MINUTE, count: COUNT };
	const plan: Array<[Contender | typeof FLOOR, number]> = [
		[FLOOR, 1],
		[field.wide, 3],
		[field.wait, 1],
		[field.loops.best, 1],
	];
	for (const [contender, times] of plan) {
		const title = contender === FLOOR ? FLOOR : contender.title;
		const row: WallRow = { scene: 'paced', contender: title, count: COUNT, runs: [] };
		results.wall.push(row);
		for (let run = 0; run < times; run++) {
			const jobs = jobSeconds({ count: COUNT, seconds: 3, jitter: 0.2, seed: 7000 + run });
			row.runs.push(await idealRun(context, contender, work, { jobs, file: picture, rateLimit: true }));
		}
	}
}
