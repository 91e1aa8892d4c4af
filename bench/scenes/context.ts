import path from 'node:path';
import type { Contender, Work } from '../contenders/contender';
import type { Field } from '../field';
import { runFloor } from '../floor/floor';
import { idealSeconds } from '../jobs';
import { measure, seenBy } from '../measure';
import { benchFolder, type BenchN8n, type FreshRun } from '../n8n';
import { readResources } from '../probe';
import type { IdealRun, Results } from '../results';
import type { ServedFile, Task } from '../service';

export interface Context {
	field: Field;
	n8n: BenchN8n;
	results: Results;
	quick: boolean;
	say: (line: string) => void;
}

export const FLOOR = 'Floor (undici)';

export const image: ServedFile = {
	name: 'output.jpg',
	contentType: 'image/jpeg',
	bytes: Buffer.alloc(50_000, 7),
};

export function video(megabytes: number): ServedFile {
	return { name: 'output.mp4', contentType: 'video/mp4', bytes: Buffer.alloc(megabytes * 1024 * 1024, 7) };
}

/** Runs the floor once, in its own process. */
export async function floorRun({ field }: Context, work: Work, task: Task): Promise<FreshRun> {
	const probe = path.join(benchFolder, 'floor.probe');
	field.floor.prepare(task);
	const files = await runFloor(field.floor, work, path.join(benchFolder, 'floor'), probe);
	const { span } = seenBy(field.floor);
	const resources = span && readResources(probe, span.from, span.to);
	return { ...measure(field.floor, files), resources, lagP99: resources?.lagP99 };
}

export async function idealRun(
	context: Context,
	contender: Contender | typeof FLOOR,
	work: Work,
	task: Task,
): Promise<IdealRun> {
	const ideal = idealSeconds(task.jobs, work.perMinute);
	const run =
		contender === FLOOR ? await floorRun(context, work, task) : await context.n8n.run(contender, work, task);
	const wall = run.wall === undefined ? 'no result' : `${run.wall.toFixed(2)} s`;
	const title = contender === FLOOR ? FLOOR : contender.title;
	context.say(
		`  ${title}, N=${work.count}: ${wall} (ideal ${ideal.toFixed(2)} s)${run.error ? `: ${run.error}` : ''}`,
	);
	const { wall: seconds, requests, submits, finished, execution, error } = run;
	const { lagP99, ownLagP99, lagMost, coreShare, growth } = run;
	const load = { lagP99, ownLagP99, lagMost, coreShare, growth };
	return { wall: seconds, requests, submits, finished, execution, ...load, error, ideal };
}
