/** Simulates many jobs in virtual time, polled on the node's schedule, without the rest of the node. */
import type { JobKind, PollFacts } from '../../../nodes/Pruna/prediction/schedule';
import { nextPollSeconds } from '../../../nodes/Pruna/prediction/schedule';
import type { SharedPolls } from '../../../nodes/Pruna/prediction/sharedPolls';

/** Time from a status request to its answer, in seconds. */
const ROUND_TRIP = 0.04;

/** Mulberry32: the same numbers for the same seed. */
export function seededRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

export interface Batch {
	kind: JobKind;
	/** Duration of each job in seconds, counted from the answer to its submit. */
	durations: readonly number[];
	/** Milliseconds. */
	start: number;
	model?: string;
	facts?: Pick<PollFacts, 'interval' | 'advice'>;
}

/** Lists with one entry per job are in the order in which the jobs ended. */
export interface Outcome {
	/** Seconds that each job took, then seconds from its end until the node knew of it. */
	durations: number[];
	late: number[];
	/** Number of status requests for each job. */
	polls: number[];
	/** When each status request was sent, in seconds since the start. */
	sent: number[];
	/** Seconds since the start. */
	end: number;
}

/** The next event of one job. `at` is in seconds since the start. */
interface Event {
	at: number;
	happen: () => void;
}

/** Submits a whole batch at the same time and polls it until it ends. */
export function runBatch(
	shared: SharedPolls,
	{ kind, durations, start, model = 'p-image', facts }: Batch,
): Outcome {
	const outcome: Outcome = { durations: [], late: [], polls: [], sent: [], end: 0 };
	const events: Event[] = [];
	let now = 0;
	const clock = () => start + now * 1000;
	const after = (seconds: number, happen: () => void) => events.push({ at: now + seconds, happen });

	for (const duration of durations) {
		const job = shared.join(model, clock());
		let polls = 0;
		let lastPoll: number | undefined;
		let due = 0;

		const plan = () => {
			const elapsed = lastPoll ?? 0;
			due = Math.max(
				now,
				elapsed + nextPollSeconds(kind, { elapsed, polls, ...facts, ...job.facts(clock()) }),
			);
			after(due - now, () => after(job.turn(clock()), poll));
		};
		const poll = () => {
			const sent = now;
			outcome.sent.push(sent);
			polls++;
			const hasEnded = now + ROUND_TRIP / 2 >= duration;
			after(ROUND_TRIP, () => {
				if (hasEnded) return end(sent);
				lastPoll = sent;
				plan();
			});
		};
		const end = (by: number) => {
			job.ended({ after: lastPoll, due, by }, clock());
			job.leave();
			outcome.durations.push(duration);
			outcome.late.push(now - duration);
			outcome.polls.push(polls);
			outcome.end = now;
		};
		after(0, plan);
	}

	while (events.length > 0) {
		const next = events.reduce((first, one) => (one.at < first.at ? one : first));
		events.splice(events.indexOf(next), 1);
		now = next.at;
		next.happen();
	}
	return outcome;
}

export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

export function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The most moments within any period of this many seconds. */
export function mostWithin(moments: readonly number[], seconds: number): number {
	const sorted = [...moments].sort((a, b) => a - b);
	let first = 0;
	return sorted.reduce((most, moment, index) => {
		while (moment - sorted[first]! >= seconds) first++;
		return Math.max(most, index - first + 1);
	}, 0);
}
