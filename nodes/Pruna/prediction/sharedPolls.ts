import { createClock } from '../core/clock';
import { createGate, type Gate } from '../core/gate';
import { expectedEnds, withDuration, type ExpectedEnd, type SeenDuration } from './durations';
import { takePoll, UNUSED_BUDGET } from './pollBudget';
import type { PollFacts } from './schedule';

/** Models that are remembered. */
const MOST_MODELS = 100;
/** How long a model is remembered of which nothing is heard, and a job that no longer polls is counted, in seconds. */
const MODEL_MEMORY = 24 * 60 * 60;
const JOB_MEMORY = 15 * 60;
/** How long a forecast serves, and how often what is idle is looked for, in seconds. */
const FORECAST_AGE = 0.2;
const CLEANING_INTERVAL = 5;
/** A job that so few others count against does not wait for its turn, though its poll counts. */
const FEW_JOBS = 20;
/**
 * Polls that begin together, and the pause after them, in seconds. Each poll reads the credential from n8n's database.
 * With twice as many per second, hundreds of jobs end no earlier, and everything else in n8n waits for the database.
 */
const AT_ONCE = 5;
const PAUSE = 0.02;

/** What one job has of the polls of the process. All times are milliseconds since 1970. */
export interface JobPolls {
	/** What the process knows that tells when to poll next. */
	facts(now: number): Required<Pick<PollFacts, 'ends' | 'jobsInFlight'>>;
	/** Takes a poll of the budget. @returns How long to wait for it, in seconds */
	turn(now: number): number;
	/** Called when a poll is sent. @returns What to wait for first; undefined for nothing */
	begin(): Promise<void> | undefined;
	/** The job has ended between two polls. */
	ended(duration: Omit<SeenDuration, 'at'>, now: number): void;
	/** To be called when the job is no longer waited for. */
	leave(): void;
}

/** What all jobs of a process share: the budget of polls, and what has been seen of each model. */
export interface SharedPolls {
	/**
	 * @param model Tells the model from others, also at other addresses; undefined when the job's start is not known
	 * @param run Whose job it is: the polls are shared between runs first, so that one job is not behind a batch's
	 */
	join(model: string | undefined, now: number, run?: object): JobPolls;
}

interface Model {
	seen: readonly SeenDuration[];
	/** What has been told of it last, and when. */
	ends: readonly ExpectedEnd[];
	toldAt: number;
}

/** Many jobs that plan at the same time share one forecast. It costs as much as a poll does. */
function endsOf(model: Model, now: number): readonly ExpectedEnd[] {
	if (model.ends.length === 0 || now - model.toldAt >= FORECAST_AGE * 1000) {
		model.ends = expectedEnds(model.seen, now);
		model.toldAt = now;
	}
	return model.ends;
}

/** @param gate Where polls begin; without it, as many at once as the budget lets */
export function createSharedPolls(gate?: Gate): SharedPolls {
	const models = new Map<string, Model>();
	/** When each job has last asked for a poll, and its run. */
	const jobs = new Map<JobPolls, { asked: number; readonly run: object }>();
	/** The jobs of each run. */
	const runs = new Map<object, number>();
	const onlyRun = {};
	let budget = UNUSED_BUDGET;
	let latest = -Infinity;
	let cleanedAt = -Infinity;

	/** Once the clock is set back, all that is known lies in the future, and none of it is believed. */
	function lookAtClock(now: number): void {
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

	/** As many as there would be if all runs were as large as this one, and no more than there are. */
	function crowdOf(run: object): number {
		return Math.max(1, Math.min(jobs.size, (runs.get(run) ?? 1) * runs.size));
	}

	/** Not with each of thousands of jobs that join. */
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
		join(model, now, run = onlyRun) {
			lookAtClock(now);
			forgetIdle(now);
			const job: JobPolls = {
				facts(at) {
					lookAtClock(at);
					const known = model === undefined ? undefined : models.get(model);
					return { ends: known ? endsOf(known, at) : [], jobsInFlight: crowdOf(run) };
				},
				turn(at) {
					lookAtClock(at);
					const known = jobs.get(job);
					if (known) known.asked = at;
					const taken = takePoll(budget, at);
					budget = taken.budget;
					return crowdOf(run) <= FEW_JOBS ? 0 : taken.seconds;
				},
				begin: () => gate?.enter(run),
				ended(duration, at) {
					lookAtClock(at);
					if (model === undefined) return;
					const known = models.get(model) ?? { seen: [], ends: [], toldAt: 0 };
					known.seen = withDuration(known.seen, { ...duration, at });
					// Last in the map is heard of last, and the first to be forgotten is the first in it.
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

/** n8n keeps the node's code loaded, so that this outlives executions and serves all that run at the same time. */
export const sharedPolls = createSharedPolls(
	createGate(AT_ONCE, PAUSE, createClock({ signal: undefined, check: () => undefined })),
);
