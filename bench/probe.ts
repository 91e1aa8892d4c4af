// Reads what preload.cjs has written.
import fs from 'node:fs';
import path from 'node:path';
import { percentile } from './statistics';

export interface Look {
	at: number;
	rss: number;
	/** The highest that the process has ever had, as the kernel counts it. */
	highest: number;
	/** How late the event loop was, in milliseconds. */
	late: number;
	/** Processor time that the process has used so far, in milliseconds. */
	busy: number;
}

export interface Resources {
	/** Bytes by which it rose at most above the lowest that it had been before. */
	growth: number;
	/** Highest number of bytes. */
	peak: number;
	/** Event-loop lag, in milliseconds: how late a timer was, and the latest of all. */
	lagP99: number;
	lagMost: number;
	/** The same with no more of each than the process computed meanwhile: what others took of the processor is not its own. */
	ownLagP99: number;
	/** How much of one core it used, from 0 to 1; above that when its threads ran beside each other. */
	coreShare: number;
}

/** @param collect Has garbage collected all the time */
export function probeEnvironment(file: string, collect = false): NodeJS.ProcessEnv {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	const collecting = collect ? { BENCH_COLLECT: '1' } : {};
	return {
		...collecting,
		BENCH_PROBE_FILE: file,
		NODE_OPTIONS: `--require ${path.join(__dirname, 'preload.cjs')} ${process.env.PROF ?? ''}`,
	};
}

function readLooks(file: string): Look[] {
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
 * What a process used between two times. Growth is a rise above the lowest point before it, not above the first look: a
 * process that waits gives back what its start had used, and a rise after that would be hidden in the fall. The kernel's
 * own peak counts where it rose between two looks.
 */
export function resourcesBetween(looks: readonly Look[], from: number, to: number): Resources | undefined {
	const within = looks.filter(({ at }) => at >= from && at <= to);
	const before = looks.filter(({ at }) => at <= from).at(-1) ?? within[0];
	if (!before || within.length === 0) return undefined;
	let [growth, peak, lowest, last] = [0, 0, before.rss, before];
	const ownLate: number[] = [];
	for (const look of within) {
		ownLate.push(Math.min(look.late, Math.max(0, look.busy - last.busy)));
		const highest = look.highest > last.highest ? Math.max(look.highest, look.rss) : look.rss;
		growth = Math.max(growth, highest - lowest);
		peak = Math.max(peak, highest);
		lowest = Math.min(lowest, look.rss);
		last = look;
	}
	const late = within.map((look) => look.late);
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
	return resourcesBetween(readLooks(file), from, to);
}
