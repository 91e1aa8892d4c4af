// How much a process grows. Each run has its own n8n process, measured from its first request to its last byte.
import fs from 'node:fs';
import path from 'node:path';
import { sample } from '../../test/p-api/samples';
import type { Contender, Work } from '../contenders/contender';
import { fileItems, promptItems, workflow } from '../contenders/nodes';
import { benchFolder, chainOf, type FreshRun } from '../n8n';
import type { MemoryRow } from '../results';
import { FLOOR, floorRun, image, video, type Context } from './context';

interface Case {
	scene: MemoryRow['scene'];
	count: number;
	megabytes: number;
	contenders: Array<Contender | typeof FLOOR>;
	/** Whether to collect garbage continuously. */
	collect?: boolean;
}

const uploadsFolder = path.join(benchFolder, 'uploads');
const MEGABYTE = 1024 * 1024;
/** More than one, because the garbage collector runs at random moments. Five would make this scene take an hour. */
const RUNS = 3;

function cases({ field }: Context): Case[] {
	const { wait, loops, rivals } = field;
	const everybody = [FLOOR, wait, loops.best, ...Object.values(rivals)] as const;
	const plain = [wait, loops.best];
	return [
		...[10, 200, 1024].map((megabytes): Case => ({
			scene: 'one file',
			count: 1,
			megabytes,
			contenders: [...everybody],
		})),
		{ scene: 'five files', count: 5, megabytes: 200, contenders: [...everybody] },
		{ scene: 'uploads', count: 20, megabytes: 20, contenders: plain },
		{ scene: 'uploads', count: 1, megabytes: 100, contenders: plain },
		...[1, 20, 100, 500].map((count): Case => ({
			scene: 'items',
			count,
			megabytes: 1,
			contenders: [FLOOR, ...plain],
		})),
		{ scene: 'one file', count: 1, megabytes: 10, contenders: plain, collect: true },
		{ scene: 'five files', count: 5, megabytes: 200, contenders: plain, collect: true },
		{ scene: 'items', count: 20, megabytes: 1, contenders: plain, collect: true },
	];
}

/** Writes different files, because the node uploads equal ones only once: each is a small image with bytes appended. */
async function writeUploads(count: number, megabytes: number): Promise<void> {
	const { bytes } = await sample('png');
	fs.rmSync(uploadsFolder, { recursive: true, force: true });
	fs.mkdirSync(uploadsFolder, { recursive: true });
	for (let index = 0; index < count; index++) {
		const file = path.join(uploadsFolder, `photo-${String(index).padStart(2, '0')}.png`);
		const filler = Buffer.alloc(megabytes * MEGABYTE - bytes.length, index + 1);
		fs.writeFileSync(file, Buffer.concat([bytes, filler]));
	}
}

const workOf = ({ scene, count }: Case): Work => {
	if (scene === 'uploads') return { kind: 'upscale', count };
	return { kind: scene === 'items' ? 'image' : 'video', count };
};

export async function memoryScene(context: Context): Promise<void> {
	const { n8n, results, say } = context;
	const planned = cases(context).flatMap((one) =>
		one.contenders.map((contender) => {
			const items = one.scene === 'uploads' ? fileItems(path.join(uploadsFolder, '*.png')) : undefined;
			const stored =
				contender === FLOOR
					? undefined
					: workflow('Memory', items ?? promptItems(one.count), chainOf(contender, workOf(one)));
			return { ...one, contender, stored };
		}),
	);
	await n8n.importWorkflows(planned.flatMap(({ stored }) => stored ?? []));

	for (const { contender, stored, ...one } of planned) {
		const { scene, count, megabytes, collect } = one;
		if (scene === 'uploads') await writeUploads(count, megabytes);
		const title = contender === FLOOR ? FLOOR : contender.title;
		const row: MemoryRow = { contender: title, scene, count, megabytes, runs: [] };
		(collect ? results.held : results.memory).push(row);
		const file = scene === 'uploads' ? image : video(megabytes);
		const task = { jobs: Array.from({ length: count }, () => 0.3), file };
		for (let run = 0; run < RUNS; run++) {
			const made: FreshRun =
				contender === FLOOR || !stored
					? await floorRun(context, workOf(one), task)
					: await n8n.runFresh(contender, stored.id, task, { collect });
			row.error ??= made.error;
			const { growth, peak } = made.resources ?? { growth: NaN, peak: NaN };
			row.runs.push({ growth, peak, finished: made.finished });
			const shown = `${Math.round(growth / MEGABYTE)} MB`;
			say(
				`  ${title}, ${scene}, ${count} x ${megabytes} MB${collect ? ', collected' : ''}: ${shown}, ${made.finished} finished ${made.error ?? ''}`,
			);
		}
	}
	fs.rmSync(uploadsFolder, { recursive: true, force: true });
}
