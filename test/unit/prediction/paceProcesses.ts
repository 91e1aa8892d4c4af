/**
 * Simulates, in virtual time, processes that share an account without knowing of each other, and an API that enforces a
 * limit. Each process has its own plan and more to submit than the limit allows.
 */
import type { Rate } from '../../../nodes/Pruna/api/rate';
import { createPacePlan } from '../../../nodes/Pruna/prediction/pacePlan';

const MINUTE = 60_000;
const START = 1_000_000;

/** How the API counts: minutes that start with a request, minutes of the wall clock, or the past minute at any time. */
export type Counting = 'from the first' | 'by the clock' | 'sliding';
/** Which rate limit headers the API sends. */
export type Headers = 'all' | 'Retry-After' | 'RateLimit-Reset';

export interface Setup {
	readonly counting: Counting;
	readonly headers: Headers;
	readonly limit: number;
	readonly processes: number;
	readonly minutes: number;
	readonly seed: number;
	/** Number of submits of each process; unlimited if left out. */
	readonly items?: number;
	/** Period in milliseconds over which the processes start. The first one starts immediately. */
	readonly begin?: number;
}

/** Mulberry32: the same numbers for the same seed on every machine. */
function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

function createTimeline(minutes: number) {
	/** By milliseconds since the start, in the order in which they were added. */
	const events = new Array<Array<() => void> | undefined>(minutes * MINUTE).fill(undefined);
	let now = START;
	return {
		now: () => now,
		at(time: number, run: () => void): void {
			const whole = Math.max(now, Math.ceil(time));
			if (whole - START >= events.length) return;
			(events[whole - START] ??= []).push(run);
		},
		runUntil(end: number): void {
			for (; now < end; now++) {
				// An event added during this millisecond still runs in it.
				const due = events[now - START];
				if (due === undefined) continue;
				for (const run of due) run();
				events[now - START] = undefined;
			}
		},
	};
}

/** @returns A function that counts a request, and returns whether it is refused and what the headers say */
function createCounter(counting: Counting, limit: number) {
	let times: number[] = [];
	let begun = -Infinity;
	return (now: number) => {
		if (counting === 'sliding') {
			while (times[0] !== undefined && times[0] <= now - MINUTE) times.shift();
		} else {
			const isOver =
				counting === 'from the first'
					? now - begun >= MINUTE
					: Math.floor(now / MINUTE) !== Math.floor(begun / MINUTE);
			if (isOver) {
				times = [];
				begun = counting === 'from the first' ? now : Math.floor(now / MINUTE) * MINUTE;
			}
		}
		const isFull = times.length >= limit;
		if (!isFull) times.push(now);
		const end = (counting === 'sliding' ? (times[0] ?? now) : begun) + MINUTE;
		return { isFull, remaining: limit - times.length, resetSeconds: Math.ceil((end - now) / 1000) };
	};
}

export function simulate({ counting, headers, limit, processes, minutes, seed, items, begin = 0 }: Setup) {
	const random = randomOf(seed);
	const timeline = createTimeline(minutes);
	const { now } = timeline;
	const count = createCounter(counting, limit);
	const end = START + minutes * MINUTE;
	/** By minute. */
	const refused = Array.from({ length: minutes }, () => 0);
	const accepted = Array.from({ length: processes }, () => Array.from({ length: minutes }, () => 0));
	let lastAccepted = START;

	function startProcess(own: number[]): void {
		const plan = createPacePlan(limit, random);
		let left = items ?? Infinity;
		let wakesAt = Infinity;

		function goOn(): void {
			let next = plan.nextAt(now(), left);
			for (; left > 0 && next <= now(); next = plan.nextAt(now(), left)) send();
			if (left === 0 || wakesAt <= next) return;
			wakesAt = next;
			timeline.at(next, () => {
				if (wakesAt !== next) return;
				wakesAt = Infinity;
				goOn();
			});
		}

		function send(): void {
			left--;
			const slot = plan.submit(now());
			const latency = 20 + 280 * random();
			const way = latency * random();
			timeline.at(now() + way, () => {
				const { isFull, ...told } = count(now());
				const minute = Math.floor((now() - START) / MINUTE);
				if (isFull) refused[minute] = (refused[minute] ?? 0) + 1;
				else {
					own[minute] = (own[minute] ?? 0) + 1;
					lastAccepted = now();
				}
				const { resetSeconds } = told;
				const rate: Rate =
					headers === 'all'
						? { perMinute: limit, ...told }
						: headers === 'RateLimit-Reset'
							? { resetSeconds }
							: {};
				timeline.at(now() + latency - way, () => {
					if (isFull) {
						left++;
						plan.refused(slot, now(), headers === 'RateLimit-Reset' ? undefined : resetSeconds, rate);
					} else plan.accepted(slot, now(), rate);
					goOn();
				});
			});
		}
		goOn();
	}

	accepted.forEach((own, index) =>
		timeline.at(START + (index === 0 ? 0 : random() * begin), () => startProcess(own)),
	);
	timeline.runUntil(end);

	const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
	return {
		/** Refused submits from a minute on, as a fraction of all submits. */
		refusedFrom(minute: number): number {
			const bad = sum(refused.slice(minute));
			return bad / Math.max(1, bad + sum(accepted.map((own) => sum(own.slice(minute)))));
		},
		/** Accepted submits from a minute on, as a fraction of the limit. */
		throughputFrom: (minute: number) =>
			sum(accepted.map((own) => sum(own.slice(minute)))) / (limit * (minutes - minute)),
		/** Accepted submits of the least served process from a minute on, as a fraction of its fair share. */
		leastFrom: (minute: number) =>
			Math.min(...accepted.map((own) => sum(own.slice(minute)))) / ((limit * (minutes - minute)) / processes),
		/** Seconds until the last submit was accepted. */
		lastSeconds: (lastAccepted - START) / 1000,
	};
}
