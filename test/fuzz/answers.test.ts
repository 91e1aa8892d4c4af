/** Arbitrary answers of the API, at each step and in each mode. */
import fc from 'fast-check';
import type { IContextObject } from 'n8n-workflow';
import { API_KEY, HF_TOKEN, script } from './answers';
import {
	checkEnd,
	checkSubmits,
	givenIds,
	longestSeconds,
	runNode,
	submitsByItem,
	definitelyNotAccepted,
	textsOf,
	type Ended,
} from './run';
import { ALL_CASES, announceSeed, settings } from './seed';

beforeAll(announceSeed);

const file = {
	data: 'filesystem',
	id: 'filesystem:1',
	mimeType: 'image/png',
	bytes: 9,
	fileName: 'photo.png',
};

const options = fc.record(
	{
		timeout: fc.constantFrom(1, 5, 20, 60),
		pollInterval: fc.constantFrom(0.5, 3, 30),
		downloadOutput: fc.boolean(),
		maxConcurrent: fc.constantFrom(1, 2),
		extraInput: fc.constant({ hf_api_token: HF_TOKEN }),
	},
	{ requiredKeys: ['timeout', 'extraInput'] },
);

const jobCase = fc.record({
	script,
	options,
	mode: fc.constantFrom('wait', 'wait', 'sync', 'submit'),
	itemCount: fc.constantFrom(1, 1, 1, 3),
	continues: fc.boolean(),
	withFile: fc.boolean(),
});

type JobCase = typeof jobCase extends fc.Arbitrary<infer Case> ? Case : never;

async function runJobs(
	{ script, options, mode, itemCount, continues, withFile }: JobCase,
	memory: IContextObject,
) {
	const panel = withFile
		? { resource: 'image', operation: 'edit', model: 'p-image-edit', images: 'data' }
		: { resource: 'image', operation: 'generate', model: 'p-image' };
	return await runNode({
		script,
		continues,
		memory,
		items: Array.from({ length: itemCount }, () => ({ json: {}, binary: { data: file } })),
		parameters: (item) => ({ ...panel, mode, options, prompt: `item ${item}` }),
	});
}

/** Whether the item ended with a failed job, which a later try may submit again. */
function hasFailedJob(end: Ended, item: number): boolean {
	return (end.items ?? []).some(({ json, pairedItem }) => {
		const { status } = (json.details ?? {}) as { status?: unknown };
		return (pairedItem as { item: number }).item === item && (status === 'failed' || status === 'canceled');
	});
}

test(
	'a job ends in time with files or an n8n error, is submitted once, and its ID is reported',
	async () => {
		await fc.assert(
			fc.asyncProperty(jobCase, async (job) => {
				const end = await runJobs(job, {});
				checkEnd(end, job.itemCount);
				checkSubmits(end.sent);
				expect(end.elapsed).toBeLessThan(longestSeconds(job.options.timeout));
				const reported = JSON.stringify([end.items, textsOf(end)]);
				for (const id of givenIds(end.sent)) expect(reported).toContain(id);
				const reportedItems = new Set(
					(end.items ?? []).map(({ pairedItem }) => (pairedItem as { item: number }).item),
				);
				expect(reportedItems.size).toBe(job.continues || end.items ? job.itemCount : 0);
			}),
			settings(2600),
		);
	},
	ALL_CASES,
);

test(
	'Retry On Fail does not submit a job again that may be running',
	async () => {
		await fc.assert(
			fc.asyncProperty(jobCase, async (job) => {
				const memory: IContextObject = {};
				const first = await runJobs({ ...job, continues: true }, memory);
				if (!(first.items ?? []).some(({ json }) => 'error' in json)) return;
				const again = await runJobs({ ...job, continues: true }, memory);
				checkEnd(again, job.itemCount);
				const before = submitsByItem(first.sent);
				const after = submitsByItem(again.sent);
				const running = [...before].filter(([prompt, answers]) => {
					const item = Number(prompt.slice('item '.length));
					return !definitelyNotAccepted(answers.at(-1)!) && !hasFailedJob(first, item);
				});
				expect(running.filter(([prompt]) => after.has(prompt))).toEqual([]);
			}),
			settings(1000),
		);
	},
	ALL_CASES,
);

test(
	'operations on existing jobs and on files end well or with an n8n error, and submit nothing',
	async () => {
		const operations = fc.constantFrom(
			{ resource: 'prediction', operation: 'getStatus', predictionId: 'a1' },
			{ resource: 'prediction', operation: 'getResult', predictionId: 'a1' },
			{
				resource: 'prediction',
				operation: 'download',
				generationUrl: ['/v1/a.png', 'https://elsewhere.example/b'],
			},
			{ resource: 'file', operation: 'upload', binaryField: 'data' },
		);
		await fc.assert(
			fc.asyncProperty(
				script,
				operations,
				options,
				fc.boolean(),
				async (script, operation, options, continues) => {
					const end = await runNode({
						script,
						continues,
						items: [{ json: {}, binary: { data: file } }],
						parameters: () => ({ ...operation, options }),
					});
					checkEnd(end, 1, [API_KEY]);
					expect(end.sent.filter(({ step }) => step === 'submit')).toEqual([]);
					// Get Status and Upload have no timeout of their own, so an image's default applies.
					expect(end.elapsed).toBeLessThan(longestSeconds(Math.max(300, options.timeout)));
				},
			),
			settings(1500),
		);
	},
	ALL_CASES,
);
