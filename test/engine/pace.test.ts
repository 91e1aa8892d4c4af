/** The pace that all executions of a process share on one account, through n8n's engine and over sockets. */
import type { INodeParameters } from 'n8n-workflow';
import { setTimeout as sleep } from 'timers/promises';
import type { RecordedRequest } from '../p-api';
import { until } from '../until';
import { startPruna, type TestRun } from './engine';
import { generate, usePApi } from './fixture';

const p = usePApi({ rateLimit: true, jobSeconds: 0.01 });

/** Each test has its own account, because the node keeps what it learned about one for minutes. */
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
	it('share one limit: two of them get no 429', async () => {
		// 30 per minute, which one execution alone would use up.
		const more = { resource: 'video', operation: 'generate', model: 'wan-t2v' };
		const [one, two] = await Promise.all([start(prompts('a', 20), more), start(prompts('b', 20), more)]);
		await until(() => submits().length >= 30, 'the submits of the first minute');
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

	it('with one item each do not delay each other', async () => {
		const runs = await Promise.all(times(40, async (index) => await start(prompts(`single ${index}`, 1))));
		const results = await Promise.all(runs.map(async ({ result }) => await result));

		expect(results.flatMap(({ items }) => items)).toHaveLength(40);
		expect(new Set(submits().map(promptOf)).size).toBe(40);
		expect(refused()).toEqual([]);
	});

	it('take turns, so that a single item does not wait behind a batch, running or stopped', async () => {
		// The batch's burst is refused, as if another tool had used up the limit, so the next submits are sent one by one.
		const body = { message: 'API rate limit exceeded' };
		p.api.fault({
			on: 'submit',
			times: Infinity,
			respond: { status: 429, headers: { 'retry-after': '1' }, body },
		});
		const batch = await start(prompts('batch', 100));
		const prompted = () => new Set(submits().map(promptOf)).size;
		await until(() => submits().length > prompted(), 'the first refused submit to be sent again');
		p.api.clearFaults();
		const sentBefore = submits().length;
		const single = await start(prompts('single', 1));
		const { items } = await single.result;
		const place = submits().findIndex((submit) => promptOf(submit).startsWith('single'));

		expect(items).toHaveLength(1);
		expect(place - sentBefore).toBeLessThanOrEqual(2);
		expect(submits().length - sentBefore).toBeLessThan(10);

		batch.cancel();
		const { run } = await batch.result;
		const next = await start(prompts('next', 1));
		await next.result;
		// Submits that were in progress when the batch was stopped have arrived by now.
		const sent = submits().length;
		const last = await start(prompts('last', 1));
		await last.result;
		expect(run.status).toBe('canceled');
		expect(submits().slice(sent).map(promptOf)).toEqual(['last 0']);
	});
});
