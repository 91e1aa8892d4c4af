// How long images take, over the number of items: the floor, the node and the loops, one after the other.
import type { Contender, Work } from '../contenders/contender';
import { jobsOfRuns } from '../jobs';
import type { SceneId, WallRow } from '../results';
import { FLOOR, idealRun, picture, type Context } from './context';

interface Case {
	scene: SceneId;
	seconds: number;
	count: number;
	runs: number;
	contenders: Array<Contender | typeof FLOOR>;
}

function cases({ field, quick }: Context): Case[] {
	const { wait, sync, wide, loops } = field;
	const all = [FLOOR, sync, wait, loops.best, loops.two, loops.five] as const;
	const short = { scene: 'image 0.4 s', seconds: 0.4 } as const;
	const usual = { scene: 'image 3 s', seconds: 3 } as const;
	if (quick) {
		return [
			{ ...short, count: 1, runs: 1, contenders: [FLOOR, sync] },
			{ ...usual, count: 1, runs: 1, contenders: [FLOOR, sync, wait, loops.best] },
			{ ...usual, count: 20, runs: 1, contenders: [FLOOR, wait, loops.best] },
		];
	}
	return [
		// With one item it is chance when its job ends between two looks, so there are more runs.
		{ ...short, count: 1, runs: 9, contenders: [FLOOR, sync, wait, loops.best] },
		{ ...usual, count: 1, runs: 9, contenders: [...all] },
		{ ...usual, count: 20, runs: 5, contenders: [...all] },
		{ ...usual, count: 100, runs: 5, contenders: [...all] },
		{ ...usual, count: 500, runs: 5, contenders: [FLOOR, sync, wide, ...all.slice(2)] },
	];
}

export async function wallScene(context: Context): Promise<void> {
	const { results, n8n, field, say } = context;
	// The first execution loads what n8n loads once.
	for (const contender of [field.wait, field.sync, field.loops.best]) {
		await n8n.run(contender, { kind: 'image', count: 2 }, { jobs: [0.1, 0.1], file: picture });
	}
	for (const { scene, seconds, count, runs, contenders } of cases(context)) {
		say(`${scene}, N=${count}`);
		const rows = contenders.map((contender): WallRow => ({
			scene,
			count,
			contender: contender === FLOOR ? FLOOR : contender.title,
			runs: [],
		}));
		results.wall.push(...rows);
		// Round by round, so that what else happens on the machine meets all of them.
		const all = jobsOfRuns({ count, seconds, jitter: 0.2, seed: 1000 * count }, runs);
		for (const jobs of all) {
			const task = { jobs, file: picture };
			const work: Work = { kind: 'image', count };
			for (const [index, contender] of contenders.entries()) {
				rows[index]!.runs.push(await idealRun(context, contender, work, task));
			}
		}
	}
}
