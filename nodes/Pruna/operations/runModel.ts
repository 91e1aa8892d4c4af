import type { INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../api/errors';
import { NOT_CHARGED } from '../api/explain';
import { settle } from '../api/outcome';
import { buildInput, withMediaUrls } from '../models/input';
import { MODEL_OPERATIONS, modelsOf } from '../models/operations';
import { readRefusedField } from '../models/refusedField';
import type { Model } from '../models/types';
import { runJob } from './job';
import type { Run } from './run';
import { binaryFieldsOf, findingsError, readMode, readOptions, readText } from './settings';

function chosenModel(resource: string, operation: string, id: string): Model {
	const offered = MODEL_OPERATIONS.filter(
		(entry) => entry.resource === resource && entry.operation === operation,
	);
	const models = offered.flatMap((entry) => modelsOf(entry));
	const model = models.find((candidate) => candidate.id === id);
	if (model) return model;
	throw new PrunaError(
		id === '' ? 'Model is required' : `“${id}” is not a model of this operation (${resource}: ${operation})`,
		{
			description: `Choose one of: ${models.map((candidate) => candidate.id).join(', ')}. For a model that this version of the node does not know, use Prediction → Create. Nothing was submitted.`,
		},
	);
}

/** Runs a model of the catalogue for one item: check everything, upload its files, then submit, wait and deliver. */
export async function runModel(
	run: Run,
	itemIndex: number,
	resource: string,
	operation: string,
): Promise<INodeExecutionData[]> {
	const { context } = run;
	const model = chosenModel(resource, operation, readText(context, 'model', itemIndex));
	const options = readOptions(context, itemIndex);
	const mode = readMode(context, itemIndex);

	// Required fields stand at the top of the panel, all others in the collection; nothing else is looked at.
	const additional = context.getNodeParameter('additionalFields', itemIndex, {}) as Record<string, unknown>;
	const required = model.parameters
		.filter((parameter) => parameter.required)
		.map(({ name }) => [name, context.getNodeParameter(name, itemIndex, undefined)] as const);
	const set = { ...additional, ...(Object.fromEntries(required) as Record<string, unknown>) };

	const built = buildInput(model, set, binaryFieldsOf(context, itemIndex), options.extraInput);
	if (built.findings.length > 0) throw findingsError(built.findings);

	const outcome = await settle(
		runJob(run, itemIndex, {
			model: model.id,
			kind: model.output,
			mode,
			options,
			input: async (deadline) => {
				const urls = await Promise.all(
					built.media.map(
						async ({ sources }) =>
							await Promise.all(
								sources.map(async (source) =>
									source.kind === 'url' ? source.url : (await run.upload(itemIndex, source, deadline)).url,
								),
							),
					),
				);
				return withMediaUrls(built, urls);
			},
		}),
	);
	if (outcome.ok) return outcome.value;
	throw nameRefusedField(model, outcome.error);
}

/** A 400 names a key of the input; the author of a workflow knows it by its name in the editor. */
function nameRefusedField(model: Model, error: unknown): unknown {
	if (!(error instanceof PrunaError) || error.httpCode !== '400' || error.reason === undefined) return error;
	const refused = readRefusedField(model, error.reason);
	if (!refused) return error;
	return new PrunaError(refused.message, {
		description: `The API said: “${error.reason}”. ${refused.advice} ${NOT_CHARGED}`,
		httpCode: error.httpCode,
		details: error.details,
	});
}
