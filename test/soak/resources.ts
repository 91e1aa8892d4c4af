import { setTimeout as sleep } from 'timers/promises';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';
import { until } from '../until';

export interface Resources {
	/** Bytes that are in use after a garbage collection. */
	heap: number;
	/** Sockets and other handles that keep the process busy, by their kind. */
	handles: Map<string, number>;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function countHandles(): Map<string, number> {
	const handles = new Map<string, number>();
	for (const kind of process.getActiveResourcesInfo()) handles.set(kind, (handles.get(kind) ?? 0) + 1);
	return handles;
}

/**
 * What the process holds once it has come to rest; connections that are kept for later use are let go first.
 *
 * @param known What it held before: handles beyond that get a minute to go, as a busy machine closes them late
 */
export async function takeResources(known?: Resources): Promise<Resources> {
	// Keep-alive of Node's server lasts 5 seconds, that of a canceled download as long as its last look.
	await sleep(6_000);
	const isAtRest = () =>
		[...countHandles()].every(([kind, count]) => count <= (known?.handles.get(kind) ?? 0));
	// Whatever is left after that, the test says by its kind.
	if (known) await until(isAtRest, 'all handles to be closed').catch(() => undefined);
	for (let round = 0; round < 3; round++) {
		collectGarbage();
		await sleep(50);
	}
	return { heap: process.memoryUsage().heapUsed, handles: countHandles() };
}
