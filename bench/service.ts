// A server that contenders work against: P-API's stand-in or one that speaks the dialect of another maker. They all have
// the same jobs, the same files and the same faults.
import type { Exchange } from './recorder';

export type RequestKind = 'upload' | 'submit' | 'status' | 'file';

export interface Task {
	/** Seconds that each job takes, in the order of acceptance. */
	jobs: readonly number[];
	/** What each job delivers. */
	file: ServedFile;
	/** Which status requests are answered with 502. */
	failsStatus?: () => boolean;
	/** The server enforces the documented limits. */
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
	/** Where the scene tells jobs by it. */
	prompt?: string;
	/** Texts that the paths of its requests hold. */
	marks: string[];
}

export interface Service {
	port: number;
	/** What a credential of this maker takes as its base URL. */
	url: string;
	/** Forgets everything, and has these jobs from now on. */
	prepare(task: Task): void;
	jobs(): StartedJob[];
	kindOf: (exchange: Pick<Exchange, 'method' | 'path'>) => RequestKind | undefined;
	close(): Promise<void>;
}

/** Hands out the lengths of the jobs, one to each that is accepted. More jobs than planned is a contender's fault. */
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
