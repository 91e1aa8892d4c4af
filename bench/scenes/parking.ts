// What long jobs do to others in queue mode: videos that take up all slots, and an image that is requested meanwhile.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { logsFolder } from '../../sandbox/folders';
import { installPackage, packedPackage } from '../../sandbox/package-under-test';
import { QueueMode } from '../../sandbox/queue/queueMode';
import { Rest } from '../../sandbox/rest';
import { installSystemPackages, postgres, redis } from '../../sandbox/systemPackages';
import type { Contender, Work } from '../contenders/contender';
import { promptItems, START, workflow } from '../contenders/nodes';
import { pruna } from '../contenders/pruna';
import { seenBy } from '../measure';
import { benchFolder, chainOf, whenEnded } from '../n8n';
import { startPApiService } from '../pApiService';
import type { ParkingRow } from '../results';
import { image, video, type Context } from './context';

const WORKERS = 2;
const SLOTS = 2;
const VIDEOS = 12;
const VIDEO_SECONDS = 180;
const IMAGE_SECONDS = 3;
/** When the image is requested, in seconds after the videos. */
const IMAGE_AFTER = 10;

/** Starts the work in an execution of its own. @returns the ID of the execution */
async function begin(rest: Rest, contender: Contender, work: Work): Promise<string> {
	const definition = workflow(contender.title, promptItems(work.count), chainOf(contender, work));
	return await rest.run(await rest.createWorkflow({ ...definition, id: undefined }), START);
}

/** @returns the time of the last byte of each file, in milliseconds since 1970, earliest first */
function deliveries({ service }: Contender): number[] {
	const files = seenBy(service).of('file');
	return files
		.flatMap(({ endedAt, statusCode }) => (endedAt !== undefined && statusCode === 200 ? [endedAt] : []))
		.sort((a, b) => a - b);
}

async function measure(rest: Rest, videos: Contender, single: Contender): Promise<ParkingRow> {
	videos.service.prepare({ jobs: Array.from({ length: VIDEOS }, () => VIDEO_SECONDS), file: video(1) });
	single.service.prepare({ jobs: [IMAGE_SECONDS], file: image });
	const from = Date.now();
	const starting = Array.from(
		{ length: VIDEOS },
		async () => await begin(rest, videos, { kind: 'video', count: 1 }),
	);
	const executions = await Promise.all(starting);
	await sleep(IMAGE_AFTER * 1000);
	const imageFrom = Date.now();
	executions.push(await begin(rest, single, { kind: 'image', count: 1 }));
	await Promise.all(executions.map(async (id) => await whenEnded(rest, id, 1_200_000)));

	const videoEnds = deliveries(videos);
	const submits = seenBy(videos.service).of('submit').length;
	if (videoEnds.length !== VIDEOS || submits !== VIDEOS)
		throw new Error(`${videos.title}: ${submits} submits and ${videoEnds.length} files of ${VIDEOS} videos`);
	const secondsFrom = (start: number, end = NaN) => (end - start) / 1000;
	return {
		contender: videos.title,
		slots: WORKERS * SLOTS,
		videos: VIDEOS,
		videoSeconds: VIDEO_SECONDS,
		finished: videoEnds.length,
		submits,
		first: secondsFrom(from, videoEnds[0]),
		last: secondsFrom(from, videoEnds.at(-1)),
		imageSeconds: IMAGE_SECONDS,
		image: secondsFrom(imageFrom, deliveries(single)[0]),
	};
}

/** The run without the option comes first, so that both workers know in the second run how long the videos take. */
export async function parkingScene({ results, say }: Context): Promise<void> {
	await installSystemPackages(redis, postgres);
	const service = await startPApiService();
	const waits = pruna(service, { id: 'holds', title: 'Pruna' });
	const parks = pruna(service, {
		id: 'parks',
		title: 'Pruna, Free the Worker While Waiting',
		options: { freeWorker: true },
	});
	const single = pruna(await startPApiService(), { id: 'single', title: 'One image' });
	const queue = await QueueMode.create({
		folder: path.join(benchFolder, 'queue'),
		logsFolder: path.join(logsFolder, 'bench', 'queue'),
		prepare: async (userFolder) => await installPackage(packedPackage(), userFolder),
	});
	try {
		await queue.main.importCredentials([waits, parks, single].map(({ credential }) => credential));
		await queue.main.start();
		for (let worker = 1; worker <= WORKERS; worker++) await queue.startWorker(`worker-${worker}`, SLOTS);
		const rest = new Rest(queue.main.url);
		await rest.login();
		for (const contender of [waits, parks]) {
			const row = await measure(rest, contender, single);
			results.parking.push(row);
			say(`  ${JSON.stringify(row)}`);
		}
	} finally {
		await queue.stop();
		await Promise.all([service, single.service].map(async (one) => await one.close()));
	}
}
