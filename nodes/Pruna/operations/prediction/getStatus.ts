import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../core/json';
import { withoutEmptyError } from '../../prediction/jobItems';
import { deadlineOf } from '../../prediction/jobSettings';
import type { Operation } from '../operation';
import { predictionIdField, readPredictionId, tellId } from './predictionId';

/** One poll of a job: the API's answer, with the id. */
export const getStatus: Operation<string> = {
	resource: 'prediction',
	operation: 'getStatus',
	name: 'Get Status',
	action: 'Get prediction status',
	description: 'Look once how far a submitted prediction is',
	toolDescription:
		'Asks once how far a submitted prediction is, without waiting. Takes its “id”. Gives JSON: “status” is starting, processing, succeeded (then “generation_url” is a link to the result), failed (then “error” says why) or canceled.',
	fields: [predictionIdField],

	check: readPredictionId,

	async run(run, itemIndex, id) {
		tellId(run, itemIndex, id);
		const { body } = await run.api.status(id, deadlineOf(run, 'image', {}));
		const answer: IDataObject = isRecord(body) ? (body as IDataObject) : { answer: body as string };
		return [{ json: { id, ...withoutEmptyError(answer) }, pairedItem: { item: itemIndex } }];
	},
};
