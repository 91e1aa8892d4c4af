// Contenders that mostly sleep run side by side, because one after the other would take an hour: n8n's own media nodes,
// which process items one by one and poll every 5 to 15 seconds, and videos of 45 s.
import type { Contender } from '../contenders/contender';
import { jobsOfRuns } from '../jobs';
import { measurePerJob } from '../measure';
import type { IdealRun, SceneId } from '../results';
import { FLOOR, floorRun, idealRun, image, video, type Context } from './context';

const clip = video(1);
const BATCH_RUNS = 5;

/** Simultaneous executions of one job each. */
async function singles(
	context: Context,
	contender: Contender,
	scene: SceneId,
	jobs: number[],
): Promise<void> {
	const { n8n, results } = context;
	contender.service.prepare({ jobs, file: clip });
	const started = await Promise.all(
		jobs.map(async () => await n8n.begin(contender, { kind: 'video', count: 1 })),
	);
	await Promise.all(started.map(async (one) => await n8n.ended(one)));
	results.wall.push({ scene, contender: contender.title, count: 1, runs: measurePerJob(contender.service) });
}

export async function rivalSingles(context: Context, seconds: 0.4 | 3, runs: number): Promise<void> {
	const jobs = jobsOfRuns({ count: 1, seconds, jitter: 0.2, seed: 1000 }, runs).flat();
	const all = Object.values(context.field.rivals);
	await Promise.all(
		all.map(
			async (rival) => await singles(context, rival, seconds === 3 ? 'image 3 s' : 'image 0.4 s', jobs),
		),
	);
}

export async function videoScene(context: Context): Promise<void> {
	const { field, results } = context;
	const jobs = jobsOfRuns({ count: 1, seconds: 45, jitter: 0.2, seed: 45 }, 5).flat();
	const floor = async () => {
		await floorRun(context, { kind: 'video', count: jobs.length }, { jobs, file: clip });
		results.wall.push({ scene: 'video 45 s', contender: FLOOR, count: 1, runs: measurePerJob(field.floor) });
	};
	const { best, two, five } = field.loops;
	const others = [field.wait, best, two, five, ...Object.values(field.rivals)];
	await Promise.all([
		floor(),
		...others.map(async (contender) => await singles(context, contender, 'video 45 s', jobs)),
	]);
}

/** Runs as many items as take a tolerable time, and computes the time for larger numbers. */
export async function rivalBatches(context: Context): Promise<void> {
	const { sora, veo, miniMax } = context.field.rivals;
	const perItem = (seconds: number, interval: number) => Math.ceil(seconds / interval) * interval;
	await Promise.all(
		[
			{ rival: sora, count: 5, each: perItem(3, 10) + 10 },
			{ rival: veo, count: 20, each: perItem(3, 5) },
			{ rival: miniMax, count: 5, each: perItem(3, 15) },
		].map(async ({ rival, count, each }) => {
			const runs: IdealRun[] = [];
			for (const jobs of jobsOfRuns({ count, seconds: 3, jitter: 0.2, seed: 1000 * count }, BATCH_RUNS)) {
				runs.push(await idealRun(context, rival, { kind: 'video', count }, { jobs, file: image }));
			}
			const rows = [20, 100, 500].filter((size) => size > count);
			context.results.wall.push(
				{ scene: 'image 3 s', contender: rival.title, count, runs },
				...rows.map((size) => ({
					scene: 'image 3 s' as const,
					contender: rival.title,
					count: size,
					runs: [],
					wouldTake: size * each,
				})),
			);
		}),
	);
}
