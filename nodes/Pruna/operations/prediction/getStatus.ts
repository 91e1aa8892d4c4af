import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../core/json';
import { withoutEmptyError } from '../../prediction/jobItems';
import { deadlineOf } from '../../prediction/jobSettings';
import type { Operation } from '../operation';
import { predictionIdField, readPredictionId, tellId } from './predictionId';

/** Polls a prediction once and returns the API's response, with the ID. */
export const getStatus: Operation<string> = {
	resource: 'prediction',
	operation: 'getStatus',
	name: 'Get Status',
	action: 'Get prediction status',
	description: 'Get the current status of a submitted prediction',
	toolDescription:
		'Checks the status of a submitted prediction once, without waiting. Takes its “id”. Returns JSON: “status” is starting, processing, succeeded (then “generation_url” is the URL of the result), failed (then “error” says why), or canceled.',
	fields: [predictionIdField],

	check: readPredictionId,

	async run(run, itemIndex, id) {
		tellId(run, itemIndex, id);
		const { body } = await run.api.status(id, deadlineOf(run, 'image', {}));
		const answer: IDataObject = isRecord(body) ? (body as IDataObject) : { answer: body as string };
		return [{ json: { id, ...withoutEmptyError(answer) }, pairedItem: { item: itemIndex } }];
	},
};
