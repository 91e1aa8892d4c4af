/**
 * A long batch over a bad network: many items, with a fault in every twentieth request, of every kind and at every step.
 * The normal tests run a short form; `npm run soak` (test/soak/jest.config.js) runs the long one.
 */
import { edit, png, PNG, usePApi } from '../engine/fixture';
import { ownFiles, settleAccount, type Account } from './account';
import { planFaults } from './faults';
import { takeResources, type Resources } from './resources';

interface Size {
	items: number;
	batches: number;
	/** Share of the requests that get a fault. */
	faults: number;
	withTimeouts: boolean;
}

/** With more faults per request than the long form, so that every kind occurs. */
const SHORT: Size = { items: 240, batches: 2, faults: 0.2, withTimeouts: false };
const size = (globalThis as { SOAK?: Size }).SOAK ?? SHORT;

/** Growth to ignore, in bytes: what the engine and the test runner themselves keep. */
const HEAP_SLACK = 12 * 1024 * 1024;

const p = usePApi({ jobSeconds: 0.2, jobJitter: 0.5 });
const plan = planFaults(size.faults, size.withTimeouts);

interface Batch {
	account: Account;
	resources: Resources;
	requests: number;
	seconds: number;
}

const batches: Batch[] = [];

/** Each item edits its own image, so it goes through all four steps. */
async function runBatch(batch: number): Promise<Batch> {
	p.api.setFiles(ownFiles);
	p.api.failNext({ error: 'out of luck', promptIncludes: '13', times: Infinity });
	plan.install(p.api);
	const start = Date.now();
	const prompts = Array.from(
		{ length: size.items / size.batches },
		(_, index) => `batch ${batch}, item ${index}`,
	);
	const options = { pollInterval: 0.3, timeout: 20, requestsPerMinute: 1_000_000 };
	const result = await p.run(edit({ prompt: '={{ $json.prompt }}', images: 'data', options }), {
		items: prompts.map((prompt) => ({
			json: { prompt },
			files: { data: png('photo.png', Buffer.concat([PNG, Buffer.from(prompt)])) },
		})),
		settings: { onError: 'continueErrorOutput' },
	});
	const account = await settleAccount(prompts, result, p.api.submits);
	const { length: requests } = p.api.requests;
	const seconds = (Date.now() - start) / 1000;
	p.api.reset();
	return { account, requests, seconds, resources: { heap: 0, handles: new Map() } };
}

/** Enough for both forms on a slow machine, in milliseconds. */
const LIMIT = 30 * 60 * 1000;

beforeAll(async () => {
	for (let batch = 0; batch < size.batches; batch++) {
		const done = await runBatch(batch);
		batches.push({ ...done, resources: await takeResources(batches[0]?.resources) });
	}
	process.stdout.write(report());
}, LIMIT);

function report(): string {
	const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
	const fates = [...new Set(batches.flatMap(({ account }) => [...account.fates.keys()]))];
	const rows = batches.map(({ account, resources, requests, seconds }, index) => [
		`batch ${index + 1}`,
		`${requests} requests`,
		`${seconds.toFixed(0)} s`,
		`${account.accepted} jobs`,
		...fates.map((fate) => `${account.fates.get(fate) ?? 0} ${fate}`),
		megabytes(resources.heap),
		`${[...resources.handles.values()].reduce((sum, count) => sum + count, 0)} handles`,
	]);
	const faults = [...plan.counts].sort().map(([kind, count]) => `  ${kind}  × ${count}`);
	return ['', ...rows.map((row) => row.join(' | ')), `faults:`, ...faults, ''].join('\n');
}

it('meets every kind of fault at every step', () => {
	expect([...plan.kinds].filter((kind) => !plan.counts.has(kind))).toEqual([]);
});

it('accounts for every item and every charged job', () => {
	expect(batches.flatMap(({ account }) => account.findings)).toEqual([]);
	const items = batches.flatMap(({ account }) => [...account.fates.values()]);
	expect(items.reduce((sum, count) => sum + count, 0)).toBe(size.items);
});

it('uses no more memory at the end than after the first batch', () => {
	const [first, ...later] = batches;
	expect(later.at(-1)!.resources.heap).toBeLessThan(first!.resources.heap + HEAP_SLACK);
});

it('leaves no connections or other handles behind', () => {
	const [first, ...later] = batches;
	for (const [kind, count] of later.at(-1)!.resources.handles) {
		expect([kind, count]).toEqual([kind, Math.min(count, first!.resources.handles.get(kind) ?? 0)]);
	}
});
