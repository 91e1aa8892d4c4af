import type { OutputKind } from '../models/types';

/** What a job makes; undefined for a model that the catalogue does not know. */
export type JobKind = OutputKind | undefined;

/** An expression may give any number, but no job is worth more than 20 polls a second. */
const LEAST_INTERVAL = 0.05;

function clamp(value: number, low: number, high: number): number {
	return Math.min(high, Math.max(low, value));
}

/**
 * How long to wait before the next poll of a job, in seconds: soon at first, then as Pruna advises, 1 s for images
 * and 2 to 5 s for video (wire.md 4), and slower the longer it has run already.
 *
 * @param elapsed Seconds since the submit
 * @param polls How many status requests have been sent
 * @param interval The user's own interval, in seconds
 */
export function nextPollSeconds(kind: JobKind, elapsed: number, polls: number, interval?: number): number {
	const own = defaultPollSeconds(kind, elapsed, polls);
	if (interval === undefined) return own;
	const polite = Math.max(interval, LEAST_INTERVAL);
	return polls === 0 ? Math.min(polite, own) : polite;
}

function defaultPollSeconds(kind: JobKind, elapsed: number, polls: number): number {
	switch (kind) {
		case 'image':
			if (polls === 0) return 0.5;
			return clamp(elapsed / 30, 1, 3);
		case 'video':
			return clamp(elapsed / 20, 2, 5);
		case 'lora-zip':
			return clamp(elapsed / 20, 5, 30);
		case undefined:
			if (polls === 0) return 0.5;
			return clamp(elapsed / 20, 1, 10);
	}
}

/** How long the node waits for a job unless the user says otherwise, in seconds. */
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
