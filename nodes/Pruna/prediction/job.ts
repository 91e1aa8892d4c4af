import type { INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { LEAST_SECONDS } from '../media/download';
import { deliver } from './deliver';
import { handleItem, takeDetails } from './jobItems';
import { deadlineOf, type Job } from './jobSettings';
import { prepareInput } from './prepareInput';
import type { Run } from './run';
import { statusDetails, submit, type Bought } from './submit';
import { awaitPrediction, failedJobError, type EndedPrediction } from './wait';

/** What an earlier try of this item has bought, if the node is run again by Retry On Fail. */
function resume(run: Run, itemIndex: number, work: unknown): Bought | undefined {
	const entry = run.ledger.find(itemIndex, work);
	if (entry === undefined) return undefined;
	if (entry.state === 'in doubt') {
		run.records.tell(itemIndex, { kind: 'in doubt', message: entry.message });
		throw new PrunaError(entry.message, { advice: 'So an earlier try of this item ended.', job: 'maybe' });
	}
	const result = entry.state === 'succeeded' ? { generationUrl: entry.generationUrl } : undefined;
	const { id, seed } = entry;
	const details = { ...statusDetails(run, id), ...(seed !== undefined && { seed }) };
	run.records.tell(itemIndex, { kind: 'resumed', details, result });
	return entry;
}

/** Makes the job ready when its turn is near, and submits it. */
async function buy(run: Run, itemIndex: number, job: Job): Promise<Bought> {
	const { model, perMinute, options } = job;
	const turn = { model, perMinute, ownPerMinute: options.requestsPerMinute };
	return await run.pacer.near(turn, async () => {
		const input = await prepareInput(run, job, deadlineOf(run, job.kind, job.options));
		return await submit(run, itemIndex, job, input);
	});
}

/** @param deadline Milliseconds since 1970 */
async function awaitResult(
	run: Run,
	itemIndex: number,
	job: Job,
	bought: Bought,
	isNew: boolean,
	deadline: number,
): Promise<unknown> {
	const ended: EndedPrediction =
		bought.state === 'succeeded'
			? { kind: 'succeeded', generationUrl: bought.generationUrl }
			: await awaitPrediction(run.api, run.clock, bought.id, {
					// A submit in sync mode has waited for some of the job already.
					model: isNew && job.mode === 'wait' ? job.model : undefined,
					kind: job.kind,
					pollInterval: job.options.pollInterval,
					since: run.clock.now(),
					deadline,
					onPoll: (status) => run.records.tell(itemIndex, { kind: 'polled', status }),
				});
	run.records.tell(itemIndex, {
		kind: 'ended',
		status: ended.kind === 'succeeded' ? 'succeeded' : ended.status,
	});
	if (ended.kind === 'failed') throw failedJobError(ended);
	return ended.generationUrl;
}

/** The way of every job: resumed or submitted, awaited, delivered. What happens is told to its record at each step. */
export async function runJob(run: Run, itemIndex: number, job: Job): Promise<INodeExecutionData[]> {
	const { model, mode, options, work, kind } = job;
	run.records.tell(itemIndex, { kind: 'named', details: { model, ...takeDetails(job) }, work });

	const resumed = resume(run, itemIndex, work);
	const bought = resumed ?? (await buy(run, itemIndex, job));
	if (mode === 'submit' && bought.state === 'submitted') return handleItem(run, itemIndex);

	const deadline = deadlineOf(run, kind, options);
	const generationUrl = await awaitResult(run, itemIndex, job, bought, resumed === undefined, deadline);
	// It is paid for, so it has time for its download even when the wait has used up its own.
	const downloadDeadline = Math.max(deadline, run.clock.now() + LEAST_SECONDS * 1000);
	const { id } = bought;
	const { seed } = run.records.of(itemIndex).details;
	const facts = { id, model, status: 'succeeded', seed };
	return await deliver(run, itemIndex, { facts, generationUrl, isPaid: true }, options, downloadDeadline);
}
