import { setTimeout as sleep } from 'timers/promises';
import { startPruna } from './engine';
import { API_KEY, generate, usePApi } from './fixture';

const p = usePApi();

describe('many items', () => {
	it('run side by side, and come out in the order in which they went in', async () => {
		p.api.options.jobSeconds = 3600;
		const items = Array.from({ length: 30 }, (_, index) => ({ json: { p: `fox ${index}` } }));
		const running = p.run(generate({ prompt: '={{ $json.p }}' }), { items });
		// No job ends before all are submitted, so an item that waited for another would wait for ever.
		let isOver = false;
		const mark = () => (isOver = true);
		running.then(mark, mark);
		while (!isOver && p.api.predictions.size < items.length) await sleep(5);
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

	it('are no more at a time than Max Concurrent', async () => {
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
	it('ends the waiting, and nothing is sent afterwards', async () => {
		p.api.options.jobSeconds = 60;
		const { result, cancel } = await startPruna({
			parameters: generate({ options: { pollInterval: 0.05 } }),
			credential: { apiKey: API_KEY, baseUrl: p.api.url },
			items: [{}, {}],
		});
		while (p.api.requests.filter(({ route }) => route === 'status').length < 2) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		cancel();
		const { run } = await result;
		const sent = p.api.requests.length;
		await new Promise((resolve) => setTimeout(resolve, 400));

		expect(run.status).toBe('canceled');
		expect(p.api.requests).toHaveLength(sent);
		// The ids survive, because the jobs go on and will be billed.
		const { pruna_jobs: jobs } = run.data.resultData.metadata!;
		expect(jobs!.split(',').sort()).toEqual(p.api.submits.map(({ id }) => id).sort());
	});

	it('ends a download', async () => {
		p.api.fault({ on: 'delivery', socket: 'endless' });
		const { result, cancel } = await startPruna({
			parameters: generate(),
			credential: { apiKey: API_KEY, baseUrl: p.api.url },
		});
		while (!p.api.requests.some(({ route }) => route === 'delivery')) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		cancel();
		await result;
		while (!p.api.requests.at(-1)!.aborted) await new Promise((resolve) => setTimeout(resolve, 10));

		expect(p.api.requests.filter(({ route }) => route === 'delivery')).toHaveLength(1);
	});
});

describe('a status request that gets no answer', () => {
	it('does not hold the item beyond its time', async () => {
		p.api.fault({ on: 'status', times: Infinity, socket: 'stall' });
		const { error } = await p.run(generate({ options: { timeout: 1 } }));

		expect(error!.message).toMatch(/^The prediction still runs after \d+ seconds$/);
		expect(error!.description).toContain('Get Result');
		expect(error!.context!.details).toMatchObject({ id: p.api.submits[0]!.id });
	});

	it('of endless length is given up as well', async () => {
		p.api.fault({ on: 'status', times: Infinity, socket: 'endless' });
		const { error } = await p.run(generate({ options: { timeout: 1 } }));

		expect(error!.message).toMatch(/^The prediction still runs after/);
	});
});

describe('as the tool of an agent', () => {
	it('gives the links as JSON and downloads nothing', async () => {
		const { items } = await p.run(generate(), { asTool: true });

		expect(items[0]!.json).toMatchObject({
			id: p.api.submits[0]!.id,
			generation_url: expect.any(String) as string,
		});
		expect(items[0]!.binary).toBeUndefined();
	});

	it('downloads when it is told to', async () => {
		const { items } = await p.run(generate({ options: { downloadOutput: true } }), { asTool: true });

		expect(items[0]!.binary!.data!.mimeType).toBe('image/jpeg');
	});

	it('tells the agent what went wrong, with the ID, which it would not get to read from an exception', async () => {
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
