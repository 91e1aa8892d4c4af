import type { INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { LEAST_SECONDS } from '../media/download';
import { deliver } from './deliver';
import { handleItem } from './jobItems';
import { deadlineOf, type Job } from './jobSettings';
import type { Bought } from './ledger';
import { prepareInput } from './prepareInput';
import type { Run } from './run';
import { remembered, statusDetails, submit } from './submit';
import { awaitPrediction, failedJobError, type EndedPrediction } from './wait';

/** What an earlier try of this item has bought, if the node is run again by Retry On Fail. */
function resume(run: Run, itemIndex: number, work: unknown): Bought | undefined {
	const entry = run.ledger.find(itemIndex, work);
	if (entry === undefined) return undefined;
	if (entry.state === 'in doubt') {
		run.records.tell(itemIndex, { kind: 'in doubt', message: entry.message });
		const job = run.memory.keeps(itemIndex) ? 'maybe kept' : 'maybe';
		throw new PrunaError(entry.message, { advice: 'So an earlier try of this item ended.', job });
	}
	const result = entry.state === 'succeeded' ? { generationUrl: entry.generationUrl } : undefined;
	run.records.tell(itemIndex, { kind: 'resumed', details: statusDetails(run, entry.id), result });
	return entry;
}

/** What an earlier execution has bought for the item's key. */
function recall(run: Run, itemIndex: number): Bought | undefined {
	const known = run.memory.recall(itemIndex);
	if (known.kind === 'bought') return remembered(run, itemIndex, known.bought);
	if (known.outdated) run.records.tell(itemIndex, { kind: 'outdated' });
	return undefined;
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

/** The way of every job: resumed, remembered or submitted, awaited, delivered. What happens is told to its record at each step. */
export async function runJob(run: Run, itemIndex: number, job: Job): Promise<INodeExecutionData[]> {
	const { model, mode, options, work, kind } = job;
	run.records.tell(itemIndex, { kind: 'named', details: { model }, work });

	const resumed = resume(run, itemIndex, work) ?? recall(run, itemIndex);
	const bought = resumed ?? (await buy(run, itemIndex, job));
	const isNew = run.records.of(itemIndex).isResumed !== true;
	if (mode === 'submit' && bought.state === 'submitted') return handleItem(run, itemIndex);

	const deadline = deadlineOf(run, kind, options);
	const generationUrl = await awaitResult(run, itemIndex, job, bought, isNew, deadline);
	// It is paid for, so it has time for its download even when the wait has used up its own.
	const downloadDeadline = Math.max(deadline, run.clock.now() + LEAST_SECONDS * 1000);
	const { id } = bought;
	const facts = { id, model, status: 'succeeded' };
	return await deliver(run, itemIndex, { facts, generationUrl, isPaid: true }, options, downloadDeadline);
}
