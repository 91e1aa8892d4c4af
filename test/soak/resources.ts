import { setTimeout as sleep } from 'timers/promises';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';

export interface Resources {
	/** Bytes that are in use after a garbage collection. */
	heap: number;
	/** Sockets and other handles that keep the process busy, by their kind. */
	handles: Map<string, number>;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What the process holds once it has come to rest; connections that are kept for later use are let go first. */
export async function takeResources(): Promise<Resources> {
	// Keep-alive of Node's server lasts 5 seconds, that of a canceled download as long as its last look.
	await sleep(6_000);
	for (let round = 0; round < 3; round++) {
		collectGarbage();
		await sleep(50);
	}
	const handles = new Map<string, number>();
	for (const kind of process.getActiveResourcesInfo()) handles.set(kind, (handles.get(kind) ?? 0) + 1);
	return { heap: process.memoryUsage().heapUsed, handles };
}
