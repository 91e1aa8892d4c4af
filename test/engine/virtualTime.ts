/**
 * Time for tests of what the node does when time is up. Sockets, the stand-in and n8n's engine are real, but while an
 * answer is awaited, time stands still, and while nothing is under way, it jumps to the end of the shortest wait. So no
 * time-out of a test is too short for a slow machine, and none takes long. Import it before anything of the node.
 */
import { ClientRequest } from 'http';
import type * as N8nWorkflow from 'n8n-workflow';

interface Sleeper {
	readonly at: number;
	readonly wake: () => void;
}

export interface VirtualTime {
	/** Lets time pass although an answer is awaited. */
	advance(seconds: number): void;
}

/** Milliseconds of real time in which the node may begin its next request before time goes on. */
const TICK = 2;

/** Milliseconds since 1970; undefined while no test uses virtual time. */
let virtualNow: number | undefined;
const sleepers = new Set<Sleeper>();
/** Requests whose answer is not at its end. */
const open = new Set<ClientRequest>();

function addSleeper(milliseconds: number, wake: () => void): Sleeper {
	const sleeper = { at: virtualNow! + Math.ceil(milliseconds), wake };
	sleepers.add(sleeper);
	return sleeper;
}

function wakeDue(): void {
	for (const sleeper of sleepers) {
		if (sleeper.at > virtualNow!) continue;
		sleepers.delete(sleeper);
		sleeper.wake();
	}
}

function jump(): void {
	if (open.size > 0 || sleepers.size === 0) return;
	virtualNow = Math.max(virtualNow!, Math.min(...[...sleepers].map(({ at }) => at)));
	wakeDue();
}

/** As n8n's own from 2.34 on: it ends with the signal. */
async function mockSleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
	let sleeper: Sleeper | undefined;
	let wake!: () => void;
	await new Promise<void>((resolve) => {
		wake = resolve;
		signal?.addEventListener('abort', wake);
		if (signal?.aborted) wake();
		else sleeper = addSleeper(milliseconds, wake);
	});
	signal?.removeEventListener('abort', wake);
	if (sleeper) sleepers.delete(sleeper);
}

// The only way in which a node may wait.
jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<typeof N8nWorkflow>('n8n-workflow');
	const sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
		if (virtualNow === undefined) await actual.sleep(milliseconds, signal);
		else await mockSleep(milliseconds, signal);
	};
	return { ...actual, sleep };
});

/** The time-out of n8n's helper, which Node itself would count in real time. */
function setVirtualTimeout(this: ClientRequest, milliseconds: number, callback?: () => void): ClientRequest {
	open.add(this);
	const timeout = addSleeper(milliseconds, () => callback?.());
	const answered = () => sleepers.delete(timeout);
	return this.once('response', answered).once('close', () => {
		answered();
		open.delete(this);
	});
}

/** Gives every test of the file virtual time. */
export function useVirtualTime(): VirtualTime {
	const { now: realNow } = Date;
	/** Milliseconds by which time stays ahead between the tests; set back, it would hold up what still sleeps. */
	let ahead = 0;
	let pump: NodeJS.Timeout;
	let timeout: jest.SpyInstance;
	beforeEach(() => {
		virtualNow = realNow() + ahead;
		Date.now = () => virtualNow ?? realNow() + ahead;
		timeout = jest.spyOn(ClientRequest.prototype, 'setTimeout').mockImplementation(setVirtualTimeout);
		pump = setInterval(jump, TICK);
	});
	afterEach(() => {
		clearInterval(pump);
		timeout.mockRestore();
		ahead = virtualNow! - realNow();
		virtualNow = undefined;
		for (const { wake } of sleepers) wake();
		sleepers.clear();
		open.clear();
	});
	return {
		advance(seconds) {
			virtualNow! += seconds * 1000;
			wakeDue();
		},
	};
}
