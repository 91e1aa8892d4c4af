import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { ExecutionCanceled } from '../api/errors';
import { settle } from '../api/outcome';
import type { Clock } from '../api/repeat';

/** Longest stretch that is slept without a look at the Stop button, in milliseconds. */
const SLICE = 100;

/**
 * The real clock of an execution. n8n's `sleep` obeys a signal only from 2.34 on, and lint forbids timers, so the
 * node sleeps in slices and looks up between them.
 */
export function createClock(context: IExecuteFunctions): Clock {
	const now = () => Date.now();
	return {
		now,
		random: () => Math.random(),
		async sleep(seconds) {
			const signal = context.getExecutionCancelSignal();
			const end = now() + seconds * 1000;
			for (let rest = end - now(); rest > 0 && !signal?.aborted; rest = end - now()) {
				await settle(sleep(Math.min(rest, SLICE), signal));
			}
			if (signal?.aborted) throw new ExecutionCanceled();
		},
	};
}
