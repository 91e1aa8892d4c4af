import { deliver } from '../../prediction/deliver';
import { deadlineOf, type JobOptions } from '../../prediction/jobSettings';
import { awaitPrediction, failedJobError } from '../../prediction/wait';
import type { Operation } from '../operation';
import { readOptions } from '../readOptions';
import { predictionIdField, readPredictionId, tellId } from './predictionId';

/** Waits for a job that was submitted before, then delivers it. */
export const getResult: Operation<{ id: string; options: JobOptions }> = {
	resource: 'prediction',
	operation: 'getResult',
	name: 'Get Result',
	action: 'Get prediction result',
	description: 'Wait for a submitted prediction and fetch its files',
	toolDescription:
		'Waits until a submitted prediction is done, which for a video takes minutes. Takes its “id”. Gives JSON: “generation_url” is a link to the result that works for about a day. Nothing is bought by it.',
	fields: [predictionIdField],

	check(run, itemIndex) {
		return { options: readOptions(run, itemIndex), id: readPredictionId(run, itemIndex) };
	},

	async run(run, itemIndex, { id, options }) {
		tellId(run, itemIndex, id);
		const deadline = deadlineOf(run, undefined, options);
		const ended = await awaitPrediction(run.api, run.clock, id, {
			model: undefined,
			kind: undefined,
			pollInterval: options.pollInterval,
			since: run.clock.now(),
			deadline,
			onPoll: (status) => run.records.tell(itemIndex, { kind: 'polled', status }),
		});
		if (ended.kind === 'failed') throw failedJobError(ended);
		const facts = { id, status: 'succeeded' };
		run.records.tell(itemIndex, { kind: 'polled', status: facts.status });
		const job = { facts, generationUrl: ended.generationUrl, isPaid: false };
		return await deliver(run, itemIndex, job, options, deadline);
	},
};
