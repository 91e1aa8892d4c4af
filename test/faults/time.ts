/**
 * Time for the fault matrix. Sockets and the stand-in are real, but the node's waits take no time: as soon as the run
 * may hurry and no healthy request is in progress, the clock jumps to the end of the shortest wait. Time stands still
 * while a response is pending, so a slow machine changes no result.
 */
import { ClientRequest } from 'http';
import type { Clock } from '../../nodes/Pruna/core/clock';
import type { Stop } from '../../nodes/Pruna/core/stop';

interface Sleeper {
	readonly at: number;
	readonly wake: () => void;
}

/** Shortest jump while a response hangs, in milliseconds: the node checks its transfers every second. */
const MIN_JUMP = 15_000;
/** Real milliseconds that the node gets to start its next request before time moves on. */
const TICK = 2;

const sleepers = new Set<Sleeper>();
/** Requests without a response, and requests whose response has not ended. */
const unanswered = new Set<ClientRequest>();
const open = new Set<ClientRequest>();
let requests = 0;
/** Gap between two runs, in milliseconds, so that the account's rate limit carries nothing over. */
const TEN_DAYS = 10 * 24 * 60 * 60 * 1000;
/** How far this clock is ahead of the machine's, in milliseconds. */
let ahead = 0;
let mayHurry = () => false;
let hangs: (() => boolean) | undefined;

const now = () => Date.now() + ahead;

function jump(): void {
	const next = Math.min(...[...sleepers].map(({ at }) => at));
	const isHanging = mayHurry() && hangs?.() === true;
	// An abandoned axios stream does not close the stream behind it, so after a hang only pending responses count.
	const isQuiet = (hangs ? unanswered : open).size === 0;
	const isFree = sleepers.size > 0 && mayHurry() && (isHanging || isQuiet);
	if (isFree) ahead += Math.max(isQuiet && isHanging ? MIN_JUMP : 0, next - now());
	for (const sleeper of sleepers) {
		if (sleeper.at > now()) continue;
		sleepers.delete(sleeper);
		sleeper.wake();
	}
}

async function pass(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
	const at = now() + Math.ceil(milliseconds);
	let wake!: () => void;
	await new Promise<void>((resolve) => {
		wake = resolve;
		sleepers.add({ at, wake });
		signal?.addEventListener('abort', wake);
	});
	signal?.removeEventListener('abort', wake);
}

export const time = {
	now,
	/** How many requests the node has started. */
	requests: () => requests,
	/** How many of them have no response yet, not even its headers. */
	unanswered: () => unanswered.size,
	/**
	 * Starts a run, days after the previous one.
	 *
	 * @param whenToHurry Whether waits may be cut short by now
	 * @param whatHangs For a fault that is a silence: whether the node is waiting for it
	 */
	begin(whenToHurry: () => boolean, whatHangs?: () => boolean): void {
		ahead += TEN_DAYS;
		// Leftover waits of another run must not become the shortest wait of this one.
		for (const { wake } of sleepers) wake();
		sleepers.clear();
		unanswered.clear();
		open.clear();
		mayHurry = whenToHurry;
		hangs = whatHangs;
	},
};

/** Replaces the node's own clock. The test file must mock it before it loads anything of the node. */
export const createClock = (stop: Stop): Clock => ({
	now,
	random: () => Math.random(),
	sleep: async (seconds) => {
		stop.check();
		await pass(seconds * 1000, stop.signal);
		stop.check();
	},
});

// The timeout of n8n's helper, which Node itself measures in real time.
const original = Object.getOwnPropertyDescriptor(ClientRequest.prototype, 'setTimeout')!;
let pump: NodeJS.Timeout;
beforeAll(() => {
	pump = setInterval(jump, TICK);
	ClientRequest.prototype.setTimeout = function (this: ClientRequest, milliseconds, callback) {
		requests++;
		unanswered.add(this);
		open.add(this);
		const timeout: Sleeper = { at: now() + milliseconds, wake: () => callback?.() };
		sleepers.add(timeout);
		const answered = () => {
			unanswered.delete(this);
			sleepers.delete(timeout);
		};
		this.once('response', answered)
			.once('close', answered)
			.once('close', () => open.delete(this));
		return this;
	};
});
afterAll(() => {
	clearInterval(pump);
	Object.defineProperty(ClientRequest.prototype, 'setTimeout', original);
});
