// What the scenes find out, as data: it is kept as JSON, and all tables and pictures are made from it.
import type { RunMeasure } from './measure';

export interface IdealRun extends RunMeasure {
	/** Seconds that the jobs take at least. */
	ideal: number;
}

export interface WallRow {
	scene: SceneId;
	contender: string;
	count: number;
	runs: IdealRun[];
	/** Seconds that it would take, for what was not run. */
	wouldTake?: number;
}

export type SceneId = 'image 3 s' | 'image 0.4 s' | 'video 45 s' | 'paced';

export interface FaultRow {
	contender: string;
	count: number;
	fault: string;
	lost: number;
	submits: number;
	error?: string;
}

export interface StopRow {
	contender: string;
	/** Seconds from Stop to the start of the last request, for the runs in which one came after it. */
	lastRequests: number[];
	runs: number;
	submitsAfter: number;
}

export interface MemoryRow {
	contender: string;
	scene: 'one file' | 'five files' | 'uploads' | 'items';
	count: number;
	megabytes: number;
	/** Bytes by which the process grew, and its peak, per run. */
	runs: Array<{ growth: number; peak: number; finished: number }>;
	error?: string;
}

export interface PackageRow {
	node: string;
	loadMs: number[];
	descriptionBytes: number;
	gzipBytes: number;
	modules: number;
}

export interface Results {
	takenAt: string;
	quick: boolean;
	machine: Record<string, string>;
	/** Load average over one minute before and after: above the number of cores, somebody else was at work too. */
	load: { before: number; after: number };
	seconds: number;
	wall: WallRow[];
	faults: FaultRow[];
	stop: StopRow[];
	memory: MemoryRow[];
	packages: PackageRow[];
	leftOut: string[];
	/** What was taken again after the full run, and when. */
	again?: Array<{ scene: string; takenAt: string }>;
}

/** Those of a full run, with newer rows in the place of the old ones. */
export function renewed(full: Results, newer: Results, scenes: readonly string[]): Results {
	function rows<T extends object>(old: T[], fresh: T[], ...keys: Array<keyof T>): T[] {
		const keyOf = (row: T) => JSON.stringify(keys.map((key) => row[key]));
		const known = new Map(fresh.map((row) => [keyOf(row), row]));
		return old.map((row) => known.get(keyOf(row)) ?? row);
	}
	const { takenAt } = newer;
	return {
		...full,
		wall: rows(full.wall, newer.wall, 'scene', 'contender', 'count'),
		faults: rows(full.faults, newer.faults, 'contender', 'fault'),
		stop: rows(full.stop, newer.stop, 'contender'),
		memory: rows(full.memory, newer.memory, 'contender', 'scene', 'count', 'megabytes'),
		packages: rows(full.packages, newer.packages, 'node'),
		again: [
			...(full.again ?? []).filter(({ scene }) => !scenes.includes(scene)),
			...scenes.map((scene) => ({ scene, takenAt })),
		],
	};
}
