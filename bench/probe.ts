// Reads what preload.cjs wrote.
import fs from 'node:fs';
import path from 'node:path';
import { percentile } from './statistics';

export interface Sample {
	at: number;
	rss: number;
	/** Highest resident memory of the process so far, as the kernel counts it. */
	highest: number;
	/** How late the event loop was, in milliseconds. */
	late: number;
	/** CPU time that the process has used so far, in milliseconds. */
	busy: number;
}

export interface Resources {
	/** Largest rise in memory above an earlier low, in bytes. */
	growth: number;
	/** Highest memory, in bytes. */
	peak: number;
	/** Event-loop lag, which is how late timers fire, in milliseconds: the 99th percentile and the maximum. */
	lagP99: number;
	lagMost: number;
	/** The same, with each lag capped at the CPU time that the process used meanwhile: other programs caused the rest. */
	ownLagP99: number;
	/** Share of one core that the process used, from 0 to 1; above 1 when its threads ran in parallel. */
	coreShare: number;
}

/** @param collect Whether to collect garbage continuously */
export function probeEnvironment(file: string, collect = false): NodeJS.ProcessEnv {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	const collecting = collect ? { BENCH_COLLECT: '1' } : {};
	return {
		...collecting,
		BENCH_PROBE_FILE: file,
		NODE_OPTIONS: `--require ${path.join(__dirname, 'preload.cjs')} ${process.env.PROF ?? ''}`,
	};
}

function readSamples(file: string): Sample[] {
	const lines = fs.readFileSync(file, 'utf8').split('\n');
	return lines
		.map((line) => line.split(' ').map(Number))
		.filter((numbers) => numbers.length === 5)
		.map(([at, rss, highest, late, busy]) => ({
			at: at!,
			rss: rss!,
			highest: highest!,
			late: late!,
			busy: busy!,
		}));
}

/**
 * What a process used between two times. Growth is the rise above the lowest point before it, not above the first sample:
 * a waiting process releases memory that its startup used, and that drop would hide a later rise. The kernel's own peak
 * counts if it rose between two samples.
 */
export function resourcesBetween(
	samples: readonly Sample[],
	from: number,
	to: number,
): Resources | undefined {
	const within = samples.filter(({ at }) => at >= from && at <= to);
	const before = samples.filter(({ at }) => at <= from).at(-1) ?? within[0];
	if (!before || within.length === 0) return undefined;
	let [growth, peak, lowest, last] = [0, 0, before.rss, before];
	const ownLate: number[] = [];
	for (const sample of within) {
		ownLate.push(Math.min(sample.late, Math.max(0, sample.busy - last.busy)));
		const highest = sample.highest > last.highest ? Math.max(sample.highest, sample.rss) : sample.rss;
		growth = Math.max(growth, highest - lowest);
		peak = Math.max(peak, highest);
		lowest = Math.min(lowest, sample.rss);
		last = sample;
	}
	const late = within.map((sample) => sample.late);
	return {
		growth,
		peak,
		lagP99: percentile(late, 99),
		lagMost: Math.max(...late),
		ownLagP99: percentile(ownLate, 99),
		coreShare: (last.busy - before.busy) / Math.max(1, last.at - before.at),
	};
}

export function readResources(file: string, from: number, to: number): Resources | undefined {
	return resourcesBetween(readSamples(file), from, to);
}
