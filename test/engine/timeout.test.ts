/** What happens when an item's time is up: nothing that the API does or fails to do may hold the item any longer. */
import { useVirtualTime } from './virtualTime';
import { generate, usePApi } from './fixture';
import { until } from '../until';

const p = usePApi();
const time = useVirtualTime();

const TIMEOUT = 60;
const parameters = generate({ options: { timeout: TIMEOUT } });
const statusRequests = () => p.api.requests.filter(({ route }) => route === 'status');

/** Runs the node and lets time pass as soon as it awaits the response to a status request. */
async function runBeyondItsTime() {
	const running = p.run(parameters);
	await until(() => statusRequests().length > 0, 'the first status request');
	time.advance(TIMEOUT + 1);
	return await running;
}

it('a status request without a response does not hold the item beyond its time', async () => {
	p.api.fault({ on: 'status', times: Infinity, socket: 'stall' });
	const { error } = await runBeyondItsTime();

	expect(error!.message).toMatch(/^The prediction is still running after \d+ seconds$/);
	expect(error!.description).toContain('Get Result');
	expect(error!.context!.details).toMatchObject({ id: p.api.submits[0]!.id });
});

it('a response that stalls after n8n’s own timeout has passed does not hold the item either', async () => {
	p.api.fault({ on: 'status', times: Infinity, socket: 'stall-body' });
	const { error } = await runBeyondItsTime();

	expect(error!.message).toMatch(/^The prediction is still running after/);
	expect(error!.context!.details).toMatchObject({ id: p.api.submits[0]!.id });
});

it('an endless response does not hold the item either', async () => {
	p.api.fault({ on: 'status', times: Infinity, socket: 'endless' });
	const { error } = await runBeyondItsTime();

	expect(error!.message).toMatch(/^The prediction is still running after/);
});

it('a job that is still running at the timeout becomes an error with its ID that says the job continues', async () => {
	p.api.options.jobSeconds = 3600;
	const { error } = await p.run(parameters);

	const { id } = p.api.submits[0]!;
	expect(error!.message).toBe(`The prediction is still running after ${TIMEOUT} seconds`);
	expect(error!.description).toContain('Get Result');
	expect(error!.context!.details).toMatchObject({ id, model: 'p-image', status: 'starting' });
});

it('a submit that did not reach the API becomes an error that does not mention a charge', async () => {
	const { error } = await p.run(parameters, {
		credential: { apiKey: 'pru_test_key', baseUrl: 'http://127.0.0.1:9' },
	});

	expect(error!.message).toBe('No response from 127.0.0.1:9 (ECONNREFUSED)');
	expect(error!.description).not.toContain('billed');
});

it('Retry On Fail continues to wait after a timeout and resubmits nothing', async () => {
	p.api.options.jobSeconds = 1.5 * TIMEOUT;
	const { items, error } = await p.run(parameters, {
		settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
	});

	expect(error).toBeUndefined();
	expect(items[0]!.json.id).toBe(p.api.submits[0]!.id);
	expect(p.api.submits).toHaveLength(1);
});
