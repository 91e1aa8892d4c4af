import type { PollAdvice } from '../api/answer';
import type { OutputKind } from '../models/types';
import type { ExpectedEnd } from './durations';
import { fairPause, pollCost } from './pollBudget';
import { bestNextPoll } from './pollPlan';

/** What a job makes; undefined for a model that is not in the catalog. */
export type JobKind = OutputKind | undefined;

/** What is known when a poll is scheduled. */
export interface PollFacts {
	/** When the last poll was sent, in seconds since the answer to the submit or the start of the wait; 0 if none was. */
	readonly elapsed: number;
	/** How many status requests have been sent. */
	readonly polls: number;
	/** The user's own interval, in seconds. */
	readonly interval?: number;
	/** What the last status answer asked for. */
	readonly advice?: PollAdvice;
	/** When jobs of this model end, earliest first. */
	readonly ends?: readonly ExpectedEnd[];
	/** How many jobs share the polls of the process, including this one. */
	readonly jobsInFlight?: number;
}

/** All in seconds. */
interface Pace {
	/** Before the first poll, for a model that has not been seen. */
	readonly first: number;
	/** Between its later polls, while the average allows it. */
	readonly pause: number;
	/** Pruna's recommended interval (wire.md 4), kept on average over the life of a job. */
	readonly average: number;
	/** Between two polls when the end is near. */
	readonly least: number;
	/** Between two polls of a job that has been running for long. */
	readonly most: number;
	/** For a model that has not been seen, pauses grow to this part of the time that the job has been running. */
	readonly growth: number;
}

const IMAGE: Pace = { first: 0.5, pause: 0.9, average: 1, least: 0.25, most: 3, growth: 1 / 30 };
const VIDEO: Pace = { first: 3.5, pause: 1.9, average: 2, least: 0.5, most: 5, growth: 1 / 25 };
const LORA: Pace = { first: 5, pause: 5, average: 5, least: 2, most: 30, growth: 1 / 20 };
const UNKNOWN: Pace = { ...IMAGE, most: 10, growth: 1 / 20 };

/** The shortest interval, in seconds. An expression may return any number, but 20 polls a second are enough for any job. */
export const LEAST_INTERVAL = 0.05;
/** The intervals that the API may ask for, in seconds. */
const LEAST_ADVICE = 0.25;
const MOST_ADVICE = 60;
/** How much longer the pauses are once the job has exceeded the wait that Pruna recommends. */
const SLOWER = 3;

/** A job is early while fewer than this share of its model's jobs end sooner. */
const EARLY_SHARE = 0.1;

function clamp(value: number, low: number, high: number): number {
	return Math.min(high, Math.max(low, value));
}

function paceOf(kind: JobKind): Pace {
	switch (kind) {
		case 'image':
			return IMAGE;
		case 'video':
			return VIDEO;
		case 'lora-zip':
			return LORA;
		case undefined:
			return UNKNOWN;
	}
}

/**
 * How long after the last poll (for the first poll, after the answer to the submit) to send the next one, in seconds. The
 * user's interval takes precedence, then what the API asks for, then what is known about the model. With a user's
 * interval, the first poll is no later than without one.
 */
export function nextPollSeconds(kind: JobKind, facts: PollFacts): number {
	const pace = paceOf(kind);
	const { elapsed, polls, interval, advice } = facts;
	if (interval !== undefined) {
		const polite = Math.max(interval, LEAST_INTERVAL);
		return polls === 0 ? Math.min(polite, pace.first) : polite;
	}
	const isOverlong = advice?.maxWaitSeconds !== undefined && elapsed >= advice.maxWaitSeconds;
	const pause =
		advice?.pollSeconds === undefined
			? ownPause(pace, facts)
			: clamp(advice.pollSeconds, LEAST_ADVICE, MOST_ADVICE);
	return isOverlong ? Math.min(pause * SLOWER, Math.max(pause, MOST_ADVICE)) : pause;
}

function ownPause(pace: Pace, { elapsed, polls, ends = [], jobsInFlight = 1 }: PollFacts): number {
	const crowd = fairPause(jobsInFlight);
	const usual =
		polls === 0 ? pace.first : Math.max(crowd, clamp(elapsed * pace.growth, pace.pause, pace.most));
	const planned = bestNextPoll(ends, elapsed, pollCost(jobsInFlight));
	// No pause is very long, so that a job that fails immediately is not discovered half an hour later.
	const longest = isEarly(ends, elapsed) ? 2 * pace.most + crowd : usual;
	const pause = planned === undefined ? usual : clamp(planned - elapsed, pace.least, longest);
	// Polls skipped at first may make later polls closer together, but the total does not grow.
	return Math.max(pause, Math.min(pace.most, polls * pace.average - elapsed));
}

/** Whether nearly all jobs of the model are still running at this age. */
function isEarly(ends: readonly ExpectedEnd[], elapsed: number): boolean {
	const ended = ends.reduce((sum, { seconds, share }) => sum + (seconds <= elapsed ? share : 0), 0);
	return ends.length > 0 && ended < EARLY_SHARE;
}

/** How long the node waits for a job if the user sets no Timeout, in seconds. */
export function defaultTimeoutSeconds(kind: JobKind): number {
	switch (kind) {
		case 'image':
			return 5 * 60;
		case 'lora-zip':
			return 4 * 60 * 60;
		default:
			return 30 * 60;
	}
}

/**
 * n8n's Wait node frees the worker from 65 seconds on; for less, it keeps the execution in memory. It reads the clock twice,
 * so a wait of exactly 65 seconds may be some milliseconds too short.
 */
export const LEAST_PARKED_SECONDS = 66;
/** The pauses of a parked job of an unknown model grow to this part of the job's age. */
const PARKED_GROWTH = 1 / 8;
/** How many seconds of delay a poll of a parked job is worth, because n8n starts an execution for it. */
const PARKED_POLL_COST = 10;

function longestParkedSeconds(kind: JobKind): number {
	switch (kind) {
		case 'image':
			return 2 * 60;
		case 'lora-zip':
			return 5 * 60;
		default:
			return 3 * 60;
	}
}

/** What is known when the next poll of a parked job is scheduled. All numbers are seconds. */
export interface ParkedPollFacts {
	/** Since the wait for the job started. */
	readonly age: number;
	/** Until its time is up. */
	readonly rest: number;
	/** The user's own interval. */
	readonly interval?: number;
	/** When jobs of this model end, earliest first. */
	readonly ends?: readonly ExpectedEnd[];
}

/**
 * How long a parked execution waits between two polls of a job, in seconds: until jobs of the model are expected to end. If
 * that is unknown, the older the job, the less a late poll matters.
 */
export function parkedPauseSeconds(
	kind: JobKind,
	{ age, rest, interval, ends = [] }: ParkedPollFacts,
): number {
	// The first poll comes soon, so that a job that fails, or takes less time than its model's earlier ones, is noticed.
	const isFirst = age < LEAST_PARKED_SECONDS;
	const planned = isFirst ? undefined : bestNextPoll(ends, age, PARKED_POLL_COST);
	const pause = planned === undefined ? age * PARKED_GROWTH : planned - age;
	const wanted = interval ?? Math.min(pause, longestParkedSeconds(kind));
	return Math.ceil(Math.max(LEAST_PARKED_SECONDS, Math.min(wanted, rest)));
}
