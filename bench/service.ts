// A server that contenders work against: the P-API stand-in, or one that speaks the dialect of another vendor. They all
// have the same jobs, the same files and the same faults.
import type { Exchange } from './recorder';

export type RequestKind = 'upload' | 'submit' | 'status' | 'file';

export interface Task {
	/** The length of each job in seconds, in the order in which the jobs are accepted. */
	jobs: readonly number[];
	/** What each job delivers. */
	file: ServedFile;
	/** Called for each status request: whether to answer it with 502. */
	failsStatus?: () => boolean;
	/** Whether the server enforces the documented rate limits. */
	rateLimit?: boolean;
}

export interface ServedFile {
	name: string;
	contentType: string;
	bytes: Buffer;
}

export interface StartedJob {
	id: string;
	/** Milliseconds since 1970. */
	acceptedAt: number;
	endsAt: number;
	/** For scenes that identify jobs by their prompts. */
	prompt?: string;
	/** The paths of the job's requests contain one of these strings. */
	marks: string[];
}

export interface Service {
	port: number;
	/** The base URL for a credential of this vendor. */
	url: string;
	/** Forgets everything, and serves this task from now on. */
	prepare(task: Task): void;
	jobs(): StartedJob[];
	kindOf: (exchange: Pick<Exchange, 'method' | 'path'>) => RequestKind | undefined;
	close(): Promise<void>;
}

/** Gives each accepted job its length. A contender that starts more jobs than planned is at fault. */
export class JobClock {
	private rest: number[] = [];
	private readonly further = 3;

	plan(seconds: readonly number[]): void {
		this.rest = [...seconds];
	}

	next(): number {
		return this.rest.shift() ?? this.further;
	}
}
