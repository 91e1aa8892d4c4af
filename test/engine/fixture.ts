import type { INodeParameters } from 'n8n-workflow';
import { startPApi, type PApi, type PApiOptions } from '../p-api';
import { startPruna, type StartedRun, type TestResult, type TestRun } from './engine';

export const API_KEY = 'pru_test_key';

/** A stand-in; each test finds it as it was started. */
export interface PApiFixture {
	readonly api: PApi;
	/** Runs the node against it, with a good key unless the test says otherwise. */
	run(parameters: INodeParameters, test?: Partial<Omit<TestRun, 'parameters'>>): Promise<TestResult>;
	/** Only starts it, for a test that goes on while it runs. */
	start(parameters: INodeParameters, test?: Partial<Omit<TestRun, 'parameters'>>): Promise<StartedRun>;
}

/** @param lives One for each test is for tests that may leave it in a state that no reset mends, such as offline */
export function usePApi(options: PApiOptions = {}, lives: 'file' | 'test' = 'file'): PApiFixture {
	let api: PApi | undefined;
	let initial: Required<PApiOptions>;
	const running = new Set<StartedRun>();
	const open = async () => {
		api = await startPApi(options);
		initial = { ...api.options };
	};
	const close = async () => await api?.close();

	/** A test that failed may have left its run behind, which would go on in the next one. */
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

/** What the panel of Image → Generate with P-Image holds. */
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

/** A file as a test item's binary field. */
export function png(fileName = 'photo.png', bytes = PNG) {
	return { bytes, fileName, mimeType: 'image/png' };
}
