/** Arbitrary values in the node's fields, for every model and every operation. */
import fc from 'fast-check';
import { MODEL_OPERATIONS, modelsOf } from '../../nodes/Pruna/models/modelOperations';
import { isOnTop } from '../../nodes/Pruna/models/place';
import { goodScript } from './answers';
import { checkEnd, checkSubmits, runNode, textsOf, type Ended } from './run';
import { ALL_CASES, announceSeed, settings } from './seed';
import { anything, extraInput, fieldsOf } from './values';

beforeAll(announceSeed);

const file = {
	data: 'filesystem',
	id: 'filesystem:1',
	mimeType: 'image/png',
	bytes: 9,
	fileName: 'photo.png',
};
const items = [{ json: {}, binary: { data: file, constructor: file } }];

const offered = MODEL_OPERATIONS.flatMap((entry) =>
	modelsOf(entry).map((model) => [`${entry.resource} ${entry.operation} ${model.id}`, entry, model] as const),
);

/** One path segment below the status route, and nothing after it. */
const STATUS_URL = /^https:\/\/[^/]+\/v1\/predictions\/status\/[\w.~!*'()%-]+$/;

/** Mostly unset, so that the other fields get their turn. */
const setting = fc.oneof(
	{ weight: 8, arbitrary: fc.constant(undefined) },
	{ weight: 1, arbitrary: anything },
);
const options = fc.record({
	outputField: setting,
	fileName: setting,
	pollInterval: setting,
	timeout: setting,
	requestsPerMinute: setting,
	maxConcurrent: setting,
	spendingLimit: setting,
	downloadOutput: setting,
	extraInput,
});

const mode = fc.constantFrom('wait', 'sync', 'submit', 'check');

/** The job is done before the first poll, which comes after half a minute at the latest. */
const LONGEST_SECONDS = 60;

function checkRun(end: Ended, mode: string): void {
	checkEnd(end, 1);
	if (mode === 'check') {
		expect(end.sent).toEqual([]);
		return;
	}
	checkSubmits(end.sent);
	// The API does everything right, so whatever fails has failed before the submit.
	const submits = end.sent.filter(({ step }) => step === 'submit').length;
	const failed = textsOf(end).length > 0;
	expect(submits).toBe(failed ? 0 : 1);
	expect(end.elapsed).toBeLessThan(LONGEST_SECONDS);
}

test.each(offered)(
	'%s takes anything',
	async (_, { resource, operation }, model) => {
		await fc.assert(
			fc.asyncProperty(
				fieldsOf(model),
				mode,
				options,
				fc.boolean(),
				async (fields, mode, options, continues) => {
					const onTop = model.parameters.filter(isOnTop).map(({ name }) => name);
					const top = Object.fromEntries(onTop.map((name) => [name, fields[name]]));
					const chosen = { options, resource, operation, model: model.id, mode };
					const panel = { ...top, additionalFields: fields, ...chosen };
					const end = await runNode({ script: goodScript, continues, items, parameters: () => panel });
					checkRun(end, mode);
					for (const { step, body } of end.sent) {
						if (step !== 'submit') continue;
						const { input } = body as { input: object };
						const known = new Set(model.parameters.map(({ name }) => name));
						const extra = end.sent.length > 0 ? extraKeys(options.extraInput) : [];
						const foreign = Object.keys(input).filter((name) => !known.has(name) && !extra.includes(name));
						expect(foreign).toEqual([]);
					}
				},
			),
			settings(100),
		);
	},
	ALL_CASES,
);

function extraKeys(extra: unknown): string[] {
	const text = typeof extra === 'string' ? extra.trim() : (JSON.stringify(extra) ?? '');
	return Object.keys((JSON.parse(text || '{}') ?? {}) as object);
}

test(
	'Create takes any model ID and any input',
	async () => {
		const modelId = fc.oneof(fc.constant('p-next'), anything);
		const input = fc.oneof(extraInput, anything);
		await fc.assert(
			fc.asyncProperty(modelId, input, mode, options, fc.boolean(), async (...given) => {
				const [modelId, input, mode, options, continues] = given;
				const panel = { resource: 'prediction', operation: 'create', modelId, input, mode, options };
				const end = await runNode({ script: goodScript, continues, items, parameters: () => panel });
				checkRun(end, mode);
				expect(end.sent.filter(({ step }) => step === 'upload')).toEqual([]);
			}),
			settings(500),
		);
	},
	ALL_CASES,
);

test(
	'resource, operation, model and mode can be anything',
	async () => {
		const choice = fc.record({
			resource: fc.oneof(fc.constantFrom<unknown>('image', 'file', 'prediction'), anything),
			operation: fc.oneof(fc.constantFrom<unknown>('generate', 'upload', 'getStatus'), anything),
			model: fc.oneof(fc.constant<unknown>('p-image'), anything),
			mode: fc.oneof(fc.constant<unknown>('wait'), anything),
			options: fc.oneof(options, anything),
			additionalFields: anything,
		});
		await fc.assert(
			fc.asyncProperty(choice, fc.boolean(), async (choice, continues) => {
				const panel = { prompt: 'A red fox', binaryField: 'data', predictionId: 'a1', ...choice };
				const end = await runNode({ script: goodScript, continues, items, parameters: () => panel });
				checkEnd(end, 1);
				expect(end.sent.filter(({ step }) => step === 'submit').length).toBeLessThan(2);
			}),
			settings(500),
		);
	},
	ALL_CASES,
);

test(
	'IDs, URLs and names of binary fields can be anything, and never send the key to another address',
	async () => {
		const climbing = fc.constantFrom('../../keys', '..%2F..%2Fkeys', 'a1%3Fx=1%23y', 'a1%0d%0aHost:x');
		const statusUrl = fc
			.tuple(fc.webUrl(), climbing)
			.map(([url, end]) => `${url}/v1/predictions/status/${end}`);
		const given = fc.oneof(anything, statusUrl, fc.constantFrom('a?b#c', 'a%2Fb', '..', '\u0000'));
		const operation = fc.constantFrom('getStatus', 'getResult', 'download', 'upload');
		await fc.assert(
			fc.asyncProperty(
				operation,
				given,
				options,
				fc.boolean(),
				async (operation, given, options, continues) => {
					const resource = operation === 'upload' ? 'file' : 'prediction';
					const fields = { predictionId: given, generationUrl: given, binaryField: given };
					const panel = { resource, operation, options, ...fields };
					const end = await runNode({ script: goodScript, continues, items, parameters: () => panel });
					checkEnd(end, 1);
					// Download takes a URL as it is, so it may well resemble a status URL.
					const polls = end.sent.filter(({ step }) => step === 'status' && operation !== 'download');
					const astray = polls.filter(({ url, withKey }) => withKey && !STATUS_URL.test(url));
					expect(astray).toEqual([]);
					expect(end.sent.filter(({ step }) => step === 'submit')).toEqual([]);
				},
			),
			settings(900),
		);
	},
	ALL_CASES,
);
