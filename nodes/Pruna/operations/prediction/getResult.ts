import { deadlineOf, deliveryOptions, type JobOptions } from '../../prediction/jobSettings';
import { followJob, type OpenJob } from '../../prediction/openJob';
import type { Operation } from '../operation';
import { optionWarnings } from '../optionWarnings';
import { parkedField } from '../parking/parkedField';
import { readOptions } from '../readOptions';
import { predictionIdField, readPredictionId, tellId } from './predictionId';

/** Waits for a job that was submitted earlier, then delivers it. */
export const getResult: Operation<{ id: string; options: JobOptions }> = {
	resource: 'prediction',
	operation: 'getResult',
	name: 'Get Result',
	action: 'Get prediction result',
	description: 'Wait for a submitted prediction and download its files',
	toolDescription:
		'Waits until a submitted prediction is done, which takes minutes for a video. Takes its “id”. Returns JSON: “generation_url” is the URL of the result, which works for about a day. This submits nothing and costs nothing.',
	fields: [predictionIdField, parkedField],

	check(run, itemIndex) {
		return { options: readOptions(run, itemIndex), id: readPredictionId(run, itemIndex) };
	},

	warningsOf: ({ options }) => optionWarnings(options),

	// The number of files is not known until the job has ended.
	parking: ({ options }) => ({ wanted: options.freeWorker === true }),

	async run(run, itemIndex, { id, options }) {
		tellId(run, itemIndex, id);
		run.handover.noMoreSubmits(itemIndex);
		const job: OpenJob = {
			itemIndex,
			id,
			kind: undefined,
			isPaid: false,
			options: deliveryOptions(options),
			since: run.clock.now(),
			deadline: deadlineOf(run, undefined, options),
		};
		return await followJob(run, job, run.handover.leaveAt);
	},
};
