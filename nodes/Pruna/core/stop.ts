import type { IExecuteFunctions } from 'n8n-workflow';
import { ExecutionCanceled, RunHalted } from './errors';

/** The two ways in which a run ends early, as one thing to look at before every request and in every pause. */
export interface Stop {
	/** n8n's own signal: the Stop button, or the workflow's time-out. */
	readonly signal: AbortSignal | undefined;
	/** Ends all waiting of this run, because an item has failed and the node is going to fail with it. */
	halt(): void;
	/** @throws ExecutionCanceled | RunHalted when this run is not to go on */
	check(): void;
}

export function createStop(context: Pick<IExecuteFunctions, 'getExecutionCancelSignal'>): Stop {
	const signal = context.getExecutionCancelSignal();
	let halted = false;
	return {
		signal,
		halt() {
			halted = true;
		},
		check() {
			if (signal?.aborted) throw new ExecutionCanceled();
			if (halted) throw new RunHalted();
		},
	};
}
