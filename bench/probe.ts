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
}

export interface Resources {
	/** Bytes at the first request. */
	before: number;
	/** Highest number of bytes from then on. */
	peak: number;
	/** Event-loop lag, in milliseconds. */
	lagP99: number;
}

export function probeEnvironment(file: string): NodeJS.ProcessEnv {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	return { BENCH_PROBE_FILE: file, NODE_OPTIONS: `--require ${path.join(__dirname, 'preload.cjs')}` };
}

function readLooks(file: string): Look[] {
	const lines = fs.readFileSync(file, 'utf8').split('\n');
	return lines
		.map((line) => line.split(' ').map(Number))
		.filter((numbers) => numbers.length === 4)
		.map(([at, rss, highest, late]) => ({ at: at!, rss: rss!, highest: highest!, late: late! }));
}

/** What a process used between two times. The kernel's own peak counts when it rose in between. */
export function resourcesBetween(looks: readonly Look[], from: number, to: number): Resources | undefined {
	const within = looks.filter(({ at }) => at >= from && at <= to);
	const before = looks.filter(({ at }) => at <= from).at(-1) ?? within[0];
	const last = within.at(-1);
	if (!before || !last) return undefined;
	const sampled = Math.max(...within.map(({ rss }) => rss));
	return {
		before: before.rss,
		peak: last.highest > before.highest ? Math.max(sampled, last.highest) : sampled,
		lagP99: percentile(
			within.map(({ late }) => late),
			99,
		),
	};
}

export function readResources(file: string, from: number, to: number): Resources | undefined {
	return resourcesBetween(readLooks(file), from, to);
}
