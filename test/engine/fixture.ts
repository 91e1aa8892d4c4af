import type { INodeParameters } from 'n8n-workflow';
import { startPApi, type PApi, type PApiOptions } from '../p-api';
import { startPruna, type StartedRun, type TestResult, type TestRun } from './engine';

export const API_KEY = 'pru_test_key';

/** A stand-in; each test gets it in its initial state. */
export interface PApiFixture {
	readonly api: PApi;
	/** Runs the node against it, with a valid key unless the test says otherwise. */
	run(parameters: INodeParameters, test?: Partial<Omit<TestRun, 'parameters'>>): Promise<TestResult>;
	/** Starts the node without waiting for its end. */
	start(parameters: INodeParameters, test?: Partial<Omit<TestRun, 'parameters'>>): Promise<StartedRun>;
}

/** @param lives Use `test` if a test may leave the stand-in in a state that no reset fixes, such as offline */
export function usePApi(options: PApiOptions = {}, lives: 'file' | 'test' = 'file'): PApiFixture {
	let api: PApi | undefined;
	let initial: Required<PApiOptions>;
	const running = new Set<StartedRun>();
	const open = async () => {
		api = await startPApi(options);
		initial = { ...api.options };
	};
	const close = async () => await api?.close();

	/** A failed test may have left a run behind that would continue during the next one. */
	async function endRuns(): Promise<void> {
		for (const { cancel } of running) cancel();
		await Promise.allSettled([...running].map(async ({ result }) => await result));
		running.clear();
	}

	if (lives === 'file') {
		beforeAll(open);
		afterEach(async () => {
			await endRuns();
			api!.reset();
			Object.assign(api!.options, initial);
		});
		afterAll(close);
	} else {
		beforeEach(open);
		afterEach(async () => {
			await endRuns();
			await close();
		});
	}

	return {
		get api() {
			if (!api) throw new Error('The stand-in runs only inside tests');
			return api;
		},
		async run(parameters, test) {
			return await (
				await this.start(parameters, test)
			).result;
		},
		async start(parameters, test = {}) {
			const run = await startPruna({
				parameters,
				credential: { apiKey: API_KEY, baseUrl: this.api.url },
				...test,
			});
			running.add(run);
			const forget = () => running.delete(run);
			run.result.then(forget, forget);
			return run;
		},
	};
}

/** The parameters of Image → Generate with P-Image. */
export function generate(more: INodeParameters = {}): INodeParameters {
	return { resource: 'image', operation: 'generate', model: 'p-image', prompt: 'A red fox', ...more };
}

export function edit(more: INodeParameters = {}): INodeParameters {
	return { resource: 'image', operation: 'edit', model: 'p-image-edit', prompt: 'Make it night', ...more };
}

/** A one-pixel PNG. */
export const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64',
);

/** A file for a binary field of a test item. */
export function png(fileName = 'photo.png', bytes = PNG) {
	return { bytes, fileName, mimeType: 'image/png' };
}
