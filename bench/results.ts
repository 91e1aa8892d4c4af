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

export type SceneId =
	'image 3 s' | 'image 3 s, model new' | 'image 0.4 s' | 'video 45 s' | 'paced 250' | 'paced 500';

export interface FaultRow {
	contender: string;
	count: number;
	fault: string;
	lost: number;
	submits: number;
	error?: string;
}

/** Many jobs in flight, and what n8n was like meanwhile. Times of the event loop and of answers are milliseconds. */
export interface InFlightRow {
	count: number;
	jobSeconds: number;
	wall?: number;
	finished: number;
	requests: number;
	lagP99?: number;
	ownLagP99?: number;
	lagMost?: number;
	coreShare?: number;
	healthP99: number;
	healthMost: number;
	unanswered: number;
	error?: string;
}

/** One run of executions that share an account. */
export interface SharedRow {
	/** Of one item each; batches side by side; one item beside a batch. */
	scene: 'executions' | 'batches' | 'middle';
	contender: string;
	/** Items of all executions together. */
	count: number;
	finished: number;
	/** Submits that were answered with 429. */
	refused: number;
	/** Over the ideal, in the median of the executions or of the one; for batches, until the last is there. */
	seconds: number;
	/** Of the executions, the one that was longest over its ideal. */
	worst?: number;
	/** What the batch with the fewest had while all of them submitted; 1 is its fair share. */
	leastShare?: number;
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
	inFlight: InFlightRow[];
	shared: SharedRow[];
	faults: FaultRow[];
	stop: StopRow[];
	memory: MemoryRow[];
	/** The same with garbage collected all the time: at most so much is really held. */
	held: MemoryRow[];
	packages: PackageRow[];
	leftOut: string[];
}
