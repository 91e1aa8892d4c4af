import type { Slot } from './paceNotes';

/**
 * The submits of one account and model that have had their turn and have no answer yet. A submit with a Job Key is claimed
 * between its turn and its request. Meanwhile it does not take up the place of a request, but it has a limit of its own,
 * because a claimed submit is in doubt if n8n is killed.
 */
export interface InFlight {
	/** Whether one more submit may have its turn. @param isClaimed It has a Job Key that is not claimed yet */
	hasRoom(isClaimed: boolean): boolean;
	add(slot: Slot, isClaimed: boolean): void;
	/**
	 * Resolves when the submit may be sent: immediately, unless it had to be claimed and too many are in flight by now.
	 *
	 * @throws The error that leave() was given
	 */
	begin(run: object, slot: Slot): Promise<void>;
	/** @returns true if it was in flight or being claimed, so that another submit may have its turn */
	remove(slot: Slot): boolean;
	/** Ends the waiting of a run. */
	leave(run: object, error: unknown): void;
}

/** @param most The maximum number of requests in flight. @param mostClaimed That of submits being claimed */
export function createInFlight(most: number, mostClaimed: number): InFlight {
	const sent = new Set<Slot>();
	const claimed = new Set<Slot>();
	/** Claimed submits that may not be sent yet. */
	let ready: Array<{
		readonly slot: Slot;
		readonly run: object;
		send: () => void;
		fail: (error: unknown) => void;
	}> = [];

	function sendReady(): void {
		while (sent.size < most) {
			const next = ready.shift();
			if (next === undefined) return;
			sent.add(next.slot);
			claimed.delete(next.slot);
			next.send();
		}
	}

	return {
		hasRoom: (isClaimed) => (isClaimed ? claimed.size < mostClaimed : sent.size + ready.length < most),
		add: (slot, isClaimed) => void (isClaimed ? claimed : sent).add(slot),
		async begin(run, slot) {
			if (!claimed.has(slot)) return;
			await new Promise<void>((send, fail) => {
				ready.push({ slot, run, send, fail });
				sendReady();
			});
		},
		remove(slot) {
			const wasHere = sent.delete(slot) || claimed.delete(slot);
			sendReady();
			return wasHere;
		},
		leave(run, error) {
			const out = ready.filter((one) => one.run === run);
			ready = ready.filter((one) => one.run !== run);
			for (const { fail } of out) fail(error);
		},
	};
}
