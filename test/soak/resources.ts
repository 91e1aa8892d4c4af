import { setTimeout as sleep } from 'timers/promises';
import { setFlagsFromString } from 'v8';
import { runInNewContext } from 'vm';
import { until } from '../until';

export interface Resources {
	/** Bytes in use after garbage collection. */
	heap: number;
	/** Number of sockets and other handles that keep the process alive, by kind. */
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
 * What the process holds once it is idle. Kept-alive connections get the time to close first.
 *
 * @param known What it held before. Handles beyond that get a minute to close, because a busy machine closes them late
 */
export async function takeResources(known?: Resources): Promise<Resources> {
	// Node's server keeps connections alive for 5 seconds; a canceled download ends at the next check of its transfer.
	await sleep(6_000);
	const isIdle = () => [...countHandles()].every(([kind, count]) => count <= (known?.handles.get(kind) ?? 0));
	// The test reports whatever is left after that, by kind.
	if (known) await until(isIdle, 'all handles to be closed').catch(() => undefined);
	for (let round = 0; round < 3; round++) {
		collectGarbage();
		await sleep(50);
	}
	return { heap: process.memoryUsage().heapUsed, handles: countHandles() };
}
