import { ExecutionCanceled, RunHalted } from '../../../nodes/Pruna/core/errors';
import { createStop } from '../../../nodes/Pruna/core/stop';

const stopOf = (signal?: AbortSignal) => createStop({ getExecutionCancelSignal: () => signal });

describe('a run', () => {
	it.each([undefined, new AbortController().signal])('goes on while nothing ends it', (signal) => {
		const stop = stopOf(signal);
		expect(() => stop.check()).not.toThrow();
		expect(stop.signal).toBe(signal);
	});

	it('ends when the execution is stopped', () => {
		const controller = new AbortController();
		const stop = stopOf(controller.signal);
		controller.abort();
		expect(() => stop.check()).toThrow(ExecutionCanceled);
	});

	it('ends when it is halted, and stays so', () => {
		const stop = stopOf();
		stop.halt();
		stop.halt();
		expect(() => stop.check()).toThrow(RunHalted);
		expect(() => stop.check()).toThrow(RunHalted);
	});

	it('is stopped, not halted, when it is both', () => {
		const stop = stopOf(AbortSignal.abort());
		stop.halt();
		expect(() => stop.check()).toThrow(ExecutionCanceled);
	});

	it('is halted alone', () => {
		const stop = stopOf();
		stopOf().halt();
		expect(() => stop.check()).not.toThrow();
	});
});
