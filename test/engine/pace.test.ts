/** One pace for all that runs on one account in a process, through n8n's engine and over sockets. */
import type { INodeParameters } from 'n8n-workflow';
import { setTimeout as sleep } from 'timers/promises';
import type { RecordedRequest } from '../p-api';
import { until } from '../until';
import { startPruna, type TestRun } from './engine';
import { generate, usePApi } from './fixture';

const p = usePApi({ rateLimit: true, jobSeconds: 0.01 });

/** Each test has an account of its own: what is known of one is kept for minutes. */
let account = 0;
let key = '';
beforeEach(() => {
	key = `pru_pace_${++account}`;
	p.api.options.apiKeys = [key];
});

const options = { downloadOutput: false };
const times = <T>(count: number, make: (index: number) => T) =>
	Array.from({ length: count }, (_, index) => make(index));
const prompts = (name: string, count: number) =>
	times(count, (index) => ({ json: { prompt: `${name} ${index}` } }));

async function start(items: TestRun['items'], more: INodeParameters = {}) {
	const parameters = generate({ prompt: '={{ $json.prompt }}', mode: 'submit', options, ...more });
	return await startPruna({ parameters, items, credential: { apiKey: key, baseUrl: p.api.url } });
}

const promptOf = ({ body }: RecordedRequest) => String((body as { input: { prompt: unknown } }).input.prompt);
const submits = () => p.api.requests.filter(({ route }) => route === 'submit');
const refused = () => submits().filter(({ statusCode }) => statusCode === 429);

describe('executions on one account', () => {
	it('have one limit together: two of them meet no 429', async () => {
		// 30 a minute: a model of which one execution alone would be allowed all.
		const more = { resource: 'video', operation: 'generate', model: 'wan-t2v' };
		const [one, two] = await Promise.all([start(prompts('a', 20), more), start(prompts('b', 20), more)]);
		await until(() => submits().length >= 30, 'the submits of one minute');
		await sleep(500);

		expect(submits()).toHaveLength(30);
		expect(refused()).toEqual([]);
		const ofTheFirst = submits().filter((submit) => promptOf(submit).startsWith('a')).length;
		expect(ofTheFirst).toBeGreaterThanOrEqual(10);
		expect(ofTheFirst).toBeLessThanOrEqual(20);
		one.cancel();
		two.cancel();
		await Promise.all([one.result, two.result]);
	});

	it('of one item each do not hold each other up', async () => {
		const runs = await Promise.all(times(40, async (index) => await start(prompts(`single ${index}`, 1))));
		const results = await Promise.all(runs.map(async ({ result }) => await result));

		expect(results.flatMap(({ items }) => items)).toHaveLength(40);
		expect(new Set(submits().map(promptOf)).size).toBe(40);
		expect(refused()).toEqual([]);
	});

	it('take turns, so that one with a single item is not behind a batch, and not behind a stopped one', async () => {
		// The burst of the batch is refused, as if another tool had used the account up: what follows goes out one by one.
		let isUsedUp = true;
		p.api.fault({
			on: 'submit',
			times: Infinity,
			match: () => isUsedUp,
			respond: {
				status: 429,
				headers: { 'retry-after': '3' },
				body: { message: 'API rate limit exceeded' },
			},
		});
		const batch = await start(prompts('batch', 600));
		let seen = 0;
		const isQuiet = async () => {
			seen = submits().length;
			await sleep(200);
			return seen > 0 && refused().length === seen && submits().length === seen;
		};
		await until(isQuiet, 'the end of the burst');
		isUsedUp = false;
		await until(() => submits().length > seen, 'the first submit after the refused ones');
		const sentBefore = submits().length;
		const single = await start(prompts('single', 1));
		const { items } = await single.result;
		const place = submits().findIndex((submit) => promptOf(submit).startsWith('single'));

		expect(items).toHaveLength(1);
		expect(place - sentBefore).toBeLessThanOrEqual(2);
		expect(refused()).toHaveLength(seen);
		expect(submits().length).toBeLessThan(sentBefore + 10);

		batch.cancel();
		const { run } = await batch.result;
		const sent = submits().length;
		const next = await start(prompts('next', 1));
		await next.result;
		expect(run.status).toBe('canceled');
		expect(submits().slice(sent).map(promptOf)).toEqual(['next 0']);
	});
});
