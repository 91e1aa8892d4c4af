import { createClock } from '../core/clock';
import { createGate, type Gate } from '../core/gate';
import { expectedEnds, withDuration, type ExpectedEnd, type SeenDuration } from './durations';
import { takePoll, UNUSED_BUDGET } from './pollBudget';
import type { PollFacts } from './schedule';

/** How many models are remembered. */
const MOST_MODELS = 100;
/** How long an unused model is remembered, and how long a job that no longer polls is counted, in seconds. */
const MODEL_MEMORY = 24 * 60 * 60;
const JOB_MEMORY = 15 * 60;
/** How long a forecast is used, and how often idle models and jobs are cleaned up, in seconds. */
const FORECAST_AGE = 0.2;
const CLEANING_INTERVAL = 5;
/** With at most this many jobs, a job does not wait for its turn, but its polls still count. */
const FEW_JOBS = 20;
/**
 * How many polls start together, and the pause after them, in seconds. Each poll reads the credential from n8n's
 * database. At 400 polls a second instead of these 250, hundreds of jobs end no earlier, and everything else in n8n waits for the database.
 */
const BATCH_SIZE = 5;
const PAUSE = 0.02;

/** One job's access to the polls of the process. All times are milliseconds since 1970. */
export interface JobPolls {
	/** What the process knows that helps to schedule the next poll. */
	facts(now: number): Required<Pick<PollFacts, 'ends' | 'jobsInFlight'>>;
	/** Takes a poll from the budget. @returns How long to wait for it, in seconds */
	turn(now: number): number;
	/** Call this before a poll is sent. @returns What to wait for first; undefined for nothing */
	begin(): Promise<void> | undefined;
	/** Reports that the job has ended between two polls. */
	ended(duration: Omit<SeenDuration, 'at'>, now: number): void;
	/** Call this when the job is no longer awaited. */
	leave(): void;
}

/** What all jobs of a process share: the budget of polls, and what is known about each model. */
export interface SharedPolls {
	/**
	 * @param model Identifies the model and the address of the API; undefined if the job's start is unknown
	 * @param run Owns the job. Polls are shared between runs first, so that a single job does not wait behind a batch
	 */
	join(model: string | undefined, now: number, run?: object): JobPolls;
	/** When jobs of the model are expected to end, earliest first; empty if unknown. @param model As in join() */
	endsOf(model: string, now: number): readonly ExpectedEnd[];
}

interface Model {
	seen: readonly SeenDuration[];
	/** The last forecast, and when it was made. */
	ends: readonly ExpectedEnd[];
	forecastAt: number;
}

/** Jobs that plan at the same time share one forecast, because making one costs as much as a poll. */
function forecast(model: Model, now: number): readonly ExpectedEnd[] {
	if (model.ends.length === 0 || now - model.forecastAt >= FORECAST_AGE * 1000) {
		model.ends = expectedEnds(model.seen, now);
		model.forecastAt = now;
	}
	return model.ends;
}

/** @param gate Limits how many polls start together; without it, only the budget does */
export function createSharedPolls(gate?: Gate): SharedPolls {
	const models = new Map<string, Model>();
	/** When each job last asked for a poll, and its run. */
	const jobs = new Map<JobPolls, { asked: number; readonly run: object }>();
	/** The number of jobs of each run. */
	const runs = new Map<object, number>();
	const onlyRun = {};
	let budget = UNUSED_BUDGET;
	let latest = -Infinity;
	let cleanedAt = -Infinity;

	/** Forgets everything if the clock was set back, because all recorded times are then wrong. */
	function checkClock(now: number): void {
		if (now < latest) {
			models.clear();
			jobs.clear();
			runs.clear();
			budget = UNUSED_BUDGET;
			cleanedAt = -Infinity;
		}
		latest = now;
	}

	function leave(job: JobPolls): void {
		const run = jobs.get(job)?.run;
		if (run === undefined) return;
		jobs.delete(job);
		const rest = (runs.get(run) ?? 1) - 1;
		if (rest > 0) runs.set(run, rest);
		else runs.delete(run);
	}

	/** How many jobs there would be if all runs were as large as this one, but no more than there are. */
	function crowdOf(run: object): number {
		return Math.max(1, Math.min(jobs.size, (runs.get(run) ?? 1) * runs.size));
	}

	function endsOf(model: string, now: number): readonly ExpectedEnd[] {
		checkClock(now);
		const known = models.get(model);
		return known ? forecast(known, now) : [];
	}

	/** Forgets idle jobs and models, but not each time that one of thousands of jobs joins. */
	function forgetIdle(now: number): void {
		if (models.size <= MOST_MODELS && now - cleanedAt < CLEANING_INTERVAL * 1000) return;
		cleanedAt = now;
		for (const [job, { asked }] of jobs) if (now - asked > JOB_MEMORY * 1000) leave(job);
		for (const [model, { seen }] of models) {
			const isIdle = now - (seen.at(-1)?.at ?? 0) > MODEL_MEMORY * 1000;
			if (isIdle || models.size > MOST_MODELS) models.delete(model);
		}
	}

	return {
		endsOf,
		join(model, now, run = onlyRun) {
			checkClock(now);
			forgetIdle(now);
			const job: JobPolls = {
				facts(at) {
					const ends = model === undefined ? [] : endsOf(model, at);
					return { ends, jobsInFlight: crowdOf(run) };
				},
				turn(at) {
					checkClock(at);
					const known = jobs.get(job);
					if (known) known.asked = at;
					const taken = takePoll(budget, at);
					budget = taken.budget;
					return crowdOf(run) <= FEW_JOBS ? 0 : taken.seconds;
				},
				begin: () => gate?.enter(run),
				ended(duration, at) {
					checkClock(at);
					if (model === undefined) return;
					const known = models.get(model) ?? { seen: [], ends: [], forecastAt: 0 };
					known.seen = withDuration(known.seen, { ...duration, at });
					// Moves the model to the end of the map, because the first entry is forgotten first.
					models.delete(model);
					if (known.seen.length > 0) models.set(model, known);
				},
				leave: () => leave(job),
			};
			jobs.set(job, { asked: now, run });
			runs.set(run, (runs.get(run) ?? 0) + 1);
			return job;
		},
	};
}

/** n8n keeps the node's code loaded, so this outlives executions and is shared by all that run at the same time. */
export const sharedPolls = createSharedPolls(
	createGate(BATCH_SIZE, PAUSE, createClock({ signal: undefined, check: () => undefined })),
);
