/**
 * Virtual time for tests of what the node does when time is up. Sockets, the stand-in, and n8n's engine are real, but time
 * stands still while a response is awaited, and jumps to the end of the shortest wait while no request is in progress. So
 * no timeout in a test is too short for a slow machine, and none takes long. Import this file before anything of the node.
 */
import { ClientRequest } from 'http';
import type * as N8nWorkflow from 'n8n-workflow';

interface Sleeper {
	readonly at: number;
	readonly wake: () => void;
}

export interface VirtualTime {
	/** Lets time pass although a response is awaited. */
	advance(seconds: number): void;
}

/** Milliseconds of real time that the node gets to start its next request before virtual time continues. */
const TICK = 2;

/** Milliseconds since 1970; undefined while no test uses virtual time. */
let virtualNow: number | undefined;
const sleepers = new Set<Sleeper>();
/** Requests whose response is not complete. */
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

/** Like n8n's own since 2.34, it ends with the signal. */
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

// The only way that a node may wait.
jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<typeof N8nWorkflow>('n8n-workflow');
	const sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
		if (virtualNow === undefined) await actual.sleep(milliseconds, signal);
		else await mockSleep(milliseconds, signal);
	};
	return { ...actual, sleep };
});

/** The timeout of n8n's helper, which Node.js would measure in real time. */
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
	/** Milliseconds by which virtual time stays ahead between tests; setting it back would delay pending sleeps. */
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
