import type { INodeParameters } from 'n8n-workflow';
import { startPApi, type PApi, type PApiOptions } from '../p-api';
import { startPruna, type StartedRun, type TestResult, type TestRun } from './engine';

export const API_KEY = 'pru_test_key';

/** A stand-in that lives as long as the test file; each test finds it as it was started. */
export interface PApiFixture {
	readonly api: PApi;
	/** Runs the node against it, with a good key unless the test says otherwise. */
	run(parameters: INodeParameters, test?: Partial<Omit<TestRun, 'parameters'>>): Promise<TestResult>;
	/** Only starts it, for a test that goes on while it runs. */
	start(parameters: INodeParameters, test?: Partial<Omit<TestRun, 'parameters'>>): Promise<StartedRun>;
}

export function usePApi(options: PApiOptions = {}): PApiFixture {
	let api: PApi | undefined;
	let initial: Required<PApiOptions>;

	beforeAll(async () => {
		api = await startPApi(options);
		initial = { ...api.options };
	});
	afterEach(() => {
		api!.reset();
		Object.assign(api!.options, initial);
	});
	afterAll(async () => await api?.close());

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
			return await startPruna({
				parameters,
				credential: { apiKey: API_KEY, baseUrl: this.api.url },
				...test,
			});
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
