// Simultaneous executions that share an account: of one item each, batches side by side, one item during a batch.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender';
import { jobSeconds } from '../jobs';
import { measurePerJob, seenBy } from '../measure';
import type { StartedExecution } from '../n8n';
import { percentile } from '../statistics';
import { image, type Context } from './context';

const PAUSE = 50;
/** Models without a documented rate limit. */
const UNLIMITED = 'p-image-ideogram';
const UNLIMITED_QUICK = 'flux-2-fast';

const refusedOf = ({ service }: Contender) =>
	seenBy(service)
		.of('submit')
		.filter(({ statusCode }) => statusCode === 429).length;

async function allEnded({ n8n }: Context, started: StartedExecution[]): Promise<void> {
	await Promise.all(started.map(async (one) => await n8n.ended(one)));
}

/** Simultaneous executions of one item each, as webhooks would start them. */
export async function executionsScene(context: Context): Promise<void> {
	const { field, n8n, results, quick, say } = context;
	const count = quick ? 10 : 40;
	for (let run = 0; run < (quick ? 1 : 5); run++) {
		for (const contender of [field.wait, field.loops.best]) {
			const { service, title } = contender;
			const jobs = jobSeconds({ count, seconds: 3, jitter: 0.2, seed: 40 + run });
			service.prepare({ jobs, file: image, rateLimit: true });
			const work = { kind: 'image', model: 'p-image', count: 1 } as const;
			const started = await Promise.all(jobs.map(async () => await n8n.begin(contender, work)));
			await allEnded(context, started);
			const each = measurePerJob(service).flatMap(({ wall, ideal }) =>
				wall === undefined ? [] : wall - ideal,
			);
			const row = {
				scene: 'executions',
				contender: title,
				count,
				finished: each.length,
				refused: refusedOf(contender),
				seconds: percentile(each, 50),
				worst: Math.max(...each),
			} as const;
			results.shared.push(row);
			say(`  ${title}: ${JSON.stringify(row)}`);
		}
	}
}

/** Simultaneous batches that together exceed what the account may submit in a minute. */
export async function batchesScene(context: Context): Promise<void> {
	const { field, n8n, results, quick, say } = context;
	const contender = field.wait;
	const [batches, size, runs] = quick ? [3, 20, 1] : [3, 200, 2];
	for (let run = 0; run < runs; run++) {
		if (run > 0) await sleep(65_000);
		const count = batches * size;
		const jobs = jobSeconds({ count, seconds: 3, jitter: 0.2, seed: 600 + run });
		contender.service.prepare({ jobs, file: image, rateLimit: true });
		const names = Array.from({ length: batches }, (_, index) => `batch ${index}`);
		const started = await Promise.all(
			names.map(async (name) => {
				const work = { kind: 'image', model: 'p-image-pro', count: size, name } as const;
				return await n8n.begin(contender, work);
			}),
		);
		await allEnded(context, started);
		const accepted = contender.service.jobs();
		const { span } = seenBy(contender.service);
		// A fair share is the same number for each batch while all of them have something to submit.
		const times = names.map((name) =>
			accepted.filter(({ prompt }) => prompt?.startsWith(name)).map(({ acceptedAt }) => acceptedAt),
		);
		const from = Math.max(...times.map((own) => Math.min(...own)));
		const to = Math.min(...times.map((own) => Math.max(...own)));
		const shares = times.map((own) => own.filter((time) => time >= from && time <= to).length);
		const total = shares.reduce((sum, share) => sum + share, 0);
		const row = {
			scene: 'batches',
			contender: contender.title,
			count,
			finished: accepted.length,
			refused: refusedOf(contender),
			seconds: span === undefined ? NaN : (span.to - span.from) / 1000,
			leastShare: total === 0 ? undefined : Math.min(...shares) / (total / batches),
		} as const;
		results.shared.push(row);
		say(`  ${JSON.stringify(row)}`);
	}
}

/** One image that is requested while a batch is being submitted. */
export async function middleScene(context: Context): Promise<void> {
	const { field, n8n, results, quick, say } = context;
	const contender = field.wait;
	const { service } = contender;
	const [count, runs] = quick ? [200, 1] : [1000, 3];
	const model = quick ? UNLIMITED_QUICK : UNLIMITED;
	for (let run = 0; run < runs; run++) {
		const jobs = jobSeconds({ count: count + 1, seconds: 3, jitter: 0.2, seed: 1000 + run });
		service.prepare({ jobs, file: image });
		// Storing the workflow is not part of the wait: a user's workflow exists before it runs.
		const stored = await n8n.store(contender, { kind: 'image', model, count: 1, name: 'single' });
		const batch = await n8n.begin(contender, { kind: 'image', model, count, name: 'batch' });
		const deadline = Date.now() + 120_000;
		while (service.jobs().length < count / 2) {
			if (Date.now() > deadline) throw new Error('Half of the batch was not submitted within 120 s');
			await sleep(PAUSE);
		}
		const requestedAt = Date.now();
		const single = await n8n.startStored(stored);
		await n8n.ended(single);
		await n8n.ended(batch);
		const job = service.jobs().find(({ prompt }) => prompt?.startsWith('single'));
		const files = seenBy(service)
			.of('file')
			.filter(({ path }) => job?.marks.some((mark) => path.includes(mark)));
		const end = Math.max(...files.flatMap(({ endedAt }) => endedAt ?? []));
		const ideal = job === undefined ? NaN : job.endsAt - job.acceptedAt;
		const row = {
			scene: 'middle',
			contender: contender.title,
			count,
			finished: service.jobs().length,
			refused: refusedOf(contender),
			// Over its own ideal, counted from the request to n8n.
			seconds: (end - requestedAt - ideal) / 1000,
		} as const;
		results.shared.push(row);
		say(`  ${JSON.stringify(row)}`);
	}
}
