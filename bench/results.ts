// The measurements of the scenes. They are kept as JSON, and all tables and charts are made from them.
import type { RunMeasure } from './measure';

export interface IdealRun extends RunMeasure {
	/** The shortest time that the jobs can take, in seconds. */
	ideal: number;
}

export interface WallRow {
	scene: SceneId;
	contender: string;
	count: number;
	runs: IdealRun[];
	/** Computed seconds for a row without runs. */
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

/** Many jobs in flight, and how n8n responded meanwhile. Lags and response times are in milliseconds. */
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
	/** Executions of one item each; batches side by side; one item during a batch. */
	scene: 'executions' | 'batches' | 'middle';
	contender: string;
	/** Number of items in all executions. */
	count: number;
	finished: number;
	/** Number of submits that were answered with 429. */
	refused: number;
	/** Seconds over the ideal: the median of the executions, or the one item's. For batches, seconds until the last result. */
	seconds: number;
	/** The most by which an execution exceeded its ideal, in seconds. */
	worst?: number;
	/** Share of the batch with the fewest submits while all batches were submitting; 1 is a fair share. */
	leastShare?: number;
}

/** Videos that take up all slots of the workers, and an image that is requested meanwhile. */
export interface ParkingRow {
	contender: string;
	slots: number;
	videos: number;
	videoSeconds: number;
	finished: number;
	submits: number;
	/** Seconds from the request of the videos to the last byte of the first and of the last of them. */
	first: number;
	last: number;
	imageSeconds: number;
	/** Seconds from the request of the image to its last byte. */
	image: number;
}

/** What Job Key costs. */
export interface KeysRow {
	keys: 'none' | 'new' | 'known';
	count: number;
	/** How long the execution took, per run. */
	seconds: number[];
}

export interface StopRow {
	contender: string;
	/** Seconds from Stop to the start of the last request, for the runs with a request after Stop. */
	lastRequests: number[];
	runs: number;
	submitsAfter: number;
}

export interface MemoryRow {
	contender: string;
	scene: 'one file' | 'five files' | 'uploads' | 'items';
	count: number;
	megabytes: number;
	/** Growth and peak of the process in bytes, per run. */
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
	/** One-minute load average before and after. If it exceeds the number of cores, other programs were busy, too. */
	load: { before: number; after: number };
	seconds: number;
	wall: WallRow[];
	inFlight: InFlightRow[];
	shared: SharedRow[];
	parking: ParkingRow[];
	keys: KeysRow[];
	faults: FaultRow[];
	stop: StopRow[];
	memory: MemoryRow[];
	/** The same with garbage collected continuously: an upper bound on what is really held. */
	held: MemoryRow[];
	packages: PackageRow[];
	leftOut: string[];
	/** Scenes whose results come from a run of their own (`--only`), on the same machine and day. */
	separate?: string[];
}
