// `npm run bench`: the node against the floor and against what a user would pick instead.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onStopRequest, stopAll } from '../scripts/process.cjs';
import { say } from '../scripts/progress.cjs';
import { installN8n } from '../sandbox/install';
import { packPackage } from '../sandbox/package-under-test';
import { openField } from './field';
import { machine } from './machine';
import { benchFolder, BenchN8n } from './n8n';
import { writeReport } from './report/write';
import type { Results } from './results';
import type { Context } from './scenes/context';
import { faultScene } from './scenes/faults';
import { inFlightScene } from './scenes/inFlight';
import { keysScene } from './scenes/keys';
import { memoryScene } from './scenes/memory';
import { packageScene } from './scenes/packages';
import { pacedScene } from './scenes/paced';
import { parkingScene } from './scenes/parking';
import { rivalBatches, rivalSingles, videoScene } from './scenes/sideBySide';
import { batchesScene, executionsScene, middleScene } from './scenes/shared';
import { stopScene } from './scenes/stop';
import { wallScene } from './scenes/wall';

const usage = `npm run bench                 runs the whole benchmark, in about 95 minutes
npm run bench -- --quick      runs a small part, in less than 90 seconds
npm run bench -- --only wall  runs only some scenes, separated by commas, and does not write the report;
                              with --quick, runs a short form of each, which only shows that it works
npm run bench -- --packed     uses the package as it was last packed
npm run bench -- --report     rewrites the report from the last full run`;

interface Scene {
	title: string;
	run: (context: Context) => Promise<void>;
	/** Left out of a quick run. */
	long?: boolean;
	/** Runs after n8n's server has stopped, because the scene starts its own n8n processes. */
	afterServer?: boolean;
}

/** In the order in which they run. The results of the last scenes hardly depend on other work on the machine. */
const scenes: Record<string, Scene> = {
	wall: { title: 'Wall time by number of items', run: wallScene },
	video: { title: 'Videos of 45 s, all contenders side by side', long: true, run: videoScene },
	inFlight: { title: 'n8n with 500 and 5,000 jobs in flight', long: true, run: inFlightScene },
	executions: { title: '40 simultaneous executions of one item each', long: true, run: executionsScene },
	batches: { title: '3 batches of 200 on one account', long: true, run: batchesScene },
	middle: { title: 'One image during a batch of 1,000', long: true, run: middleScene },
	paced: {
		title: '500 items at 250 per minute, 2,000 at 500 per minute',
		long: true,
		run: pacedScene,
	},
	keys: { title: 'Job Key, 100 items', long: true, run: keysScene },
	singles: {
		title: "n8n's own media nodes, one item",
		long: true,
		run: async (context) => {
			await rivalSingles(context, 3, 5);
			await rivalSingles(context, 0.4, 5);
		},
	},
	rivals: { title: "n8n's own media nodes, several items", long: true, run: rivalBatches },
	faults: { title: 'Results lost when status requests fail', run: faultScene },
	stop: { title: 'Requests after Stop', long: true, run: stopScene },
	packages: { title: 'Load time and size of the description', long: true, run: packageScene },
	parking: {
		title: '12 videos of 3 minutes on 4 slots, and an image',
		long: true,
		run: parkingScene,
		afterServer: true,
	},
	memory: { title: 'Memory, in separate processes', long: true, run: memoryScene, afterServer: true },
};

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			quick: { type: 'boolean', default: false },
			packed: { type: 'boolean', default: false },
			report: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
			only: { type: 'string' },
		},
	});
	if (values.help) return say(usage);
	const kept = path.join(benchFolder, 'results.json');
	if (values.report) return await writeReport(JSON.parse(fs.readFileSync(kept, 'utf8')) as Results);

	const only = values.only?.split(',');
	const results = await takeResults(values.quick, values.packed, only);
	fs.writeFileSync(
		path.join(benchFolder, values.quick || only ? 'part.json' : 'results.json'),
		JSON.stringify(results),
	);
	await writeReport(results, values.quick || only !== undefined);
}

async function takeResults(quick: boolean, packed: boolean, only?: string[]): Promise<Results> {
	const startedAt = Date.now();
	const results: Results = {
		takenAt: new Date().toISOString(),
		quick,
		machine: machine(),
		load: { before: os.loadavg()[0]!, after: 0 },
		seconds: 0,
		wall: [],
		inFlight: [],
		shared: [],
		parking: [],
		keys: [],
		faults: [],
		stop: [],
		memory: [],
		held: [],
		packages: [],
		leftOut: [],
	};
	await installN8n();
	if (!packed) await packPackage();
	const field = await openField();
	const n8n = new BenchN8n();
	let serves = false;
	try {
		await n8n.prepare(field.all);
		const context: Context = { field, n8n, results, quick, say };
		for (const [name, { title, run, long = false, afterServer = false }] of Object.entries(scenes)) {
			if (only ? !only.includes(name) : quick && long) {
				results.leftOut.push(title);
				continue;
			}
			if (serves === afterServer) await (afterServer ? n8n.stop() : n8n.start());
			serves = !afterServer;
			say(`\n${title} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
			// One failed scene must not cost an hour of measurements. The report names it.
			await run(context).catch((error: unknown) => {
				const why = error instanceof Error ? error.message : String(error);
				say(`  failed: ${why}`);
				results.leftOut.push(`${title} (failed: ${why.split('\n')[0]})`);
			});
		}
	} finally {
		await n8n.stop();
		await field.close();
	}
	results.load.after = os.loadavg()[0]!;
	results.seconds = Math.round((Date.now() - startedAt) / 1000);
	return results;
}

onStopRequest(() => void stopAll().then(() => process.exit(130)));
main().then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
		void stopAll().then(() => process.exit(1));
	},
);
