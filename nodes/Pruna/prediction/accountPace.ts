import type { Rate } from '../api/rate';
import { RATE_LIMITED } from '../api/explain';
import type { Clock } from '../core/clock';
import { PrunaError } from '../core/errors';
import { settle } from '../core/outcome';
import { nextSlot, type Slot } from './paceNotes';
import type { PacePlan } from './pacePlan';
import { createPaceQueue } from './paceQueue';

/** Longest stretch that is slept without a look at what has changed, in seconds. */
const SLICE = 0.25;
/**
 * Submits that go out together, and the pause after them, in milliseconds. Each takes 2 to 3 ms of n8n's one core, so a
 * burst of hundreds would let nobody else have a turn for a second; this way the others wait for a few submits at most.
 */
const AT_ONCE = 4;
const PAUSE = 10;
/**
 * Submits on their way. n8n's helper reads the credential from the database for each, and everything else in n8n that
 * needs the database waits behind those reads: with 64, the start of another execution took 3 seconds, and it takes half
 * a second with 24. At 0.3 s from submit to answer these are 80 a second.
 */
const MOST_ON_THEIR_WAY = 24;
/** How long an account that nobody uses is remembered, in milliseconds. */
const REMEMBERED = 10 * 60 * 1000;

/** A submit that asks for its turn. */
export interface TurnRequest {
	/** The run that asks: turns go round between runs. */
	readonly run: object;
	/** The run's own submits of this model, oldest first; the slot is added to it. */
	readonly own: Slot[];
	/** The most of them per minute; undefined for as many as the account may. */
	readonly ownPerMinute: number | undefined;
	/** Longest pause after a 429 that is waited for, in seconds. */
	readonly patience: number;
	/** Its answer comes when the job ends (Try-Sync), so it is not counted among those on their way. */
	readonly isSync: boolean;
	/** It was refused, and has waited its turn already. */
	readonly isAgain: boolean;
}

/** The pace of one account and model, which all runs in this process share. */
export interface AccountPace {
	/** @throws PrunaError when the API has asked for a longer pause than the submit may wait */
	take(request: TurnRequest): Promise<Slot>;
	accepted(slot: Slot, rate: Rate): void;
	refused(slot: Slot, afterSeconds: number | undefined, rate: Rate): void;
	/** No answer came, so nobody knows whether the API has counted it. */
	unanswered(slot: Slot): void;
	/** Ends the waiting of a run at once. */
	leave(run: object, error: unknown): void;
	/** Submits per minute at present; Infinity for no known limit. */
	perMinute(): number;
	/** True when it may be forgotten: nobody has used it for a while, or not by a clock that is right. */
	isIdle(): boolean;
}

interface Waiting extends TurnRequest {
	/** When its patience ends, in milliseconds since 1970; only a refused submit has begun to use it up. */
	readonly until: number | undefined;
	readonly resolve: (slot: Slot) => void;
	readonly reject: (error: unknown) => void;
}

function rateLimitError(pause: number): PrunaError {
	const { message, advice, ...facts } = RATE_LIMITED;
	return new PrunaError(message, {
		...facts,
		advice: `It asked to wait ${pause} seconds, which is longer than this item may take. ${advice}`,
		httpCode: '429',
		job: 'none',
		details: { httpCode: '429' },
	});
}

/** @param clock One that no run ends */
export function createAccountPace(plan: PacePlan, clock: Clock): AccountPace {
	const queue = createPaceQueue<Waiting>();
	const onTheirWay = new Set<Slot>();
	/** How many have waited for all so far, and when the last of them wakes next. */
	let drives = 0;
	let wakesAt = Infinity;
	/** Those that have gone out together. */
	let batch = { begun: -Infinity, size: 0 };
	let usedAt = clock.now();

	function ownSlot({ own, ownPerMinute }: Waiting, now: number): number {
		if (ownPerMinute === undefined) return now;
		const counted = own.filter(({ time, state }) => state !== 'refused' && time <= now);
		return nextSlot(counted, ownPerMinute, now);
	}

	function give({ own, ownPerMinute, isSync, resolve }: Waiting, now: number): void {
		const slot = plan.submit(now);
		if (!isSync) onTheirWay.add(slot);
		// Without a limit of its own, a run of many thousands has nothing to keep count of.
		if (ownPerMinute !== undefined) own.push(slot);
		if (own.length > 2 * (ownPerMinute ?? 0)) own.splice(0, own.length - 2 * Math.ceil(ownPerMinute ?? 0));
		resolve(slot);
	}

	/** Lets all go out that may by now. @returns When the next may, in milliseconds since 1970 */
	function letOut(): number {
		for (;;) {
			const now = clock.now();
			const at = plan.nextAt(now);
			if (queue.size === 0 || at > now) return at;
			if (onTheirWay.size >= MOST_ON_THEIR_WAY) return Infinity;
			if (Math.abs(now - batch.begun) >= PAUSE) batch = { begun: now, size: 0 };
			if (batch.size === AT_ONCE) return batch.begun + PAUSE;
			const next = queue.next((waiting) => ownSlot(waiting, now) <= now);
			if (next === undefined) return Math.min(...queue.heads().map((head) => ownSlot(head, now)));
			batch.size++;
			give(next, now);
		}
	}

	/** The one that waits for all: thousands with a timer each would cost much time. Who has to wake earlier takes over. */
	async function drive(first: number): Promise<void> {
		const own = ++drives;
		try {
			for (let at = first; queue.size > 0; at = letOut()) {
				const now = clock.now();
				wakesAt = Math.min(Math.max(now, at), now + SLICE * 1000);
				await clock.sleep((wakesAt - now) / 1000);
				if (own !== drives) return;
			}
		} finally {
			if (own === drives) wakesAt = Infinity;
		}
	}

	/** To be called whenever one more may go out than before. */
	function goOn(): void {
		const at = letOut();
		if (queue.size > 0 && at < wakesAt) void settle(drive(at));
	}

	/** Those that would have to be quiet for longer than they can wait learn it now, and not at the end of it. */
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
				goOn();
			});
		},
		accepted(slot, rate) {
			usedAt = clock.now();
			plan.accepted(slot, usedAt, rate);
			if (onTheirWay.delete(slot)) goOn();
		},
		refused(slot, afterSeconds, rate) {
			usedAt = clock.now();
			plan.refused(slot, usedAt, afterSeconds, rate);
			failImpatient(() => true);
			if (onTheirWay.delete(slot)) goOn();
		},
		unanswered(slot) {
			if (onTheirWay.delete(slot)) goOn();
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
