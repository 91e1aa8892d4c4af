/** Options → Job Key: a job that an earlier execution submitted is reused and not submitted again. */
import type { INodeParameters } from 'n8n-workflow';
import { until } from '../until';
import { DataTables } from './dataTables';
import type { TestItem, TestResult, TestRun } from './engine';
import { edit, generate, png, usePApi } from './fixture';

const p = usePApi();

let tables: DataTables;
beforeEach(() => (tables = new DataTables()));

const keyed = (more: INodeParameters = {}, options: INodeParameters = {}) =>
	generate({
		prompt: '={{ $json.prompt }}',
		options: { jobKey: '={{ $json.key }}', ...options },
		...more,
	});
const items = (...all: string[]): TestItem[] =>
	all.map((key) => ({ json: { key, prompt: `Image of ${key}` } }));

async function run(all: TestItem[], parameters = keyed(), test: Partial<TestRun> = {}): Promise<TestResult> {
	return await p.run(parameters, { items: all, server: tables.server, ...test });
}

const idsOf = ({ items: all }: TestResult) => all.map(({ json }) => json.id);
const hintsOf = ({ run: { data } }: TestResult) =>
	JSON.stringify(data.resultData.runData.Pruna![0]!.hints ?? []);

/** Leaves the state of a run that was killed after its jobs had IDs. */
async function runKilled(all: TestItem[], parameters = keyed()): Promise<void> {
	const { length: before } = p.api.submits;
	p.api.options.jobSeconds = 3600;
	const { cancel, result } = await p.start(parameters, { items: all, server: tables.server });
	const noted = () => tables.rows.filter(({ state }) => state === 'running').length;
	await until(
		() => p.api.submits.length === before + all.length && noted() === all.length,
		'the IDs to be in the table',
	);
	cancel();
	await result;
	for (const prediction of p.api.predictions.values()) prediction.endsAt = Date.now();
	p.api.options.jobSeconds = 0;
}

describe('a job with a key', () => {
	it('is submitted once and delivered by every later execution', async () => {
		const first = await run(items('a', 'b'));
		const second = await run(items('a', 'b'));

		expect(second.error).toBeUndefined();
		expect(p.api.submits).toHaveLength(2);
		expect(idsOf(second)).toEqual(idsOf(first));
		expect(second.items.map(({ binary }) => binary!.data!.mimeType)).toEqual(['image/jpeg', 'image/jpeg']);
		expect(hintsOf(first)).not.toContain('Job Key');
		expect(hintsOf(second)).toContain(
			'Reused 2 predictions that another execution submitted with the same Job Key',
		);
	});

	it('is resumed by the next execution if n8n was killed while it ran', async () => {
		await runKilled(items('a', 'b', 'c'));
		const next = await run(items('a', 'b', 'c', 'd'));

		expect(next.items.map(({ json }) => json.status)).toEqual(Array(4).fill('succeeded'));
		expect(p.api.submits).toHaveLength(4);
	});

	it('is not in doubt if n8n was killed after its ID was written and before its claim was deleted', async () => {
		await runKilled(items('a'));
		const claim = {
			...tables.rows[0]!,
			id: 1,
			state: 'submitting',
			prediction_id: null,
			execution: 'killed',
		};
		tables.tables[0]!.rows.unshift(claim);
		tables.failed.add('killed');

		expect((await run(items('a'))).error).toBeUndefined();
		expect(p.api.submits).toHaveLength(1);
		expect(tables.rows.map(({ state }) => state)).toEqual(['delivered']);
	});

	it('leaves one human-readable row', async () => {
		const { items: out, run: execution } = await run(items('a'));

		expect(execution.status).toBe('success');
		expect(tables.rows).toEqual([
			{
				id: 2,
				key: 'a',
				model: 'p-image',
				state: 'delivered',
				prediction_id: out[0]!.json.id,
				result: null,
				execution: expect.stringMatching(/^\d+$/) as string,
				item: 0,
				workflow: 'testWorkflow0001',
				job: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
				claim: expect.any(String) as string,
				createdAt: expect.any(String) as string,
				updatedAt: expect.any(String) as string,
			},
		]);
	});

	it.each([
		['key', { key: 'z', prompt: 'Image of a' }, {}],
		['prompt', { key: 'a', prompt: 'Another image' }, {}],
		['field', { key: 'a', prompt: 'Image of a' }, { additionalFields: { seed: 7 } }],
		['model', { key: 'a', prompt: 'Image of a' }, { model: 'z-image-turbo' }],
		['extra input', { key: 'a', prompt: 'Image of a' }, { options: { jobKey: 'a', extraInput: '{"x":1}' } }],
	])('is a different job with a different %s', async (_, json, more: INodeParameters) => {
		await run(items('a'));
		await run([{ json }], keyed(more));

		expect(p.api.submits).toHaveLength(2);
	});

	it('recognizes a file by its content and uploads nothing for a known job', async () => {
		const parameters = edit({ images: 'data', options: { jobKey: 'a' } });
		await run([{ files: { data: png('one.png') } }], parameters);
		await run([{ files: { data: png('two.png') } }], parameters);
		expect([p.api.uploads.length, p.api.submits.length]).toEqual([1, 1]);

		const other = Buffer.concat([png().bytes, Buffer.from('!')]);
		await run([{ files: { data: png('one.png', other) } }], parameters);
		expect([p.api.uploads.length, p.api.submits.length]).toEqual([2, 2]);
	});

	it('is the same in every mode: Submit Only submits it, and a later execution delivers it', async () => {
		const submitted = await run(items('a'), keyed({ mode: 'submit' }));
		expect(tables.rows.map(({ state }) => state)).toEqual(['running']);
		const delivered = await run(items('a'));

		expect(idsOf(delivered)).toEqual(idsOf(submitted));
		expect(tables.rows.map(({ state }) => state)).toEqual(['delivered']);
	});

	it('keeps a synchronous result, which has no ID', async () => {
		await run(items('a'), keyed({ mode: 'sync' }));
		const second = await run(items('a'), keyed({ mode: 'sync' }));

		expect(p.api.submits).toHaveLength(1);
		expect(second.items[0]!.binary!.data!.mimeType).toBe('image/jpeg');
		expect(tables.rows.map(({ state }) => state)).toEqual(['delivered']);
	});

	it('is submitted again if it failed', async () => {
		p.api.failNext({ error: 'out of luck', times: 1 });
		const first = await run(items('a'));
		expect(first.error!.message).toContain('out of luck');
		expect(tables.rows).toEqual([]);
		await run(items('a'));

		expect(p.api.submits).toHaveLength(2);
	});

	it('is submitted again if it failed unobserved, after the next execution has reported that', async () => {
		p.api.failNext({ error: 'out of luck', times: 1 });
		await runKilled(items('a'));

		expect((await run(items('a'))).error!.message).toContain('out of luck');
		expect((await run(items('a'))).error).toBeUndefined();
		expect(p.api.submits).toHaveLength(2);
	});

	it('is not in doubt while its refused submit waits for another turn', async () => {
		p.api.fault({ on: 'submit', respond: { status: 429, headers: { 'retry-after': '1' } } });
		const states: string[][] = [];
		tables.before = async () => {
			states.push(tables.rows.map(({ state }) => state as string));
			return await Promise.resolve();
		};
		const { items: out } = await run(items('a'));

		expect(out[0]!.json.status).toBe('succeeded');
		expect(p.api.submits).toHaveLength(2);
		// Its claim was given up, and made again.
		expect(states).toContainEqual([]);
		expect(states.filter(([state]) => state === 'submitting').length).toBeGreaterThanOrEqual(2);
	});

	it('is submitted again if its submit was refused', async () => {
		p.api.fault({ on: 'submit', respond: { status: 422, body: { title: 'Deployment disabled' } } });
		await run(items('a'));
		expect(tables.rows).toEqual([]);
		expect((await run(items('a'))).error).toBeUndefined();
	});

	it('is submitted again, with a hint, if its result is gone', async () => {
		await run(items('a'));
		const old = new Date(Date.now() - 25 * 60 * 60_000).toISOString();
		for (const row of tables.rows) row.createdAt = old;
		const second = await run(items('a'));

		expect(p.api.submits).toHaveLength(2);
		expect(hintsOf(second)).toContain('so this run submitted the work again');
		const third = await run(items('a'));
		expect(idsOf(third)).toEqual(idsOf(second));
	});

	it('does not stay in the table forever, unless it is in doubt', async () => {
		await run(items('a', 'b'));
		const old = new Date(Date.now() - 3 * 24 * 60 * 60_000).toISOString();
		for (const row of tables.rows) row.createdAt = old;
		tables.rows.find(({ key }) => key === 'b')!.state = 'in doubt';
		// Old rows are deleted when a process first sees the table, and every ten minutes.
		const [known] = tables.tables;
		tables = new DataTables();
		tables.addTable('pruna_jobs', [...known!.columns]).rows = known!.rows;
		await run(items('c'));

		expect(tables.rows.map(({ key }) => key)).toEqual(['b', 'c']);
	});
});

describe('a submit in doubt', () => {
	const doubtful = () =>
		p.api.fault({ on: 'submit', respond: { status: 504, body: 'timing out', accept: true } });

	it('is not repeated by a later execution until its row is deleted', async () => {
		doubtful();
		const first = await run(items('a'));
		expect(first.error!.description).toContain('delete the row');
		const second = await run(items('a'));

		expect(second.error!.message).toContain('The job “a” may have been submitted');
		expect(second.error!.description).toContain(`row ${tables.rows[0]!.id as number} of the data table`);
		expect(second.error!.context!.details).toMatchObject({ model: 'p-image', status: 'in doubt' });
		expect(p.api.submits).toHaveLength(1);

		tables.tables[0]!.rows = [];
		expect((await run(items('a'))).error).toBeUndefined();
		expect(p.api.submits).toHaveLength(2);
	});

	it('with Continue On Fail, is an error of its item only', async () => {
		doubtful();
		await run(items('a'));
		const { items: out } = await run(items('a', 'b'), keyed(), {
			settings: { onError: 'continueRegularOutput' },
		});

		expect(out.map(({ json }) => json.status ?? (json.details as INodeParameters).status)).toEqual([
			'in doubt',
			'succeeded',
		]);
	});

	it('is recognized immediately if the execution that submitted it is over', async () => {
		await run(items('a'));
		Object.assign(tables.rows[0]!, { state: 'submitting', prediction_id: null, execution: 'killed' });
		tables.failed.add('killed');
		const { error } = await run(items('a'));

		expect(error!.message).toContain('execution killed was submitting it');
		expect(p.api.submits).toHaveLength(1);
		expect(tables.rows).toHaveLength(1);
	});
});

describe('two executions at the same time', () => {
	it('submit a job once, and both deliver it', async () => {
		const all = items('a', 'b', 'c');
		const [one, two] = await Promise.all([run(all), run(all)]);

		expect(one.error ?? two.error).toBeUndefined();
		expect(p.api.submits).toHaveLength(3);
		expect(idsOf(one)).toEqual(idsOf(two));
	});

	it('submit 60 jobs once, and leave room for the submits of others', async () => {
		const all = items(...Array.from({ length: 60 }, (_, index) => `key ${index}`));
		const [one, two] = await Promise.all([run(all), run(all)]);
		expect(p.api.submits).toHaveLength(60);
		expect(idsOf(one)).toEqual(idsOf(two));
		await run(items('another'));
		expect(p.api.submits).toHaveLength(61);
	});

	it('submit it once if the first submit of both is refused', async () => {
		p.api.fault({ on: 'submit', respond: { status: 422, body: { title: 'Deployment disabled' } } });
		const all = items('a');
		const ended = await Promise.all([run(all), run(all)]);

		expect(ended.filter(({ error }) => error)).toHaveLength(1);
		expect(p.api.submits.filter(({ accepted }) => accepted)).toHaveLength(1);
	});

	it('share a job between two identical items of one execution', async () => {
		const { items: out } = await run(items('a', 'a'));

		expect(p.api.submits).toHaveLength(1);
		expect(out[0]!.json.id).toBe(out[1]!.json.id);
	});
});

describe('the table', () => {
	it('is accessed in three calls before the first submit and in bulk after it, and never without a key', async () => {
		await run([{ json: { prompt: 'No key' } }], generate());
		expect(tables.calls).toEqual([]);
		await run(items('warm up'));
		tables.calls.length = 0;
		const { length: before } = p.api.submits;
		let atFirstSubmit = 0;
		tables.before = async () => {
			if (p.api.submits.length === before) atFirstSubmit = tables.calls.length;
			return await Promise.resolve();
		};
		await run(items(...Array.from({ length: 40 }, (_, index) => `k${index}`)));

		expect(atFirstSubmit).toBeLessThanOrEqual(3);
		const onlyMarks = tables.calls.filter((call) => call.every((operation) => operation === 'update'));
		expect(onlyMarks.length).toBeLessThanOrEqual(1);
		expect(tables.rows).toHaveLength(41);
	});

	it('is looked up once per process, and again if it was deleted', async () => {
		await run(items('a'));
		await run(items('a'));
		expect(tables.calls.flat().filter((operation) => operation === 'list')).toHaveLength(1);

		tables.tables.length = 0;
		expect((await run(items('a'))).error).toBeUndefined();
		expect(tables.calls.flat().filter((operation) => operation === 'list')).toHaveLength(2);
		expect(p.api.submits).toHaveLength(2);
	});

	it('is found among tables whose names contain its name', async () => {
		tables.addTable('my_pruna_jobs_old', [['x', 'string']]);
		await run(items('a'));
		await run(items('a'));

		expect(tables.tables.map(({ name }) => name)).toEqual(['my_pruna_jobs_old', 'pruna_jobs']);
		expect(p.api.submits).toHaveLength(1);
	});

	it.each([
		['has no data tables', undefined],
		['fails', 'Attempted to use Data table node but the module is disabled'],
	])('is unavailable if n8n %s, and then nothing is submitted', async (_, message) => {
		tables.failure = { message: message ?? '', times: Infinity };
		const server = message === undefined ? {} : tables.server;
		const { error } = await run(items('a'), keyed(), { server });

		expect(error!.message).toContain('The node could not use the data table “pruna_jobs”');
		expect(error!.message).toContain(message ?? '');
		expect(error!.description).toContain('Nothing was submitted and nothing was charged');
		expect(p.api.submits).toEqual([]);
	});

	it('causes an error for each item with Continue On Fail if it is unavailable', async () => {
		tables.failure = { message: 'no tables', times: Infinity };
		const settings = { onError: 'continueRegularOutput' } as const;
		const { items: out } = await run(items('a', 'b'), keyed(), { settings });

		expect(out.map(({ json }) => json.error)).toEqual(
			Array(2).fill(expect.stringContaining('could not use the data table')),
		);
		expect(p.api.submits).toEqual([]);
	});

	it('prevents submits if it has other columns', async () => {
		tables.addTable('pruna_jobs', [['title', 'string']]);
		const { error } = await run(items('a'));

		expect(error!.message).toContain('"state" do not exist');
		expect(error!.description).toContain('rename it');
		expect(p.api.submits).toEqual([]);
	});

	it('prevents a submit if it cannot store the claim', async () => {
		tables.failure = { message: 'Data table size limit exceeded', times: 1, at: 'insert' };
		const { error } = await run(items('a'));

		expect(error!.message).toContain(
			'The node could not write to the data table “pruna_jobs”: Data table size limit exceeded',
		);
		expect(p.api.submits).toEqual([]);
		expect((await run(items('a'))).error).toBeUndefined();
	});

	it('is tried a second time if it cannot store an ID, and then a hint says so', async () => {
		let inserts = 0;
		tables.before = async (operation) => {
			if (operation === 'insert' && ++inserts > 1) throw new Error('disk full');
			return await Promise.resolve();
		};
		const { items: out, ...rest } = await run(items('a'));

		expect(inserts).toBe(3);
		expect(out[0]!.json.status).toBe('succeeded');
		expect(hintsOf({ items: out, ...rest })).toContain('could not be written');
	});

	it('stores a key that looks like an expression unchanged', async () => {
		const key = '={{ $json.secret }} 狐 🦊';
		await run([{ json: { key, prompt: 'x' } }]);

		expect(tables.rows[0]!.key).toBe(key);
	});

	it.each(['', '={{ $json.nothing }}', '={{ { a: 1 } }}', 'x'.repeat(501)])(
		'is not accessed for the key %j, and nothing is submitted',
		async (jobKey) => {
			const { error } = await run(items('a'), keyed({}, { jobKey }));

			expect(error!.message).toContain('Job Key');
			expect([p.api.submits, tables.calls]).toEqual([[], []]);
		},
	);
});

it('Retry On Fail reuses the jobs of its own tries, with a key too', async () => {
	p.api.fault({ on: 'status', respond: { status: 401, body: { message: 'Unauthorized' } } });
	const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
	const result = await run(items('a', 'b'), keyed(), { settings });

	expect(result.error).toBeUndefined();
	expect(p.api.submits).toHaveLength(2);
	expect(tables.rows.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
});
