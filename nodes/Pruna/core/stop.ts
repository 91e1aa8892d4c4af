import type { IExecuteFunctions } from 'n8n-workflow';
import { ExecutionCanceled, RunHalted } from './errors';

/** Something that may end the work early. It is looked at before every request and in every pause. */
export interface Stop {
	/** n8n's own signal: the Stop button, or the workflow's time-out. */
	readonly signal: AbortSignal | undefined;
	/** @throws ExecutionCanceled | RunHalted when the work is not to go on */
	check(): void;
}

/** The end of the whole execution. */
export function createExecutionStop(context: Pick<IExecuteFunctions, 'getExecutionCancelSignal'>): Stop {
	const signal = context.getExecutionCancelSignal();
	return {
		signal,
		check() {
			if (signal?.aborted) throw new ExecutionCanceled();
		},
	};
}

/** The end of one run of the node: with the execution, or because an item has failed and the node fails with it. */
export interface RunStop extends Stop {
	halt(): void;
	/** Tells of the end in the moment in which it comes. @param listener Must not throw */
	onStop(listener: (error: ExecutionCanceled | RunHalted) => void): void;
	/** To be called when the run is over: n8n keeps the signal, and what listens to it, until the execution's end. */
	close(): void;
}

export function createRunStop(execution: Stop): RunStop {
	const listeners: Array<(error: ExecutionCanceled | RunHalted) => void> = [];
	let halted = false;

	function tell(error: ExecutionCanceled | RunHalted): void {
		for (const listener of listeners) listener(error);
	}
	const onAbort = () => tell(new ExecutionCanceled());
	execution.signal?.addEventListener('abort', onAbort, { once: true });

	return {
		signal: execution.signal,
		halt() {
			if (halted) return;
			halted = true;
			tell(new RunHalted());
		},
		onStop: (listener) => void listeners.push(listener),
		close: () => execution.signal?.removeEventListener('abort', onAbort),
		check() {
			execution.check();
			if (halted) throw new RunHalted();
		},
	};
}
