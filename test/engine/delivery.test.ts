import { storedBytes, storedSize } from './engine';
import { generate, PNG, usePApi } from './fixture';
import { startPApi, type Prediction } from '../p-api';
import { until } from '../until';

const p = usePApi();
const large = Buffer.alloc(3 * 1024 * 1024, 7);

describe('the forms of generation_url', () => {
	it.each(['absolute', 'relative', 'array'] as const)('%s', async (form) => {
		p.api.options.generationUrl = form;
		const { items, error } = await p.run(generate());

		expect(error).toBeUndefined();
		expect(items[0]!.json.generation_url).toMatch(/^http:\/\/127\.0\.0\.1/);
		expect(items[0]!.binary!.data!.mimeType).toBe('image/jpeg');
	});

	it('an object is returned as output, and nothing is downloaded', async () => {
		p.api.options.generationUrl = 'object';
		const { items } = await p.run(generate());

		expect(items[0]!.json).toMatchObject({ status: 'succeeded', output: expect.any(Object) as object });
		expect(items[0]!.json).not.toHaveProperty('generation_url');
		expect(items[0]!.binary).toBeUndefined();
		expect(p.api.requests.filter(({ route }) => route === 'delivery')).toEqual([]);
	});

	it('several files become several numbered items', async () => {
		p.api.setFiles([
			{ name: 'output_42_0.jpeg', contentType: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff, 1]) },
			{ name: 'output_42_1.jpeg', contentType: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff, 2]) },
		]);
		const { items } = await p.run(generate(), { items: [{}, {}] });

		expect(items.map(({ json, pairedItem }) => [json.output_index, json.output_count, pairedItem])).toEqual([
			[0, 2, { item: 0 }],
			[1, 2, { item: 0 }],
			[0, 2, { item: 1 }],
			[1, 2, { item: 1 }],
		]);
		const [first, second] = p.api.submits.map(({ id }) => id!);
		expect(items.map(({ binary }) => binary!.data!.fileName)).toEqual([
			`p-image-${first}_1.jpeg`,
			`p-image-${first}_2.jpeg`,
			`p-image-${second}_1.jpeg`,
			`p-image-${second}_2.jpeg`,
		]);
		expect((await storedBytes(items[1]!.binary!.data))[3]).toBe(2);
	});

	it('a job that succeeded without a URL keeps its ID', async () => {
		p.api.fault({ on: 'status', respond: { status: 200, body: { status: 'succeeded' } } });
		const { error } = await p.run(generate());

		expect(error!.message).toBe('Pruna returned no usable URL for the result');
		expect(error!.context!.details).toMatchObject({ id: p.api.submits[0]!.id, status: 'succeeded' });
	});
});

describe('the files of many jobs', () => {
	const JOBS = 30;

	it.each([
		['images', 'output.jpg', 16],
		['other small files, some of them in the turns of large ones', 'output.mp4', 4 + 16],
	])('are downloaded in parallel up to a limit: %s', async (_kind, name, most) => {
		p.api.setFiles([{ name, contentType: 'application/octet-stream', bytes: large }]);
		p.api.fault({ on: 'delivery', socket: 'stall-body', times: Infinity });
		const deliveries = () => p.api.requests.filter(({ route }) => route === 'delivery').length;
		const { result, cancel } = await p.start(generate(), { items: Array(JOBS).fill({}) });
		/** The node knows that the job is done. */
		const isDone = ({ id, endsAt }: Prediction) =>
			p.api.requests.some(
				({ path, statusCode, receivedAt }) => path.endsWith(id) && statusCode === 200 && receivedAt >= endsAt,
			);
		const done = () => [...p.api.predictions.values()].filter(isDone).length;
		await until(() => done() === JOBS && deliveries() >= most, 'all jobs to end and the downloads to start');
		// A whole run of the node, with a poll, is enough time for one download too many to start.
		await p.run({ resource: 'prediction', operation: 'getStatus', predictionId: 'abc' });
		const seen = deliveries();
		cancel();
		await result;

		expect(p.api.submits).toHaveLength(JOBS);
		expect(seen).toBe(most);
	});

	it('are all downloaded if they are large images and connections break', async () => {
		const bytes = Buffer.alloc(9 * 1024 * 1024, 7);
		p.api.setFiles([{ name: 'output.png', contentType: 'image/png', bytes }]);
		p.api.fault({ on: 'delivery', socket: 'reset-after-headers', times: 16 });
		const { items, error } = await p.run(generate(), { items: Array(20).fill({}) });

		expect(error).toBeUndefined();
		const sizes = await Promise.all(items.map(async ({ binary }) => await storedSize(binary!.data)));
		expect(sizes).toEqual(Array(20).fill(bytes.length));
		expect(p.api.submits).toHaveLength(20);
		// Each at least twice: first as a small image, then in its turn among the large files.
		expect(p.api.requests.filter(({ route }) => route === 'delivery').length).toBeGreaterThanOrEqual(40);
	});
});

describe('the file', () => {
	it('gets its type from its first bytes if the API states none', async () => {
		p.api.options.deliveryContentType = 'octet-stream';
		p.api.setFiles([{ name: 'result', contentType: 'application/octet-stream', bytes: PNG }]);
		const { items } = await p.run(generate());

		expect(items[0]!.binary!.data).toMatchObject({
			mimeType: 'image/png',
			fileName: expect.stringMatching(/\.png$/) as string,
		});
		expect((await storedBytes(items[0]!.binary!.data)).equals(PNG)).toBe(true);
	});

	it('gets its type from its name if the bytes are inconclusive too', async () => {
		p.api.options.deliveryContentType = 'octet-stream';
		p.api.setFiles([{ name: 'clip.mov', contentType: 'application/octet-stream', bytes: Buffer.from('ab') }]);
		const { items } = await p.run(generate());

		expect(items[0]!.binary!.data).toMatchObject({
			mimeType: 'video/quicktime',
			fileName: expect.stringMatching(/^clip-.*\.mov$/) as string,
		});
		expect((await storedBytes(items[0]!.binary!.data)).toString()).toBe('ab');
	});

	it('is downloaded again if it arrived empty', async () => {
		p.api.options.deliveryContentType = 'octet-stream';
		p.api.setFiles([{ name: 'result', contentType: 'application/octet-stream', bytes: PNG }]);
		p.api.fault({ on: 'delivery', respond: { status: 200, body: '' } });
		const { items, error } = await p.run(generate());

		expect(error).toBeUndefined();
		expect((await storedBytes(items[0]!.binary!.data)).equals(PNG)).toBe(true);
		expect(p.api.submits).toHaveLength(1);
		const transfers = p.api.requests.filter(({ route }) => route === 'delivery');
		expect(transfers.map(({ headers }) => headers['accept-encoding'])).toEqual(['identity', 'identity']);
	});

	it.each(['truncate', 'reset-before', 'reset-after-headers'] as const)(
		'is downloaded again after %s',
		async (socket) => {
			p.api.setFiles([{ name: 'output.mp4', contentType: 'video/mp4', bytes: large }]);
			p.api.fault({ on: 'delivery', socket });
			const { items, error } = await p.run(generate());

			expect(error).toBeUndefined();
			expect((await storedBytes(items[0]!.binary!.data)).equals(large)).toBe(true);
			expect(p.api.submits).toHaveLength(1);
			expect(p.api.requests.filter(({ route }) => route === 'delivery')).toHaveLength(2);
		},
	);

	it('is downloaded again after a 502 with an HTML page', async () => {
		p.api.fault({
			on: 'delivery',
			respond: {
				status: 502,
				headers: { 'content-type': 'text/html' },
				body: '<html><title>Bad</title></html>',
			},
		});
		const { items, error } = await p.run(generate());

		expect(error).toBeUndefined();
		expect(items[0]!.binary!.data!.mimeType).toBe('image/jpeg');
	});

	it('that is refused leaves the user with the ID and the URL', async () => {
		p.api.fault({ on: 'delivery', respond: { status: 403, body: { message: 'Forbidden' } } });
		const { error } = await p.run(generate());

		const { id } = p.api.submits[0]!;
		expect(error!.message).toBe('Pruna denied access to the result');
		expect(error!.description).toContain(id);
		expect(error!.context!.details).toMatchObject({
			id,
			status: 'succeeded',
			generation_url: expect.stringMatching(/^http/) as string,
		});
	});
});

describe('the key', () => {
	it('is sent to the API itself', async () => {
		await p.run(generate());

		expect(p.api.requests.map(({ headers }) => headers.apikey)).toEqual(Array(3).fill('pru_test_key'));
	});

	it('is not sent if a result is on another host or the API redirects there', async () => {
		const other = await startPApi({ deliveryNeedsKey: false });
		const foreign = `${other.url}/v1/predictions/delivery/xezq/abc/output.jpg`;

		p.api.fault({
			on: 'status',
			respond: { status: 200, body: { status: 'succeeded', generation_url: foreign } },
		});
		await p.run(generate());
		p.api.fault({ on: 'delivery', redirect: { status: 302, location: foreign } });
		await p.run(generate());

		expect(other.requests).toHaveLength(2);
		for (const { headers } of other.requests) {
			expect(JSON.stringify(headers)).not.toContain('pru_test_key');
		}
		await other.close();
	});

	it('is sent on a redirect within the API', async () => {
		const { items } = await p.run(generate({ options: { downloadOutput: false } }));
		const url = items[0]!.json.generation_url as string;
		p.api.fault({ on: 'delivery', redirect: { status: 307, location: new URL(url).pathname } });
		const { error } = await p.run({ resource: 'prediction', operation: 'download', generationUrl: url });

		expect(error).toBeUndefined();
		expect(p.api.requests.at(-1)!.headers.apikey).toBe('pru_test_key');
	});

	it('is not sent along an endless chain of redirects', async () => {
		const { items } = await p.run(generate({ options: { downloadOutput: false } }));
		const url = items[0]!.json.generation_url as string;
		p.api.fault({ on: 'delivery', times: Infinity, redirect: { status: 302, location: url } });
		const { error } = await p.run({ resource: 'prediction', operation: 'download', generationUrl: url });

		expect(error!.message).toBe('Pruna redirected the request (302)');
	});
});

describe('a gateway with a path prefix', () => {
	it('works for every step', async () => {
		const gateway = await startPApi({ pathPrefix: '/gateway/pruna', generationUrl: 'relative' });
		const { items, error } = await p.run(generate(), {
			credential: { apiKey: 'pru_test_key', baseUrl: `${gateway.url}/v1/` },
		});

		expect(error).toBeUndefined();
		expect(items[0]!.json.generation_url).toContain('/gateway/pruna/v1/predictions/delivery/');
		await gateway.close();
	});
});

it('trusts the bytes of a file over a header that calls it text', async () => {
	p.api.fault({ on: 'delivery', headers: { 'content-type': 'text/plain; charset=utf-8' } });

	const { items } = await p.run(generate());

	expect(items[0]!.binary!.data).toMatchObject({ mimeType: 'image/jpeg', fileExtension: 'jpg' });
});
