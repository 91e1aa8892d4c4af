import { deadlineOf, deliveryOptions, type JobOptions } from '../../prediction/jobSettings';
import { followJob, type OpenJob } from '../../prediction/openJob';
import type { Operation } from '../operation';
import { parkedField } from '../parking/parkedField';
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
	fields: [predictionIdField, parkedField],

	check(run, itemIndex) {
		return { options: readOptions(run, itemIndex), id: readPredictionId(run, itemIndex) };
	},

	// How many files the job gives is known only when it has ended.
	parking: ({ options }) => ({ wanted: options.freeWorker === true }),

	async run(run, itemIndex, { id, options }) {
		tellId(run, itemIndex, id);
		run.handover.hasBought(itemIndex);
		const job: OpenJob = {
			itemIndex,
			id,
			kind: undefined,
			isPaid: false,
			options: deliveryOptions(options),
			since: run.clock.now(),
			deadline: deadlineOf(run, undefined, options),
		};
		return await followJob(run, job, { leaveAt: run.handover.leaveAt });
	},
};
