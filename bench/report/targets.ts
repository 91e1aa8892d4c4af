// What was promised, and whether the numbers keep it.
import { FLOOR } from '../scenes/context';
import type { Results, SceneId, WallRow } from '../results';
import {
	fixed,
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
	/** undefined when the scene was not run. */
	met: boolean | undefined;
	value: string;
	/** Why it cannot be met, for the report, which shows it when the target is missed. */
	reason?: string;
}

const PRUNA = 'Pruna';
const SYNC = 'Pruna, synchronous';
const WIDE = 'Pruna, Max Concurrent 500';

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
	const paced = (contender: string, reason: string) => {
		const ratio = median(row(contender, 'paced', 500), ratios);
		const target = `N=500, paced by the limit: within 3 % of the rate: ${contender}`;
		return because(reason, atMost(target, ratio, 1.03, '× ideal', 3));
	};
	return [
		...syncVerdicts,
		because(
			reasons.look,
			atMost('N=1, waiting: ideal + 0.9 s', over(PRUNA, 'image 3 s', 1), 0.9, 's over ideal'),
		),
		because(
			reasons.processor,
			atMost('N=100: ideal + 1.5 s', over(PRUNA, 'image 3 s', 100), 1.5, 's over ideal'),
		),
		paced(PRUNA, reasons.width),
		paced(WIDE, reasons.paced),
		...aheadOfAll(results),
		lost(results),
		submits(results),
		flatInSize(results),
		flatInItems(results),
	];
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

/** Comparisons that a line of the table names. */
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

/** Against each rival in each scene and size, by median; each way to run the node is judged on its own. */
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
		because(reasons.look, compare('wall time, N up to 100', PRUNA, walls, { to: 100 })),
		because(reasons.width, compare('wall time, N=500', PRUNA, walls, { from: 101 })),
		because(reasons.processor, compare('wall time, N=500', WIDE, walls, { from: 101 })),
		because(reasons.processor, compare('wall time', SYNC, walls)),
		because(reasons.fewerLooks, compare('requests per item', PRUNA, requestsPerItem)),
		compare('requests per item', SYNC, requestsPerItem),
		because(reasons.garbage, compared('ahead of every rival in memory', memoryPairs, 0)),
	];
}

const ownRows = ({ wall }: Results) =>
	wall.filter(({ contender, runs }) => contender.startsWith(PRUNA) && runs.length > 0);

function lost(results: Results): Verdict {
	const fault = results.faults.filter(({ contender }) => contender === PRUNA);
	const sum = [...ownRows(results).map(lostOf), ...fault.map((one) => one.lost)].reduce((a, b) => a + b, 0);
	return { target: '0 results lost', met: fault.length > 0 ? sum === 0 : undefined, value: `${sum} lost` };
}

function submits(results: Results): Verdict {
	const values = ownRows(results).flatMap(submitsPerItem);
	const worst = values.length > 0 ? Math.max(...values) : undefined;
	return {
		target: 'submits per item 1.000',
		met: worst === undefined ? undefined : worst === 1,
		value: `${fixed(worst, 3)} at most`,
	};
}

/** Flat: the growth from 10 MB to 1 GB is less than what a buffer of a tenth of the file would take. */
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
