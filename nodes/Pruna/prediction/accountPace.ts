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
	/** It was refused, and has waited its turn already. */
	readonly isAgain: boolean;
}

/** The pace of one account and model, which all runs in this process share. */
export interface AccountPace {
	/** @throws PrunaError when the API has asked for a longer pause than the submit may wait */
	take(request: TurnRequest): Promise<Slot>;
	accepted(slot: Slot, rate: Rate): void;
	refused(slot: Slot, afterSeconds: number | undefined, rate: Rate): void;
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
	let isDriven = false;
	let usedAt = clock.now();

	function ownSlot({ own, ownPerMinute }: Waiting, now: number): number {
		if (ownPerMinute === undefined) return now;
		const counted = own.filter(({ time, state }) => state !== 'refused' && time <= now);
		return nextSlot(counted, ownPerMinute, now);
	}

	function give({ own, ownPerMinute, resolve }: Waiting, now: number): void {
		const slot = plan.submit(now);
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
			const next = queue.next((waiting) => ownSlot(waiting, now) <= now);
			if (next === undefined) return Math.min(...queue.heads().map((head) => ownSlot(head, now)));
			give(next, now);
		}
	}

	/** The one that waits for all: thousands with a timer each would cost much time. */
	async function drive(): Promise<void> {
		if (isDriven) return;
		isDriven = true;
		try {
			for (let at = letOut(); queue.size > 0; at = letOut()) {
				const rest = Math.max(0, at - clock.now()) / 1000;
				await clock.sleep(Math.min(SLICE, rest));
			}
		} finally {
			isDriven = false;
		}
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
				if (isDriven) letOut();
				else void settle(drive());
			});
		},
		accepted(slot, rate) {
			usedAt = clock.now();
			plan.accepted(slot, usedAt, rate);
		},
		refused(slot, afterSeconds, rate) {
			usedAt = clock.now();
			plan.refused(slot, usedAt, afterSeconds, rate);
			failImpatient(() => true);
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
