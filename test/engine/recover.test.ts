/** Prediction → Recover: gets the jobs of a crashed execution from the data table. */
import type { INodeParameters } from 'n8n-workflow';
import { until } from '../until';
import { DataTables } from './dataTables';
import type { TestResult } from './engine';
import { generate, usePApi } from './fixture';

const p = usePApi();

let tables: DataTables;
beforeEach(() => (tables = new DataTables()));

const recover = (more: INodeParameters) => ({ resource: 'prediction', operation: 'recover', ...more });
const byKey = (jobKey: string) => recover({ recoverBy: 'jobKey', jobKey });
const byExecution = (executionId: string) => recover({ recoverBy: 'execution', executionId });
const run = async (parameters: INodeParameters, settings = {}) =>
	await p.run(parameters, { server: tables.server, settings });

/** Runs an execution that is killed after its jobs have IDs. @returns the number of the execution */
async function crash(keys: string[]): Promise<string> {
	p.api.options.jobSeconds = 3600;
	const parameters = generate({ prompt: '={{ $json.key }}', options: { jobKey: '={{ $json.key }}' } });
	const items = keys.map((key) => ({ json: { key } }));
	const { cancel, result } = await p.start(parameters, { items, server: tables.server });
	const noted = () => tables.rows.filter(({ state }) => state === 'running').length;
	await until(() => noted() === keys.length, 'the IDs to be in the table');
	cancel();
	await result;
	for (const prediction of p.api.predictions.values()) prediction.endsAt = Date.now();
	const execution = tables.rows[0]!.execution as string;
	tables.failed.add(execution);
	return execution;
}

const states = () => tables.rows.map(({ key, state }) => [key, state]);
const keysOf = ({ items }: TestResult) => items.map(({ json }) => json.job_key);

it('delivers all open jobs of an execution and submits nothing', async () => {
	const execution = await crash(['a', 'b']);
	const { items, error, ...rest } = await run(byExecution(execution));

	expect(error).toBeUndefined();
	expect(keysOf({ items, ...rest })).toEqual(['a', 'b']);
	expect(items.map(({ json }) => json.id).sort()).toEqual(p.api.submits.map(({ id }) => id).sort());
	for (const item of items) {
		expect(item.json).toMatchObject({ model: 'p-image', status: 'succeeded', output_count: 1 });
		expect(item.binary!.data!.mimeType).toBe('image/jpeg');
		expect(item.pairedItem).toEqual({ item: 0 });
	}
	expect(p.api.submits).toHaveLength(2);
	expect(states()).toEqual([
		['a', 'delivered'],
		['b', 'delivered'],
	]);
});

it('delivers the job with a given key', async () => {
	await crash(['a', '={{ $json.x }}']);
	const result = await run(byKey('a'));
	expect(keysOf(result)).toEqual(['a']);

	const second = await p.run(byKey('={{ $json.key }}'), {
		items: [{ json: { key: '={{ $json.x }}' } }],
		server: tables.server,
	});
	expect(keysOf(second)).toEqual(['={{ $json.x }}']);
});

it('names a job whose submit was in doubt next to those that it delivers', async () => {
	const execution = await crash(['a', 'b']);
	Object.assign(
		tables.rows.find(({ key }) => key === 'a')!,
		{ state: 'submitting', prediction_id: null },
	);
	const { items } = await run(byExecution(execution));

	expect(items.map(({ json }) => [json.job_key, json.status])).toEqual([
		['a', 'in doubt'],
		['b', 'succeeded'],
	]);
	expect(items[0]!.json.message).toContain('delete the row');
	expect(items[0]!.json.execution).toBe(execution);
});

it('says that a submit may still be in progress', async () => {
	await crash(['a']);
	tables.failed.clear();
	Object.assign(tables.rows[0]!, { state: 'submitting', prediction_id: null });
	const { items } = await run(byKey('a'));

	expect(items[0]!.json).toMatchObject({ status: 'submitting', job_key: 'a' });
});

it('with Continue On Fail, keeps the other jobs if one has failed', async () => {
	p.api.failNext({ error: 'out of luck', promptIncludes: 'a', times: 1 });
	const execution = await crash(['a', 'b']);
	const { items } = await run(byExecution(execution), { onError: 'continueRegularOutput' });

	expect(items[0]!.json.error).toContain('out of luck');
	expect(items[0]!.json.details).toMatchObject({ job_key: 'a', model: 'p-image', status: 'failed' });
	expect(items[1]!.json).toMatchObject({ job_key: 'b', status: 'succeeded' });
	expect(states()).toEqual([['b', 'delivered']]);
});

it('fails with an explanation if no job is open', async () => {
	const execution = await crash(['a']);
	await run(byKey('a'));
	const { error } = await run(byExecution(execution));

	expect(error!.message).toContain(`has no open job for execution ${execution}`);
	expect(error!.description).toContain(p.api.submits[0]!.id!);
	expect((await run(byKey('unknown'))).error!.message).toContain('the key “unknown”');
});

it('downloads nothing that is too old', async () => {
	await crash(['a']);
	tables.rows[0]!.createdAt = new Date(Date.now() - 25 * 3600_000).toISOString();

	expect((await run(byKey('a'))).error!.message).toContain('no longer available');
});

it.each([
	[{ recoverBy: 'jobKey', jobKey: ' ' }, 'Job Key is required'],
	[{ recoverBy: 'execution', executionId: ' ' }, 'Execution ID is required'],
])('requires a key or an execution: %j', async (parameters, message) => {
	expect((await run(recover(parameters))).error!.message).toContain(message);
	expect(tables.calls).toEqual([]);
});
