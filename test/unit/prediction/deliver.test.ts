import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { Readable } from 'stream';
import { PrunaError } from '../../../nodes/Pruna/core/errors';
import { createExecutionStop, createRunStop } from '../../../nodes/Pruna/core/stop';
import { createDownloadLimit } from '../../../nodes/Pruna/media/downloadLimit';
import { deliver, type FinishedJob } from '../../../nodes/Pruna/prediction/deliver';
import { virtualClock } from '../core/virtualClock';
import { runOn } from './testRun';

const resultUrl = (name: string) => `https://api.pruna.ai/v1/predictions/delivery/x/${name}`;

/** Delivers a job whose files can be downloaded, unless there is a refusal: then each download throws it. */
function deliveryOf(
	job: Partial<FinishedJob>,
	{ downloadOutput = true, refusal }: { downloadOutput?: boolean; refusal?: Error } = {},
) {
	const { clock } = virtualClock();
	const asked: string[] = [];
	const { run, moments } = runOn(clock, {
		file: async (url) => {
			asked.push(url);
			if (refusal) throw refusal;
			const body = Readable.from([Buffer.from(url)]);
			return await Promise.resolve({ statusCode: 200, headers: { 'content-type': 'image/jpeg' }, body });
		},
	});
	const context = {
		helpers: {
			prepareBinaryData: async (body: Readable, fileName: string, mimeType: string) => {
				await body.forEach(() => undefined);
				return { data: '', fileName, mimeType } as IBinaryData;
			},
		},
	} as unknown as IExecuteFunctions;
	const stop = createRunStop(createExecutionStop({ getExecutionCancelSignal: () => undefined }));
	const finished = { facts: {}, generationUrl: resultUrl('output.jpg'), isPaid: false, ...job };
	const options = { downloadOutput, outputField: 'photo' };
	const deadline = clock.now() + 60_000;
	const items = deliver(
		{ ...run, context, stop, downloadLimit: createDownloadLimit() },
		4,
		finished,
		options,
		deadline,
	);
	return { items, asked, moments, record: () => run.records.of(4) };
}

describe('the items of a finished job', () => {
	const facts = { id: 'abc', model: 'p-image', status: 'succeeded' };
	const generationUrl = [resultUrl('output_0.jpg'), resultUrl('output_1.jpg')];

	it('are one per file, each with the details of the job', async () => {
		const { items, asked, record } = deliveryOf({ facts, generationUrl });
		expect(await items).toEqual(
			generationUrl.map((generation_url, output_index) => ({
				json: { ...facts, generation_url, output_index, output_count: 2 },
				binary: { photo: expect.objectContaining({ mimeType: 'image/jpeg' }) as IBinaryData },
				pairedItem: { item: 4 },
			})),
		);
		expect(asked).toEqual(generationUrl);
		expect(record()).toMatchObject({ stage: 'delivered', details: { generation_url: generationUrl } });
	});

	it('are only URLs when downloads are off, and nothing is downloaded', async () => {
		const { items, asked, record } = deliveryOf({ facts, generationUrl }, { downloadOutput: false });
		expect((await items).map((item) => Object.keys(item))).toEqual([
			['json', 'pairedItem'],
			['json', 'pairedItem'],
		]);
		expect(asked).toEqual([]);
		expect(record()).toMatchObject({ stage: 'delivered', urlsOnly: true });
	});

	it('contain the result itself when it is not a URL', async () => {
		const { items, moments } = deliveryOf({ facts, generationUrl: { score: 1 } });
		expect(await items).toEqual([
			{
				json: { ...facts, output: { score: 1 }, output_index: 0, output_count: 1 },
				pairedItem: { item: 4 },
			},
		]);
		expect(moments).toEqual([{ kind: 'delivered' }]);
	});
});

describe('a file that cannot be downloaded', () => {
	const refusal = new PrunaError('The result is no longer available', { httpCode: '404', job: 'lost' });

	it.each([
		['that this run has paid for', { isPaid: true }, 'lost'],
		['of a job with a known ID', { facts: { id: 'abc' } }, 'lost'],
		['at a URL that belongs to no known job', {}, undefined],
	])('%s fails with what is known about the job', async (_, job, known) => {
		const { items, record } = deliveryOf(job, { refusal });
		await expect(items).rejects.toMatchObject({
			message: 'The result is no longer available',
			httpCode: '404',
			job: known,
		});
		expect(record()).toMatchObject({ details: { generation_url: resultUrl('output.jpg') } });
		expect(record().stage).not.toBe('delivered');
	});

	it('passes on an unexpected error unchanged', async () => {
		const bug = new TypeError('a bug');
		await expect(deliveryOf({}, { refusal: bug }).items).rejects.toBe(bug);
	});
});
