import { until } from '../until';
import { generate, usePApi } from './fixture';

const p = usePApi();

describe('many items', () => {
	it('run in parallel and are returned in their input order', async () => {
		p.api.options.jobSeconds = 3600;
		const items = Array.from({ length: 30 }, (_, index) => ({ json: { p: `fox ${index}` } }));
		const running = p.run(generate({ prompt: '={{ $json.p }}' }), { items });
		// No job ends before all are submitted, so an item that waited for another would wait forever.
		let isOver = false;
		const mark = () => (isOver = true);
		running.then(mark, mark);
		await until(() => isOver || p.api.predictions.size === items.length, 'all items to be submitted');
		for (const [index, job] of [...p.api.predictions.values()].entries()) {
			job.endsAt = Date.now() + ((index * 7) % items.length) * 10;
		}
		const { items: output } = await running;

		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		const promptOf = new Map(p.api.submits.map(({ id, input }) => [id, input.prompt]));
		expect(output.map(({ json }) => promptOf.get(json.id as string))).toEqual(
			items.map(({ json }) => json.p),
		);
	});

	it('do not exceed Max Concurrent', async () => {
		const { items } = await p.run(generate({ options: { maxConcurrent: 2 } }), { items: Array(5).fill({}) });

		expect(items).toHaveLength(5);
		let running = 0;
		let most = 0;
		for (const { route } of p.api.requests) {
			if (route === 'submit') most = Math.max(most, ++running);
			if (route === 'delivery') running--;
		}
		expect(most).toBe(2);
	});
});

describe('the Stop button', () => {
	it('ends the wait, and nothing is sent afterward', async () => {
		p.api.options.jobSeconds = 3600;
		const { result, cancel } = await p.start(generate({ options: { pollInterval: 0.05 } }), {
			items: [{}, {}],
		});
		const polls = () => p.api.requests.filter(({ route }) => route === 'status').length;
		await until(() => polls() >= 2, 'two status requests');
		const ids = p.api.submits.map(({ id }) => id);
		cancel();
		const { run } = await result;
		// Another run measures the time: by its first poll, everything sent earlier has arrived, and in the time of its ten
		// polls, the stopped run would have sent as many.
		const later = await p.start(generate({ options: { pollInterval: 0.05 } }));
		const { id } = await until(() => p.api.submits[2], 'the submit of another run');
		const ofLater = () => p.api.requests.filter(({ path }) => path.endsWith(id!)).length;
		await until(() => ofLater() > 0, 'the first poll of another run');
		const sent = polls() - ofLater();
		await until(() => ofLater() > 10, 'ten more polls of another run');
		later.cancel();
		await later.result;

		expect(run.status).toBe('canceled');
		expect(polls() - ofLater()).toBe(sent);
		// The IDs are kept, because the jobs continue and will be billed.
		const { pruna_jobs: jobs } = run.data.resultData.metadata!;
		expect(jobs!.split(',').sort()).toEqual(ids.sort());
	});

	it('ends a download', async () => {
		p.api.fault({ on: 'delivery', socket: 'endless' });
		const { result, cancel } = await p.start(generate());
		await until(() => p.api.requests.some(({ route }) => route === 'delivery'), 'the download');
		cancel();
		await result;
		await until(() => p.api.requests.at(-1)!.aborted, 'the end of the download');

		expect(p.api.requests.filter(({ route }) => route === 'delivery')).toHaveLength(1);
	});
});

describe('as an agent’s tool', () => {
	it('returns the URLs as JSON and downloads nothing', async () => {
		const { items } = await p.run(generate(), { asTool: true });

		expect(items[0]!.json).toMatchObject({
			id: p.api.submits[0]!.id,
			generation_url: expect.any(String) as string,
		});
		expect(items[0]!.binary).toBeUndefined();
	});

	it('downloads if Download Output is on', async () => {
		const { items } = await p.run(generate({ options: { downloadOutput: true } }), { asTool: true });

		expect(items[0]!.binary!.data!.mimeType).toBe('image/jpeg');
	});

	it('returns the error with the ID, which an agent could not read from an exception', async () => {
		p.api.failNext({ error: 'out of luck' });
		const { items, error } = await p.run(generate(), { asTool: true });

		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual([
			{
				error: expect.stringContaining('out of luck') as string,
				details: expect.objectContaining({ id: p.api.submits[0]!.id }) as object,
			},
		]);
	});
});
