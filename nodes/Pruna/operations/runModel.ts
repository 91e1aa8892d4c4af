import type { INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../core/errors';
import { mapError } from '../core/outcome';
import { binaryFieldsOf } from '../media/binaryFields';
import { identityOf } from '../media/sources';
import { modelsOf, operationsWithModels, outputOf, type ModelOperation } from '../models/modelOperations';
import { namedFields, readRefusedField } from '../models/refusedField';
import type { Model } from '../models/types';
import { runJob } from '../prediction/job';
import type { Job } from '../prediction/jobSettings';
import type { Run } from '../prediction/run';
import { readMode } from './mode';
import { buildInput } from './modelInput';
import type { Operation } from './operation';
import { findingsError, textParameter } from './parameters';
import { readOptions } from './readOptions';
import { keyedWork } from './remember';

interface ModelJob extends Job {
	readonly entry: Model;
}

function chosenModel(offered: ModelOperation, id: string): Model {
	const models = modelsOf(offered);
	const model = models.find((candidate) => candidate.id === id);
	if (model) return model;
	throw new PrunaError(
		id === ''
			? 'Model is required'
			: `“${id}” is not a model of this operation (${offered.resource}: ${offered.operation})`,
		{
			advice: `Choose one of: ${models.map((candidate) => candidate.id).join(', ')}. For a model that this version of the node does not know, use Prediction → Create.`,
			job: 'none',
		},
	);
}

async function check(run: Run, itemIndex: number, offered: ModelOperation): Promise<ModelJob> {
	const { context, files, api } = run;
	const entry = chosenModel(offered, textParameter(context, 'model', itemIndex));
	const options = readOptions(run, itemIndex);
	const mode = readMode(context, itemIndex);

	// Required fields stand at the top of the panel, all others in the collection; nothing else is looked at.
	const additional = context.getNodeParameter('additionalFields', itemIndex, {}) as Record<string, unknown>;
	const required = entry.parameters
		.filter((parameter) => parameter.required)
		.map(({ name }) => [name, context.getNodeParameter(name, itemIndex, undefined)] as const);
	const set = { ...additional, ...(Object.fromEntries(required) as Record<string, unknown>) };

	const reader = { fields: binaryFieldsOf(context, itemIndex), files, address: api.address };
	const built = await buildInput(entry, set, reader, options.extraInput);
	const { input, media, findings, extraInputHelps } = built;
	if (findings.length > 0) throw findingsError(findings, extraInputHelps);
	run.secrets.addFrom(input);

	const mediaFiles = media.map(({ parameter, sources }) => [parameter.name, ...sources.map(identityOf)]);
	return {
		entry,
		model: entry.id,
		kind: outputOf(entry),
		mode,
		options,
		perMinute: entry.rateLimitPerMinute,
		input,
		media,
		work: [entry.id, input, mediaFiles],
	};
}

/** A refused input names keys; the author of a workflow knows them by their names in the editor. */
function withFieldName(model: Model, error: unknown): unknown {
	if (!(error instanceof PrunaError) || error.reason === undefined) return error;
	const refused =
		error.invalidFields.length > 0
			? namedFields(model, error.invalidFields)
			: error.httpCode === '400'
				? readRefusedField(model, error.reason)
				: undefined;
	return refused ? error.with(refused) : error;
}

async function run(context: Run, itemIndex: number, job: ModelJob): Promise<INodeExecutionData[]> {
	return await mapError(runJob(context, itemIndex, job), (error) => withFieldName(job.entry, error));
}

/** The operations that run a model of the catalogue. They differ in the models that they offer, and in nothing else. */
export const modelOperations: ReadonlyArray<Operation<ModelJob>> = operationsWithModels().map((offered) => ({
	resource: offered.resource,
	operation: offered.operation,
	name: offered.name,
	action: offered.action,
	description: offered.description,
	// Those of the models are made of the catalogue, for all operations together (models/modelFields.ts).
	fields: [],
	check: async (context, itemIndex) => await check(context, itemIndex, offered),
	keyed: keyedWork,
	run,
}));
