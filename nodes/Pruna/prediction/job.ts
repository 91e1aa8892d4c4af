import { PrunaError } from '../core/errors';
import { handleItem, takeDetails } from './jobItems';
import { deadlineOf, deliveryOptions, type Job } from './jobSettings';
import type { PaidJob } from './ledger';
import { deliverJob, followJob, type ItemResult } from './openJob';
import { prepareInput } from './prepareInput';
import type { Run } from './run';
import { remembered, statusDetails, submit } from './submit';

/** The job that an earlier try of this item has paid for, if Retry On Fail runs the node again. */
function resume(run: Run, itemIndex: number, work: unknown): PaidJob | undefined {
	const entry = run.ledger.find(itemIndex, work);
	if (entry === undefined) return undefined;
	if (entry.state === 'in doubt') {
		run.records.tell(itemIndex, { kind: 'in doubt', message: entry.message });
		const job = run.memory.keeps(itemIndex) ? 'maybe kept' : 'maybe';
		throw new PrunaError(entry.message, { advice: 'This is how an earlier try of this item ended.', job });
	}
	const result = entry.state === 'succeeded' ? { generationUrl: entry.generationUrl } : undefined;
	const { id, seed } = entry;
	const details = { ...statusDetails(run, id), ...(seed !== undefined && { seed }) };
	run.records.tell(itemIndex, { kind: 'resumed', details, result });
	return entry;
}

/** The job that an earlier execution has paid for under the item's key. */
function recall(run: Run, itemIndex: number): PaidJob | undefined {
	const known = run.memory.recall(itemIndex);
	if (known.kind === 'paid') return remembered(run, itemIndex, known.paidJob);
	if (known.outdated) run.records.tell(itemIndex, { kind: 'outdated' });
	return undefined;
}

/** Prepares the job when its turn is near, and submits it. */
async function prepareAndSubmit(run: Run, itemIndex: number, job: Job): Promise<PaidJob> {
	const { model, perMinute, options } = job;
	const turn = { model, perMinute, ownPerMinute: options.requestsPerMinute };
	return await run.pacer.near(turn, async () => {
		const input = await prepareInput(run, job, deadlineOf(run, job.kind, job.options));
		return await submit(run, itemIndex, job, input);
	});
}

/** Runs a job: it is resumed, remembered or submitted, then awaited and delivered. Each step is reported to its record. */
export async function runJob(run: Run, itemIndex: number, job: Job): Promise<ItemResult> {
	const { model, mode, options, work, kind } = job;
	run.records.tell(itemIndex, { kind: 'named', details: { model, ...takeDetails(job) }, work });

	const resumed = resume(run, itemIndex, work) ?? recall(run, itemIndex);
	const paid = resumed ?? (await prepareAndSubmit(run, itemIndex, job));
	const isNew = run.records.of(itemIndex).isResumed !== true;
	if (mode === 'submit' && paid.state === 'submitted') return handleItem(run, itemIndex);

	const deadline = deadlineOf(run, kind, options);
	const { seed } = run.records.of(itemIndex).details;
	const known = { itemIndex, model, seed, isPaid: true, options: deliveryOptions(options), deadline };
	if (paid.state === 'succeeded') {
		run.records.tell(itemIndex, { kind: 'ended', status: 'succeeded' });
		return await deliverJob(run, { ...known, id: paid.id }, paid.generationUrl);
	}
	run.handover.noMoreSubmits(itemIndex);
	// In sync mode, the submit has already waited for part of the job.
	const learnsOf = isNew && mode === 'wait' ? model : undefined;
	const open = { ...known, id: paid.id, kind, since: run.clock.now(), learnsOf };
	return await followJob(run, open, run.handover.leaveAt);
}
