import type { IExecuteFunctions } from 'n8n-workflow';
import { ExecutionCanceled, RunHalted } from './errors';

/** Something that may end the work early. It is checked before every request and during every pause. */
export interface Stop {
	/** n8n's own signal: the Stop button, or the workflow's timeout. */
	readonly signal: AbortSignal | undefined;
	/** @throws ExecutionCanceled | RunHalted if the work must stop */
	check(): void;
}

/** Stops with the whole execution. */
export function createExecutionStop(context: Pick<IExecuteFunctions, 'getExecutionCancelSignal'>): Stop {
	const signal = context.getExecutionCancelSignal();
	return {
		signal,
		check() {
			if (signal?.aborted) throw new ExecutionCanceled();
		},
	};
}

/** Stops one run of the node: with the execution, or because an item failed and the node fails with it. */
export interface RunStop extends Stop {
	halt(): void;
	/** Calls the listener at the moment of the stop. @param listener Must not throw */
	onStop(listener: (error: ExecutionCanceled | RunHalted) => void): void;
	/** Call this when the run is over, because n8n keeps the signal and its listeners until the execution ends. */
	close(): void;
}

export function createRunStop(execution: Stop): RunStop {
	const listeners: Array<(error: ExecutionCanceled | RunHalted) => void> = [];
	let halted = false;

	function notify(error: ExecutionCanceled | RunHalted): void {
		for (const listener of listeners) listener(error);
	}
	const onAbort = () => notify(new ExecutionCanceled());
	execution.signal?.addEventListener('abort', onAbort, { once: true });

	return {
		signal: execution.signal,
		halt() {
			if (halted) return;
			halted = true;
			notify(new RunHalted());
		},
		onStop: (listener) => void listeners.push(listener),
		close: () => execution.signal?.removeEventListener('abort', onAbort),
		check() {
			execution.check();
			if (halted) throw new RunHalted();
		},
	};
}
