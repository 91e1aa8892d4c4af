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
}

export function createRunStop(execution: Stop): RunStop {
	let halted = false;
	return {
		signal: execution.signal,
		halt() {
			halted = true;
		},
		check() {
			execution.check();
			if (halted) throw new RunHalted();
		},
	};
}
