// The targets, and whether the numbers meet them.
import { FLOOR } from '../scenes/context';
import type { KeysRow, Results, SceneId, SharedRow, WallRow } from '../results';
import {
	coreShares,
	fixed,
	grownMegabytes,
	growths,
	lostOf,
	medianOf,
	overheads,
	ratios,
	requestsPerItem,
	submitsPerItem,
	walls,
} from './numbers';
import { reasons } from './reasons';

export interface Verdict {
	target: string;
	/** undefined if the scene was not run. */
	met: boolean | undefined;
	value: string;
	/** Why the target may be missed; the report shows it only if it is. */
	reason?: string;
}

const PRUNA = 'Pruna';
const SYNC = 'Pruna, synchronous';

export function verdicts(results: Results): Verdict[] {
	const row = (contender: string, scene: SceneId, count: number) =>
		results.wall.find(
			(one) =>
				one.contender === contender && one.scene === scene && one.count === count && one.runs.length > 0,
		);
	const wall = (...where: Parameters<typeof row>) => median(row(...where), walls);
	const over = (...where: Parameters<typeof row>) => median(row(...where), overheads);

	const syncVerdicts = (['image 0.4 s', 'image 3 s'] as const).map((scene) => {
		const ratio = divided(wall(SYNC, scene, 1), wall(FLOOR, scene, 1));
		return atMost(`N=1, synchronous, ${scene}: at most 1.10 × floor`, ratio, 1.1, '× floor', 3);
	});
	const paced = (perMinute: 250 | 500, count: number) => {
		const scene = `paced ${perMinute}` as const;
		const target = `N=${count}, paced at ${perMinute} per minute: at most 1.03 × ideal`;
		return because(
			reasons.paced,
			atMost(target, median(row(PRUNA, scene, count), ratios), 1.03, '× ideal', 3),
		);
	};
	const overIdeal = (count: number, limit: number) =>
		because(
			reasons.processor,
			atMost(`N=${count}: ideal + ${limit} s`, over(PRUNA, 'image 3 s', count), limit, 's over ideal'),
		);
	const requests = (count: number) =>
		because(
			reasons.polls,
			atMost(
				`N=${count}: at most 4.5 requests per item`,
				median(row(PRUNA, 'image 3 s', count), requestsPerItem),
				4.5,
				'per item',
			),
		);
	const video = row(PRUNA, 'video 45 s', 1);
	const many = row(PRUNA, 'paced 500', 2000);
	return [
		...syncVerdicts,
		because(
			reasons.polls,
			atMost('N=1, new model: ideal + 0.35 s', over(PRUNA, 'image 3 s, model new', 1), 0.35, 's over ideal'),
		),
		because(reasons.polls, atMost('N=1: ideal + 0.2 s', over(PRUNA, 'image 3 s', 1), 0.2, 's over ideal')),
		because(
			reasons.polls,
			atMost('N=1, video of 45 s: ideal + 1 s', median(video, overheads), 1, 's over ideal'),
		),
		because(
			reasons.polls,
			atMost(
				'N=1, video: at most 24 polls per 45 s of the job',
				video && mostPolls(video, 45),
				24,
				'polls',
				1,
			),
		),
		overIdeal(20, 1),
		overIdeal(100, 1),
		requests(20),
		requests(100),
		overIdeal(500, 2.5),
		paced(250, 500),
		paced(500, 2000),
		atMost(
			'N=2000, paced at 500 per minute: memory grows by at most 150 MB',
			median(many, grownMegabytes),
			150,
			'MB',
			0,
		),
		atMost(
			'N=2000, paced at 500 per minute: uses at most half of a core',
			median(many, coreShares),
			0.5,
			'of a core',
		),
		...inFlight(results),
		...shared(results),
		...longJobs(results),
		...aheadOfAll(results),
		lost(results),
		submits(results),
		flatInSize(results),
		because(reasons.garbage, flatInItems(results)),
	];
}

function inFlight({ inFlight: rows }: Results): Verdict[] {
	return [500, 5000].flatMap((count) => {
		const one = rows.find((row) => row.count === count);
		return [
			atMost(`${count} jobs in flight: event-loop lag p99 at most 50 ms`, one?.lagP99, 50, 'ms', 0),
			atMost(`${count} jobs in flight: no unanswered health checks`, one?.unanswered, 0, 'unanswered', 0),
		];
	});
}

function shared({ shared: rows }: Results): Verdict[] {
	const of = (scene: SharedRow['scene'], contender = PRUNA) =>
		rows.filter((row) => row.scene === scene && row.contender === contender);
	const medianSeconds = (some: SharedRow[]) => medianOf(some.map(({ seconds }) => seconds));
	const executions = of('executions');
	const loop = medianSeconds(
		rows.filter(({ scene, contender }) => scene === 'executions' && contender !== PRUNA),
	);
	const batches = of('batches');
	return [
		atMost(
			'40 simultaneous executions: ahead of the loop',
			medianSeconds(executions),
			loop ?? NaN,
			's over ideal',
		),
		atMost(
			'3 batches on one account: no refused submits',
			batches.length > 0 ? Math.max(...batches.map(({ refused }) => refused)) : undefined,
			0,
			'refused',
			0,
		),
		atMost('one image during a batch of 1,000: ideal + 2 s', medianSeconds(of('middle')), 2, 's over ideal'),
	];
}

function longJobs({ parking, keys }: Results): Verdict[] {
	const free = parking.find(({ contender }) => contender !== PRUNA);
	const median = (which: KeysRow['keys']) =>
		medianOf(keys.filter((row) => row.keys === which).flatMap(({ seconds }) => seconds));
	const [without, withNew] = [median('none'), median('new')];
	const extra = without === undefined || withNew === undefined ? undefined : withNew - without;
	return [
		atMost('an image while 12 parked videos run on 4 slots: at most 30 s', free?.image, 30, 's', 1),
		atMost(
			'12 parked videos of 180 s on 4 slots: the last one is late by at most one poll (66 s) and 20 s',
			free && free.last - free.videoSeconds,
			86,
			's after its end',
			0,
		),
		because(reasons.table, atMost('Job Key, 100 items: at most 1 s more', extra, 1, 's more')),
	];
}

/** The most polls of a run of one job, per so many seconds of the job: a job that is longer by a fifth needs more of them. */
function mostPolls({ runs }: WallRow, seconds: number): number {
	// The other two requests are the submit and the download.
	return Math.max(...runs.map(({ requests, ideal }) => ((requests - 2) * seconds) / ideal));
}

const because = (reason: string, verdict: Verdict): Verdict => ({ ...verdict, reason });

const median = (row: WallRow | undefined, pick: (row: WallRow) => number[]) => row && medianOf(pick(row));

const divided = (value: number | undefined, by: number | undefined) =>
	value === undefined || by === undefined ? undefined : value / by;

function atMost(target: string, value: number | undefined, limit: number, unit: string, digits = 2): Verdict {
	return {
		target,
		met: value === undefined ? undefined : value <= limit,
		value: `${fixed(value, digits)} ${unit}`,
	};
}

/** Maximum number of comparisons that a row of the table lists. */
const MOST_LISTED = 4;

interface Comparison {
	rival: string;
	ours: number;
	theirs: number;
}

function compared(target: string, pairs: Comparison[], digits: number): Verdict {
	const behind = pairs.filter(({ ours, theirs }) => ours > theirs);
	const list = behind.map(
		({ rival, ours, theirs }) => `${rival}: ${fixed(theirs, digits)} against ${fixed(ours, digits)}`,
	);
	const rest = list.length > MOST_LISTED ? `; and ${list.length - MOST_LISTED} more, in the tables` : '';
	return {
		target,
		met: pairs.length > 0 ? behind.length === 0 : undefined,
		value:
			behind.length === 0
				? `ahead in all ${pairs.length} comparisons`
				: `behind in ${behind.length} of ${pairs.length} comparisons: ${list.slice(0, MOST_LISTED).join('; ')}${rest}`,
	};
}

/** Compares medians with each rival in each scene and size. Each mode of the node is judged on its own. */
function aheadOfAll({ wall, memory }: Results): Verdict[] {
	const run = wall.filter(({ runs }) => runs.length > 0);
	const rivals = run.filter(({ contender }) => !contender.startsWith(PRUNA) && contender !== FLOOR);

	function compare(
		what: string,
		own: string,
		pick: (row: WallRow) => number[],
		sizes: { from?: number; to?: number } = {},
	): Verdict {
		const { from = 1, to = Infinity } = sizes;
		const inSize = rivals.filter(({ count }) => count >= from && count <= to);
		const pairs = inSize.flatMap((rival): Comparison[] => {
			const same = run.find(
				(one) => one.contender === own && one.scene === rival.scene && one.count === rival.count,
			);
			const [ours, theirs] = [median(same, pick), medianOf(pick(rival))];
			if (ours === undefined || theirs === undefined) return [];
			return [{ rival: `${rival.contender} (${rival.scene}, N=${rival.count})`, ours, theirs }];
		});
		return compared(`ahead of every rival in ${what}: ${own}`, pairs, 2);
	}

	const memoryPairs = memory
		.filter(({ contender }) => contender !== PRUNA && contender !== FLOOR)
		.flatMap((rival): Comparison[] => {
			const { scene, count, megabytes } = rival;
			const own = memory.find(
				(one) =>
					one.contender === PRUNA &&
					one.scene === scene &&
					one.count === count &&
					one.megabytes === megabytes,
			);
			const [ours, theirs] = [own && medianOf(growths(own)), medianOf(growths(rival))];
			if (ours === undefined || theirs === undefined) return [];
			return [{ rival: `${rival.contender} (${scene}, ${count} × ${megabytes} MB)`, ours, theirs }];
		});
	return [
		because(reasons.processor, compare('wall time', PRUNA, walls)),
		because(reasons.processor, compare('wall time', SYNC, walls)),
		because(reasons.polls, compare('requests per item', PRUNA, requestsPerItem)),
		compare('requests per item', SYNC, requestsPerItem),
		because(reasons.garbage, compared('ahead of every rival in memory', memoryPairs, 0)),
	];
}

const ownRows = ({ wall }: Results) =>
	wall.filter(({ contender, runs }) => contender.startsWith(PRUNA) && runs.length > 0);

function lost(results: Results): Verdict {
	const fault = results.faults.filter(({ contender }) => contender === PRUNA);
	const sum = [...ownRows(results).map(lostOf), ...fault.map((one) => one.lost)].reduce((a, b) => a + b, 0);
	return { target: 'no results lost', met: fault.length > 0 ? sum === 0 : undefined, value: `${sum} lost` };
}

function submits(results: Results): Verdict {
	const values = ownRows(results).flatMap(submitsPerItem);
	const worst = values.length > 0 ? Math.max(...values) : undefined;
	return {
		target: 'exactly 1.000 submits per item',
		met: worst === undefined ? undefined : worst === 1,
		value: `${fixed(worst, 3)} at most`,
	};
}

/** Flat means that the growth from 10 MB to 1 GB is less than a buffer of a tenth of the file would take. */
function flatInSize({ memory }: Results): Verdict {
	const own = memory.filter(({ contender, scene }) => contender === PRUNA && scene === 'one file');
	const of = (megabytes: number) => own.filter((row) => row.megabytes === megabytes).flatMap(growths);
	const [small, large] = [medianOf(of(10)), medianOf(of(1024))];
	return {
		target: 'memory flat in file size (1 GB takes less than 100 MB more than 10 MB)',
		met: small === undefined || large === undefined ? undefined : large - small < 100,
		value: `${fixed(small, 0)} MB for 10 MB, ${fixed(large, 0)} MB for 1 GB`,
	};
}

function flatInItems({ memory }: Results): Verdict {
	const own = memory.filter(({ contender, scene }) => contender === PRUNA && scene === 'items');
	const of = (count: number) => medianOf(own.filter((row) => row.count === count).flatMap(growths));
	const [few, many] = [of(20), of(500)];
	return {
		target: 'memory flat in N (500 items of 1 MB take less than 100 MB more than 20)',
		met: few === undefined || many === undefined ? undefined : many - few < 100,
		value: `${fixed(few, 0)} MB for 20, ${fixed(many, 0)} MB for 500`,
	};
}
