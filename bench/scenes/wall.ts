// How long images take by number of items: the floor, the node and the loops, one after the other.
import { IMAGE_MODEL, type Contender, type Work } from '../contenders/contender';
import { jobsOfRuns } from '../jobs';
import type { SceneId, WallRow } from '../results';
import { FLOOR, idealRun, image, type Context } from './context';

interface Case {
	scene: SceneId;
	seconds: number;
	count: number;
	runs: number;
	contenders: Array<Contender | typeof FLOOR>;
	/** One model for all runs, so that its durations are known, or one per run, so that they are new. */
	models: readonly string[];
}

/** Each job length has its own model, because the durations of one length say nothing about another. */
const QUICK_MODEL = 'flux-2-fast';
/** Warms up n8n and the node. */
const OTHER_MODEL = 'z-image-turbo-small';
/** Without the models that return a list of URLs, because the loops expect a single one. */
const NEW_MODELS = ['p-image', 'p-image-pro', 'flux-dev', 'qwen-image', 'qwen-image-fast', 'z-image-turbo'];

function cases({ field, quick }: Context): Case[] {
	const { wait, sync, loops } = field;
	const all = [FLOOR, sync, wait, loops.best, loops.two, loops.five] as const;
	const short = { scene: 'image 0.4 s', seconds: 0.4, models: [QUICK_MODEL] } as const;
	const usual = { scene: 'image 3 s', seconds: 3, models: [IMAGE_MODEL] } as const;
	const unseen = { scene: 'image 3 s, model new', seconds: 3, models: NEW_MODELS } as const;
	if (quick) {
		return [
			{ ...short, count: 1, runs: 1, contenders: [FLOOR, sync] },
			{ ...usual, count: 1, runs: 1, contenders: [FLOOR, sync, wait, loops.best] },
			{ ...usual, count: 20, runs: 1, contenders: [FLOOR, wait, loops.best] },
		];
	}
	return [
		// With one item, chance decides when its job ends between two polls, so there are more runs.
		{ ...short, count: 1, runs: 9, contenders: [FLOOR, sync, wait, loops.best] },
		{ ...unseen, count: 1, runs: NEW_MODELS.length, contenders: [wait, loops.best] },
		{ ...usual, count: 1, runs: 9, contenders: [...all] },
		{ ...usual, count: 20, runs: 3, contenders: [...all] },
		{ ...usual, count: 100, runs: 3, contenders: [...all] },
		{ ...usual, count: 500, runs: 3, contenders: [...all] },
		{ ...usual, count: 2000, runs: 1, contenders: [FLOOR, wait, loops.best] },
	];
}

export async function wallScene(context: Context): Promise<void> {
	const { results, n8n, field, say } = context;
	// n8n loads some things only once, in its first execution.
	for (const contender of [field.wait, field.sync, field.loops.best]) {
		const work: Work = { kind: 'image', model: OTHER_MODEL, count: 2 };
		await n8n.run(contender, work, { jobs: [0.1, 0.1], file: image });
	}
	// The node knows a model once it has seen some of its jobs.
	for (const [model, seconds] of [
		[QUICK_MODEL, 0.4],
		[IMAGE_MODEL, 3],
	] as const) {
		const jobs = jobsOfRuns({ count: 10, seconds, jitter: 0.2, seed: 10 }, 1).flat();
		await n8n.run(field.wait, { kind: 'image', model, count: 10 }, { jobs, file: image });
	}
	for (const { scene, seconds, count, runs, contenders, models } of cases(context)) {
		say(`${scene}, N=${count}`);
		const rows = contenders.map((contender): WallRow => ({
			scene,
			count,
			contender: contender === FLOOR ? FLOOR : contender.title,
			runs: [],
		}));
		results.wall.push(...rows);
		// Round by round, so that other load on the machine affects all contenders.
		const all = jobsOfRuns({ count, seconds, jitter: 0.2, seed: 1000 * count }, runs);
		for (const [run, jobs] of all.entries()) {
			const task = { jobs, file: image };
			const work: Work = { kind: 'image', model: models[run % models.length], count };
			for (const [index, contender] of contenders.entries()) {
				rows[index]!.runs.push(await idealRun(context, contender, work, task));
			}
		}
	}
}
