// The tables of the report.
import type { MemoryRow, Results, SceneId, SharedRow, WallRow } from '../results';
import { growthExponent, type Point } from '../statistics';
import {
	coreShares,
	fixed,
	growths,
	lags,
	lostOf,
	medianOf,
	overheads,
	peaks,
	ratios,
	requestsPerItem,
	submitsPerItem,
	walls,
	withSpread,
} from './numbers';
import type { Table } from './table';

const sceneTitles: Record<SceneId, string> = {
	'image 0.4 s': 'Image jobs of 0.4 s ± 20%',
	'image 3 s': 'Image jobs of 3 s ± 20%, known model',
	'image 3 s, model new': 'Image jobs of 3 s ± 20%, new model in each run',
	'video 45 s': 'Video jobs of 45 s ± 20%',
	'paced 250': '500 jobs of 3 s, rate limit of 250 per minute',
	'paced 500': '2,000 image jobs of 3 s, rate limit of 500 per minute',
};

export function tables(results: Results): Table[] {
	return [
		...(Object.keys(sceneTitles) as SceneId[]).map((scene) => wallTable(results, scene)),
		growthTable(results),
		sharedTable(results),
		inFlightTable(results),
		parkingTable(results),
		keysTable(results),
		faultTable(results),
		stopTable(results),
		memoryTable(results),
		heldTable(results),
		packageTable(results),
	].filter(({ rows }) => rows.length > 0);
}

function wallTable({ wall }: Results, scene: SceneId): Table {
	const rows = wall.filter((row) => row.scene === scene).sort((a, b) => a.count - b.count);
	return {
		title: sceneTitles[scene],
		note: 'Wall time in seconds from the first submit to the last byte of the last result, as seen by the server: median (min–max).',
		columns: [
			'',
			'N',
			'runs',
			'wall, s',
			'wall ÷ ideal',
			'wall – ideal, s',
			'requests/item',
			'submits/item',
			'lost',
			'lag p99, ms',
			'core used',
		],
		rows: rows.map((row) => [row.contender, String(row.count), ...wallCells(row)]),
	};
}

function wallCells(row: WallRow): string[] {
	if (row.wouldTake !== undefined)
		return ['0', `not run (would take ${row.wouldTake} s)`, '–', '–', '–', '–', '–', '–', '–'];
	return [
		String(row.runs.length),
		withSpread(walls(row)),
		fixed(medianOf(ratios(row)), 3),
		withSpread(overheads(row)),
		fixed(medianOf(requestsPerItem(row))),
		fixed(medianOf(submitsPerItem(row)), 3),
		String(lostOf(row)),
		fixed(medianOf(lags(row)), 0),
		fixed(medianOf(coreShares(row))),
	];
}

/** How each measure grows with the number of items. */
function growthTable({ wall, memory }: Results): Table {
	const images = wall.filter(({ scene, runs }) => scene === 'image 3 s' && runs.length > 0);
	const contenders = [...new Set(images.map(({ contender }) => contender))];
	const exponent = (points: Array<[number, number | undefined]>) =>
		fixed(
			growthExponent(points.flatMap(([n, value]): Point[] => (value === undefined ? [] : [{ n, value }]))),
		);
	return {
		title: 'Growth with the number of items',
		note: 'The exponent k of the best-fitting n^k, for image jobs of 3 s: 0 means no growth, 1 means proportional growth.',
		columns: ['', 'wall time', 'wall – ideal', 'requests/item', 'event-loop lag', 'memory (1 MB files)'],
		rows: contenders
			.map((contender) => {
				const rows = images.filter((row) => row.contender === contender);
				const of = (pick: (row: WallRow) => number[]) =>
					exponent(rows.map((row) => [row.count, medianOf(pick(row))]));
				const items = memory.filter((row) => row.contender === contender && row.scene === 'items');
				const memoryGrowth = exponent(items.map((row) => [row.count, medianOf(growths(row))]));
				return [contender, of(walls), of(overheads), of(requestsPerItem), of(lags), memoryGrowth];
			})
			.filter((cells) => cells.slice(1).some((cell) => cell !== '–')),
	};
}

const sharedTitles: Record<SharedRow['scene'], string> = {
	executions: 'executions of one item each: median over ideal',
	batches: '3 simultaneous batches, 500 per minute: until the last result',
	middle: 'one image during a batch: over its own ideal',
};

const sharedTable = ({ shared }: Results): Table => ({
	title: 'Executions that share an account',
	note: 'One row per run. The smallest share is that of the batch with the fewest submits while all batches were submitting; 1 is a fair share.',
	columns: ['', 'scenario', 'N', 'seconds', 'worst', 'refused', 'smallest share', 'finished'],
	rows: shared.map(({ contender, scene, count, finished, refused, seconds, worst, leastShare }) => [
		contender,
		sharedTitles[scene],
		String(count),
		fixed(seconds),
		fixed(worst),
		String(refused),
		fixed(leastShare),
		String(finished),
	]),
});

const inFlightTable = ({ inFlight }: Results): Table => ({
	title: 'n8n with many jobs in flight',
	note: 'All jobs of one execution at the same time, without a rate limit. Lag is that of the event loop; own lag counts only up to the CPU time that n8n used meanwhile. n8n’s health check is called four times a second.',
	columns: [
		'N',
		'wall, s',
		'lag p99, ms',
		'own lag p99, ms',
		'max. lag, ms',
		'health check p99, ms',
		'max. health check, ms',
		'unanswered',
		'core used',
		'requests/item',
		'finished',
	],
	rows: inFlight.map((row) => [
		String(row.count),
		fixed(row.wall),
		fixed(row.lagP99, 0),
		fixed(row.ownLagP99, 0),
		fixed(row.lagMost, 0),
		fixed(row.healthP99, 0),
		fixed(row.healthMost, 0),
		String(row.unanswered),
		fixed(row.coreShare),
		fixed(row.requests / Math.max(1, row.finished)),
		`${row.finished}${row.error ? `: ${row.error.slice(0, 60)}` : ''}`,
	]),
});

const parkingTable = ({ parking }: Results): Table => ({
	title: 'Long jobs and a short one on the same workers',
	note: 'Queue mode with two workers. All videos are requested at the same time, each in its own execution, and the image 10 s later. Seconds count from the request. The workers know from the first row how long the videos take.',
	columns: [
		'',
		'slots',
		'videos',
		'first video, s',
		'last video, s',
		'image of 3 s, s',
		'submits/item',
		'finished',
	],
	rows: parking.map(({ contender, slots, videos, videoSeconds, first, last, image, submits, finished }) => [
		contender,
		String(slots),
		`${videos} of ${videoSeconds} s`,
		fixed(first, 0),
		fixed(last, 0),
		fixed(image, 1),
		fixed(submits / videos, 3),
		String(finished),
	]),
});

const keysTitles = { none: 'without keys', new: 'new keys', known: 'keys that are all in the table' };

const keysTable = ({ keys }: Results): Table => ({
	title: 'Job Key',
	note: 'How long an execution with image jobs of 0.3 s takes. With known keys, nothing is submitted.',
	columns: ['', 'N', 'runs', 'execution, s'],
	rows: keys.map((row) => [
		keysTitles[row.keys],
		String(row.count),
		String(row.seconds.length),
		withSpread(row.seconds),
	]),
});

const faultTable = ({ faults }: Results): Table => ({
	title: 'Results lost when status requests fail with 502',
	columns: ['', 'N', 'failing requests', 'lost', 'submits/item', 'n8n’s message'],
	rows: faults.map(({ contender, count, fault, lost, submits, error }) => [
		contender,
		String(count),
		fault,
		String(lost),
		fixed(submits / count, 3),
		error?.slice(0, 60) ?? '',
	]),
});

const stopTable = ({ stop }: Results): Table => ({
	title: 'Requests after Stop',
	note: '5 items with jobs of 60 s, stopped after 4 s and then watched for 20 s. The time from Stop to the last request covers only the runs with a request after Stop.',
	columns: ['', 'runs', 'runs with a request after Stop', 'Stop to last request, s', 'submits after Stop'],
	rows: stop.map(({ contender, runs, lastRequests, submitsAfter }) => [
		contender,
		String(runs),
		String(lastRequests.length),
		withSpread(lastRequests),
		String(submitsAfter),
	]),
});

const memoryTitles = {
	'one file': 'video',
	'five files': 'video',
	uploads: 'upload',
	items: 'video',
};

const memoryTable = ({ memory }: Results): Table => ({
	title: 'Memory',
	note: 'The largest rise in resident memory above an earlier low, measured from the first request on. Each run has its own n8n process (`n8n execute`).',
	columns: memoryColumns,
	rows: memory.map(memoryCells),
});

const heldTable = ({ held }: Results): Table => ({
	title: 'Memory without garbage',
	note: 'The same, but young objects are garbage-collected every 10 ms when n8n has time for it. This is an upper bound on the memory that is really held.',
	columns: memoryColumns,
	rows: held.map(memoryCells),
});

const memoryColumns = ['', 'files', 'runs', 'growth, MB', 'peak RSS, MB', 'finished'];

const memoryCells = (row: MemoryRow) => [
	row.contender,
	`${row.count} × ${row.megabytes} MB ${memoryTitles[row.scene]}`,
	String(row.runs.length),
	withSpread(growths(row), 0),
	fixed(medianOf(peaks(row)), 0),
	`${row.runs.map(({ finished }) => finished).join(', ')} of ${row.count}${row.error ? `: ${row.error.slice(0, 60)}` : ''}`,
];

const packageTable = ({ packages }: Results): Table => ({
	title: 'Load time of a node and size of its description',
	note: 'The code is loaded in a new process that has already loaded n8n-workflow. The description is what n8n sends to the browser: all versions of the node.',
	columns: ['', 'load time, ms', 'modules', 'description, kB', 'gzipped, kB'],
	rows: packages.map(({ node, loadMs, modules, descriptionBytes, gzipBytes }) => [
		node,
		withSpread(loadMs, 0),
		String(modules),
		fixed(descriptionBytes / 1024, 0),
		fixed(gzipBytes / 1024, 0),
	]),
});
