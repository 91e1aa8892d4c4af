import type { Rate } from '../api/rate';
import { RATE_LIMITED } from '../api/explain';
import type { Clock } from '../core/clock';
import { PrunaError } from '../core/errors';
import { settle } from '../core/outcome';
import { nextSlot, type Slot } from './paceNotes';
import type { PacePlan } from './pacePlan';
import { createPaceQueue } from './paceQueue';

/** How long to sleep at most before checking again, in seconds. */
const SLICE = 0.25;
/**
 * How many submits are sent together, and the pause after them, in milliseconds. Each takes 2 to 3 ms of n8n's single core,
 * so a burst of hundreds would block n8n for a second. In small batches, other work waits for a few submits at most.
 */
const BATCH_SIZE = 4;
const PAUSE = 10;
/**
 * The maximum number of submits in flight, per account and model. n8n's helper reads the credential from the database for each, and everything
 * else in n8n that needs the database waits behind those reads. With 64, starting another execution took 3 seconds; with
 * 24, it takes half a second. At 0.3 s from submit to answer, 24 allow 80 submits a second.
 */
const MAX_IN_FLIGHT = 24;
/** How long an unused account is remembered, in milliseconds. */
const REMEMBERED = 10 * 60 * 1000;

/** A submit that waits for its turn. */
export interface TurnRequest {
	/** The run that the submit belongs to: runs take turns. */
	readonly run: object;
	/** The run's own submits of this model, oldest first. The new slot is added to them. */
	readonly own: Slot[];
	/** The run's own limit per minute; undefined for no limit but the account's. */
	readonly ownPerMinute: number | undefined;
	/** The longest pause after a 429 that the submit waits for, in seconds. */
	readonly patience: number;
	/** Its answer comes only when the job ends (Try-Sync), so it does not count as in flight. */
	readonly isSync: boolean;
	/** It has already waited its turn, but was refused. */
	readonly isAgain: boolean;
}

/** The pace of one account and model, shared by all runs in this process. */
export interface AccountPace {
	/** @throws PrunaError if the pause after a 429 is longer than the submit may wait */
	take(request: TurnRequest): Promise<Slot>;
	accepted(slot: Slot, rate: Rate): void;
	refused(slot: Slot, afterSeconds: number | undefined, rate: Rate): void;
	/** No answer came, so it is unknown whether the API has counted the submit. */
	unanswered(slot: Slot): void;
	/** Nothing was sent. */
	unused(slot: Slot): void;
	/** Immediately ends the waiting of a run. */
	leave(run: object, error: unknown): void;
	/** The current rate, in submits per minute; Infinity if no limit is known. */
	perMinute(): number;
	/** True if it may be forgotten: it has not been used for a while, or the clock was set back. */
	isIdle(): boolean;
}

interface Waiting extends TurnRequest {
	/** When its patience ends, in milliseconds since 1970. Set for refused submits only; the others have not used any of it. */
	readonly until: number | undefined;
	readonly resolve: (slot: Slot) => void;
	readonly reject: (error: unknown) => void;
}

function rateLimitError(pause: number): PrunaError {
	const { message, advice, ...facts } = RATE_LIMITED;
	return new PrunaError(message, {
		...facts,
		advice: `The next submit is possible in ${pause} seconds, which is longer than this item may wait. ${advice}`,
		httpCode: '429',
		job: 'none',
		details: { httpCode: '429' },
	});
}

/** @param clock A clock that no run stops */
export function createAccountPace(plan: PacePlan, clock: Clock): AccountPace {
	const queue = createPaceQueue<Waiting>();
	const inFlight = new Set<Slot>();
	/** How many drivers there have been, and when the current one wakes up. */
	let drivers = 0;
	let wakesAt = Infinity;
	/** The submits that were sent together last. */
	let batch = { startedAt: -Infinity, size: 0 };
	let usedAt = clock.now();

	function ownSlot({ own, ownPerMinute }: Waiting, now: number): number {
		if (ownPerMinute === undefined) return now;
		const counted = own.filter(({ time, state }) => state !== 'refused' && time <= now);
		return nextSlot(counted, ownPerMinute, now);
	}

	function give({ own, ownPerMinute, isSync, resolve }: Waiting, now: number): void {
		const slot = plan.submit(now);
		if (!isSync) inFlight.add(slot);
		// A run without a limit of its own does not need to count its submits, which may be many thousands.
		if (ownPerMinute !== undefined) own.push(slot);
		if (own.length > 2 * (ownPerMinute ?? 0)) own.splice(0, own.length - 2 * Math.ceil(ownPerMinute ?? 0));
		resolve(slot);
	}

	/** Lets every submit go whose turn has come. @returns When the next one may go, in milliseconds since 1970 */
	function release(): number {
		for (;;) {
			const now = clock.now();
			const at = plan.nextAt(now, queue.size);
			if (queue.size === 0 || at > now) return at;
			if (inFlight.size >= MAX_IN_FLIGHT) return Infinity;
			if (Math.abs(now - batch.startedAt) >= PAUSE) batch = { startedAt: now, size: 0 };
			if (batch.size === BATCH_SIZE) return batch.startedAt + PAUSE;
			const next = queue.next((waiting) => ownSlot(waiting, now) <= now);
			if (next === undefined) return Math.min(...queue.heads().map((head) => ownSlot(head, now)));
			batch.size++;
			give(next, now);
		}
	}

	/** Waits for all submits, because thousands of timers would be slow. A driver that has to wake earlier takes over. */
	async function drive(first: number): Promise<void> {
		const own = ++drivers;
		try {
			for (let at = first; queue.size > 0; at = release()) {
				const now = clock.now();
				wakesAt = Math.min(Math.max(now, at), now + SLICE * 1000);
				await clock.sleep((wakesAt - now) / 1000);
				if (own !== drivers) return;
			}
		} finally {
			if (own === drivers) wakesAt = Infinity;
		}
	}

	/** Call this whenever one more submit may go. */
	function proceed(): void {
		const at = release();
		if (queue.size > 0 && at < wakesAt) void settle(drive(at));
	}

	/** Submits for which the pause is too long fail now, and not only when their time is up. */
	function failImpatient(isAffected: (waiting: Waiting) => boolean): void {
		const now = clock.now();
		const pause = Math.ceil((plan.pausedUntil(now) - now) / 1000);
		if (pause <= 0) return;
		const hasNoTime = ({ until, patience }: Waiting) =>
			pause > (until === undefined ? patience : Math.ceil((until - now) / 1000));
		const error = rateLimitError(pause);
		for (const { reject } of queue.remove((one) => isAffected(one) && hasNoTime(one))) reject(error);
	}

	return {
		async take(request) {
			usedAt = clock.now();
			return await new Promise((resolve, reject) => {
				const until = request.isAgain ? usedAt + request.patience * 1000 : undefined;
				const waiting: Waiting = { ...request, until, resolve, reject };
				queue.add(request.run, waiting, request.isAgain);
				failImpatient((one) => one === waiting);
				proceed();
			});
		},
		accepted(slot, rate) {
			usedAt = clock.now();
			plan.accepted(slot, usedAt, rate);
			if (inFlight.delete(slot)) proceed();
		},
		refused(slot, afterSeconds, rate) {
			usedAt = clock.now();
			plan.refused(slot, usedAt, afterSeconds, rate);
			failImpatient(() => true);
			if (inFlight.delete(slot)) proceed();
		},
		unanswered(slot) {
			if (inFlight.delete(slot)) proceed();
		},
		unused(slot) {
			plan.unused(slot);
			if (inFlight.delete(slot)) proceed();
		},
		leave(run, error) {
			for (const { reject } of queue.leave(run)) reject(error);
		},
		perMinute: () => plan.perMinute(),
		isIdle() {
			const now = clock.now();
			const isQuiet = now - usedAt > REMEMBERED && now > plan.pausedUntil(now);
			return queue.size === 0 && (isQuiet || now < usedAt - REMEMBERED);
		},
	};
}
