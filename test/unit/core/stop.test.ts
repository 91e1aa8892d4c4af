import { ExecutionCanceled, RunHalted } from '../../../nodes/Pruna/core/errors';
import { createExecutionStop, createRunStop } from '../../../nodes/Pruna/core/stop';

const executionOf = (signal?: AbortSignal) => createExecutionStop({ getExecutionCancelSignal: () => signal });
const stopOf = (signal?: AbortSignal) => createRunStop(executionOf(signal));

describe('a run', () => {
	it.each([undefined, new AbortController().signal])('continues while nothing ends it', (signal) => {
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

	it('ends when it is halted, permanently', () => {
		const stop = stopOf();
		stop.halt();
		stop.halt();
		expect(() => stop.check()).toThrow(RunHalted);
		expect(() => stop.check()).toThrow(RunHalted);
	});

	it('counts as stopped if it is both stopped and halted', () => {
		const stop = stopOf(AbortSignal.abort());
		stop.halt();
		expect(() => stop.check()).toThrow(ExecutionCanceled);
	});

	it('is halted independently of other runs', () => {
		const stop = stopOf();
		stopOf().halt();
		expect(() => stop.check()).not.toThrow();
	});
});

describe('an execution', () => {
	it.each([undefined, new AbortController().signal])('continues while nothing ends it', (signal) => {
		const execution = executionOf(signal);
		expect(() => execution.check()).not.toThrow();
		expect(execution.signal).toBe(signal);
	});

	it('ends when it is stopped', () => {
		const controller = new AbortController();
		const execution = executionOf(controller.signal);
		controller.abort();
		expect(() => execution.check()).toThrow(ExecutionCanceled);
	});

	it('continues when one of its runs is halted, and so do its other runs', () => {
		const execution = executionOf();
		const [halted, other] = [createRunStop(execution), createRunStop(execution)];
		halted.halt();
		expect(() => halted.check()).toThrow(RunHalted);
		expect(() => execution.check()).not.toThrow();
		expect(() => other.check()).not.toThrow();
	});

	it('ends all of its runs when it is stopped', () => {
		const controller = new AbortController();
		const execution = executionOf(controller.signal);
		const runs = [createRunStop(execution), createRunStop(execution)];
		controller.abort();
		for (const run of runs) expect(() => run.check()).toThrow(ExecutionCanceled);
	});
});
