/**
 * Time for the fault matrix. Sockets and the stand-in are real, but the node's waits take no time: as soon as the run
 * may hurry and nothing healthy is on its way, the clock jumps to the end of the shortest wait. As time stands still
 * while an answer is awaited, a slow machine changes no result.
 */
import { ClientRequest } from 'http';
import type { Clock } from '../../nodes/Pruna/core/clock';
import type { Stop } from '../../nodes/Pruna/core/stop';

interface Sleeper {
	readonly at: number;
	readonly wake: () => void;
}

/** Shortest leap while an answer hangs, in milliseconds: the node looks at its transfers every second. */
const LEAP = 15_000;
/** Milliseconds of real time in which the node may begin its next request before time goes on. */
const TICK = 2;

const sleepers = new Set<Sleeper>();
/** Requests without an answer, and requests whose answer is not at its end. */
const unanswered = new Set<ClientRequest>();
const open = new Set<ClientRequest>();
let requests = 0;
/** From one run to the next, in milliseconds, so that nothing is left of the pace of the account. */
const TEN_DAYS = 10 * 24 * 60 * 60 * 1000;
/** How far time is ahead of the machine's, in milliseconds. */
let ahead = 0;
let mayHurry = () => false;
let hangs: (() => boolean) | undefined;

const now = () => Date.now() + ahead;

function jump(): void {
	const next = Math.min(...[...sleepers].map(({ at }) => at));
	const isHanging = mayHurry() && hangs?.() === true;
	// A stream of axios that is given up does not close what is behind it, so after a hang only answers count.
	const isQuiet = (hangs ? unanswered : open).size === 0;
	const isFree = sleepers.size > 0 && mayHurry() && (isHanging || isQuiet);
	if (isFree) ahead += Math.max(isQuiet && isHanging ? LEAP : 0, next - now());
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
	/** How many requests the node has begun. */
	requests: () => requests,
	/** How many of them have no answer yet, not even its headers. */
	unanswered: () => unanswered.size,
	/**
	 * Begins a run, days after the one before.
	 *
	 * @param whenToHurry Tells whether waits may be cut short by now
	 * @param whatHangs Given for a fault that is a silence: tells whether it is what is waited for
	 */
	begin(whenToHurry: () => boolean, whatHangs?: () => boolean): void {
		ahead += TEN_DAYS;
		// What is left of another run: no wait of it is to be the shortest one of this run.
		for (const { wake } of sleepers) wake();
		sleepers.clear();
		unanswered.clear();
		open.clear();
		mayHurry = whenToHurry;
		hangs = whatHangs;
	},
};

/** In place of the node's own, which its test file has to mock before anything of the node is loaded. */
export const createClock = (stop: Stop): Clock => ({
	now,
	random: () => Math.random(),
	sleep: async (seconds) => {
		stop.check();
		await pass(seconds * 1000, stop.signal);
		stop.check();
	},
});

// The time-out of n8n's helper, which Node itself counts in the machine's time.
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
