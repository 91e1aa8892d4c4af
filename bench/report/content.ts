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
	'image 0.4 s': 'Images of 0.4 s ± 20 %',
	'image 3 s': 'Images of 3 s ± 20 %, of a model that n8n has seen',
	'image 3 s, model new': 'Images of 3 s ± 20 %, each of a model that n8n has not seen',
	'video 45 s': 'Videos of 45 s ± 20 %',
	'paced 250': '500 jobs of 3 s of a model that takes 250 a minute',
	'paced 500': '2,000 images of 3 s of a model that takes 500 a minute',
};

export function tables(results: Results): Table[] {
	return [
		...(Object.keys(sceneTitles) as SceneId[]).map((scene) => wallTable(results, scene)),
		growthTable(results),
		sharedTable(results),
		inFlightTable(results),
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
		note: 'Wall time in seconds from the first submit to the last byte of the last result, as the server saw it: median (least–most).',
		columns: [
			'',
			'N',
			'runs',
			'wall s',
			'/ ideal',
			'– ideal s',
			'requests/item',
			'submits/item',
			'lost',
			'lag p99 ms',
			'of the core',
		],
		rows: rows.map((row) => [row.contender, String(row.count), ...wallCells(row)]),
	};
}

function wallCells(row: WallRow): string[] {
	if (row.wouldTake !== undefined)
		return ['0', `not run (would take ${row.wouldTake})`, '–', '–', '–', '–', '–', '–', '–'];
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
		note: 'The exponent k of n^k that fits best, images of 3 s: 0 does not grow, 1 grows in proportion.',
		columns: ['', 'wall time', 'wall – ideal', 'requests/item', 'event-loop lag', 'memory (files of 1 MB)'],
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
	executions: 'executions of one item each: median over the ideal',
	batches: '3 batches at once, 500 a minute: until the last is there',
	middle: 'one image beside a batch: over its own ideal',
};

const sharedTable = ({ shared }: Results): Table => ({
	title: 'Executions that share an account',
	note: 'A row for each run. The least share is what the batch with the fewest submitted while all of them did; 1 is its fair share.',
	columns: ['', 'what', 'N', 'seconds', 'worst', 'refused', 'least share', 'finished'],
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
	title: 'What jobs in flight do to n8n',
	note: 'All jobs of one execution at once, without a limit of the account. The lag of the event loop in milliseconds; “own” is no more than what n8n computed meanwhile. n8n’s health check is asked four times a second.',
	columns: [
		'N',
		'wall s',
		'lag p99',
		'own',
		'longest',
		'health p99',
		'longest',
		'unanswered',
		'of the core',
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

const faultTable = ({ faults }: Results): Table => ({
	title: 'Results lost when status requests fail with 502',
	columns: ['', 'N', 'fails', 'lost', 'submits/item', 'what n8n says'],
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
	title: 'From Stop to the last request',
	note: '5 items, jobs of 60 s, Stop after 4 s, watched for 20 s. The last request is that of the runs in which one came after Stop.',
	columns: ['', 'runs', 'with a request after Stop', 'last request, s', 'submits after Stop'],
	rows: stop.map(({ contender, runs, lastRequests, submitsAfter }) => [
		contender,
		String(runs),
		String(lastRequests.length),
		withSpread(lastRequests),
		String(submitsAfter),
	]),
});

const memoryTitles = {
	'one file': 'one video',
	'five files': 'videos',
	uploads: 'uploads',
	items: 'videos',
};

const memoryTable = ({ memory }: Results): Table => ({
	title: 'Memory',
	note: 'By how many MB the process rose at most above the lowest that it had been since the first request; each run in an n8n process of its own (`n8n execute`).',
	columns: memoryColumns,
	rows: memory.map(memoryCells),
});

const heldTable = ({ held }: Results): Table => ({
	title: 'Memory without garbage',
	note: 'The same, with the garbage of young objects collected every 10 ms as long as n8n has time for it: at most so much is really held.',
	columns: memoryColumns,
	rows: held.map(memoryCells),
});

const memoryColumns = ['', 'what', 'runs', 'grew by, MB', 'peak RSS, MB', 'finished'];

const memoryCells = (row: MemoryRow) => [
	row.contender,
	`${row.count} × ${row.megabytes} MB ${memoryTitles[row.scene]}`,
	String(row.runs.length),
	withSpread(growths(row), 0),
	fixed(medianOf(peaks(row)), 0),
	`${row.runs.map(({ finished }) => finished).join(', ')} of ${row.count}${row.error ? `: ${row.error.slice(0, 60)}` : ''}`,
];

const packageTable = ({ packages }: Results): Table => ({
	title: 'Loading a node, and its description as n8n sends it to the browser',
	note: 'The code is loaded in a new process that has n8n-workflow already. All versions of a node count, as all of them are sent.',
	columns: ['', 'load ms', 'modules', 'description kB', 'gzipped kB'],
	rows: packages.map(({ node, loadMs, modules, descriptionBytes, gzipBytes }) => [
		node,
		withSpread(loadMs, 0),
		String(modules),
		fixed(descriptionBytes / 1024, 0),
		fixed(gzipBytes / 1024, 0),
	]),
});
