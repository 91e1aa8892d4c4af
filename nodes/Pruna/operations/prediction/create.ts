import { isRecord } from '../../core/json';
import { estimateCost } from '../../models/estimate';
import { findModel, outputOf } from '../../models/modelOperations';
import { runJob } from '../../prediction/job';
import type { Job } from '../../prediction/jobSettings';
import { readMode } from '../mode';
import type { Operation } from '../operation';
import { optionWarnings } from '../optionWarnings';
import { parkingOf } from '../parking/canPark';
import { findingsError, readJsonObject, textParameter } from '../parameters';
import { readOptions } from '../readOptions';
import { keyedWork } from '../remember';

/** Takes the input out of a whole request body, as Pruna's documentation shows it. */
function withoutEnvelope(given: Record<string, unknown>): Record<string, unknown> {
	const { input, ...rest } = given;
	return isRecord(input) && Object.keys(rest).every((key) => key === 'model') ? input : given;
}

/** Runs any model with any input, including models that the node does not know yet. The input is not checked. */
export const create: Operation<Job> = {
	resource: 'prediction',
	operation: 'create',
	name: 'Create',
	action: 'Create prediction',
	description: 'Run any model by its ID, with the input as JSON',
	toolDescription:
		'Runs any Pruna model by its ID. Takes the model ID, such as p-image, and the model’s input as a JSON object, such as {"prompt": "a red fox"}; files in it are public URLs (https://…). Returns JSON: “generation_url” is the URL of the result, which works for about a day, and “id” is the prediction ID. If the tool returns “error”, its text says what to correct.',
	fields: [
		{
			displayName: 'Model ID',
			name: 'modelId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. p-image',
			description: "ID of the model, as in Pruna's documentation",
		},
		{
			displayName: 'Input',
			name: 'input',
			type: 'json',
			default: '{\n  "prompt": ""\n}',
			required: true,
			description: "The model's input as a JSON object. It is sent as is, without any checks.",
		},
	],

	check(run, itemIndex) {
		const { context } = run;
		const id = textParameter(context, 'modelId', itemIndex);
		if (id === '') throw findingsError(['Model ID is required']);
		if (!/^[\x21-\x7e]+$/.test(id)) throw findingsError(['Model ID must be plain text without spaces']);
		const own = withoutEnvelope(readJsonObject(context.getNodeParameter('input', itemIndex, {}), 'Input'));
		const options = readOptions(run, itemIndex);
		const input = { ...own, ...options.extraInput };
		run.secrets.addFrom(input);
		const model = findModel(id);
		return {
			model: id,
			kind: model && outputOf(model),
			mode: readMode(context, itemIndex),
			options,
			perMinute: model?.rateLimitPerMinute,
			input,
			media: [],
			estimate: model && estimateCost(model, input),
			warnings: optionWarnings(options),
			work: [id, own, options.extraInput],
		};
	},

	jobOf: (job) => job,

	parking: parkingOf,

	keyed: keyedWork,

	run: runJob,
};
