// Results that are lost because a status request failed, although the job is done and paid for.
import type { Contender } from '../contenders/contender';
import { jobSeconds, seededRandom } from '../jobs';
import { image, type Context } from './context';

export async function faultScene(context: Context): Promise<void> {
	const { field, quick } = context;
	const count = quick ? 20 : 100;
	for (const contender of [field.wait, field.loops.best, field.loops.plain]) {
		const random = seededRandom(2);
		await attempt(context, contender, count, '2% of the status requests', () => random() < 0.02);
	}
	if (quick) return;
	// The rivals send too few requests for a rate of 2%, so exactly one request of each fails.
	await Promise.all(
		Object.values(field.rivals).map(async (rival) => {
			let polls = 0;
			await attempt(context, rival, 5, 'the second status request', () => ++polls === 2);
		}),
	);
}

async function attempt(
	{ n8n, results, say }: Context,
	contender: Contender,
	count: number,
	fault: string,
	failsStatus: () => boolean,
): Promise<void> {
	const jobs = jobSeconds({ count, seconds: 3, jitter: 0.2, seed: 2 });
	const run = await n8n.run(contender, { kind: 'image', count }, { jobs, file: image, failsStatus });
	const lost = count - run.finished;
	results.faults.push({
		contender: contender.title,
		count,
		fault,
		lost,
		submits: run.submits,
		error: run.error,
	});
	say(`  ${contender.title}: ${lost} of ${count} lost`);
}
