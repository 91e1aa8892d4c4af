import { PrunaError } from '../core/errors';
import { NOT_CHARGED, quotation } from '../api/explain';
import { settle, settleAll } from '../core/outcome';
import { binaryFieldsOf } from '../media/binaryFields';
import { identityOf, type MediaSource } from '../media/sources';
import { buildInput, withMediaUrls } from '../models/input';
import { MODEL_OPERATIONS, modelsOf } from '../models/operations';
import { readRefusedField } from '../models/refusedField';
import type { Model } from '../models/types';
import { runJob } from './job';
import { readMode, readOptions } from './jobOptions';
import { findingsError, readText } from './parameters';
import type { Perform } from './perform';
import type { Run } from './run';

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

/** Runs a model of the catalogue for one item: check everything, then upload its files, submit, wait and deliver. */
export function runModel(run: Run, itemIndex: number, resource: string, operation: string): Perform {
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
	if (built.findings.length > 0) throw findingsError(built.findings, built.extraInputHelps);
	run.secrets.addFrom(built.input);

	const media = built.media.map(({ parameter, sources }) => [parameter.name, ...sources.map(identityOf)]);
	const job = {
		model: model.id,
		kind: model.output,
		mode,
		options,
		perMinute: options.requestsPerMinute ?? model.rateLimitPerMinute,
		work: [model.id, built.input, media],
		input: async (deadline: number) => {
			const urlOf = async (source: MediaSource) =>
				source.kind === 'url' ? source.url : (await run.upload(itemIndex, source, deadline)).url;
			const urls = await settleAll(
				built.media.map(async ({ sources }) => await settleAll(sources.map(urlOf))),
			);
			return withMediaUrls(built, urls);
		},
	};
	return async () => {
		const outcome = await settle(runJob(run, itemIndex, job));
		if (outcome.ok) return outcome.value;
		throw nameRefusedField(model, outcome.error);
	};
}

/** A 400 names a key of the input; the author of a workflow knows it by its name in the editor. */
function nameRefusedField(model: Model, error: unknown): unknown {
	if (!(error instanceof PrunaError) || error.httpCode !== '400' || error.reason === undefined) return error;
	const refused = readRefusedField(model, error.reason);
	if (!refused) return error;
	return new PrunaError(refused.message, {
		description: `${quotation(error.reason)} ${refused.advice} ${NOT_CHARGED}`,
		httpCode: error.httpCode,
		cause: error.failureCause,
		details: error.details,
	});
}
