import { randomInt } from 'crypto';
import { PrunaError } from '../core/errors';
import { mapError, settleCall } from '../core/outcome';
import { binaryFieldsOf } from '../media/binaryFields';
import { identityOf } from '../media/sources';
import { estimateCost, sumOfEstimates } from '../models/estimate';
import { modelsOf, operationsWithModels, outputOf, type ModelOperation } from '../models/modelOperations';
import { isOnTop } from '../models/place';
import { namedFields, readRefusedField } from '../models/refusedField';
import { planTakes, seedFinding, takesWarning, type PlannedTake } from '../models/takes';
import type { Model } from '../models/types';
import { runJob } from '../prediction/job';
import type { Job } from '../prediction/jobSettings';
import { describedInput } from '../prediction/prepareInput';
import type { ItemResult } from '../prediction/openJob';
import type { Run } from '../prediction/run';
import { readMode } from './mode';
import { buildInput } from './modelInput';
import type { ItemJob, Operation } from './operation';
import { optionWarnings } from './optionWarnings';
import { parkingOf } from './parking/canPark';
import { findingsError, textParameter } from './parameters';
import { readOptions } from './readOptions';
import { keyedWork } from './remember';
import { modelToolDescription } from './toolDescription';

/** A key identifies one job. */
const KEY_OR_TAKES = 'Job Key cannot be used together with Takes';

interface ModelJob extends Job {
	readonly entry: Model;
	/** The jobs that make its takes, if the user asked for takes. */
	readonly plan?: readonly PlannedTake[];
}

/** The operation that offers Takes, because it makes something new. */
const HAS_TAKES = 'generate';

/** Models accept seeds of at least 32 bits. */
const randomSeed = () => randomInt(2 ** 31 - 1);

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

/** Adds the other findings to the error of an invalid option, unless that is Extra Input: what it sets is then unknown. */
function withFindings(error: unknown, findings: readonly string[]): unknown {
	const isAlone = !(error instanceof PrunaError) || error.message.startsWith('Extra Input');
	return isAlone || findings.length === 0 ? error : findingsError([error.message, ...findings]);
}

async function check(run: Run, itemIndex: number, offered: ModelOperation): Promise<ModelJob> {
	const { context, files, api } = run;
	const entry = chosenModel(offered, textParameter(context, 'model', itemIndex));
	const readable = await settleCall(() => readOptions(run, itemIndex));
	const mode = readMode(context, itemIndex);

	// Some fields are at the top of the panel, all others in the collection. Nothing else is read.
	const additional = context.getNodeParameter('additionalFields', itemIndex, {}) as Record<string, unknown>;
	const onTop = entry.parameters
		.filter(isOnTop)
		.map(({ name }) => [name, context.getNodeParameter(name, itemIndex, undefined)] as const);
	const set = { ...additional, ...(Object.fromEntries(onTop) as Record<string, unknown>) };

	const reader = { fields: binaryFieldsOf(context, itemIndex), files, address: api.address };
	const built = await buildInput(entry, set, reader, readable.ok ? readable.value.extraInput : {});
	if (!readable.ok) throw withFindings(readable.error, built.findings);
	const options = readable.value;
	const { input, media, warnings, extraInputHelps } = built;
	const takes = offered.operation === HAS_TAKES ? options.takes : undefined;
	const ofSeed = takes === undefined ? undefined : seedFinding(input, takes);
	const findings = [...built.findings, ...(ofSeed === undefined ? [] : [`Takes ${ofSeed}`])];
	if (takes !== undefined && options.jobKey !== undefined) findings.push(KEY_OR_TAKES);
	run.secrets.addFrom(input);
	if (findings.length > 0 && mode !== 'check') throw findingsError(findings, extraInputHelps);

	const plan = takes === undefined ? undefined : planTakes(entry, input, takes, randomSeed);
	const shared = plan && takesWarning(plan);
	const estimates = (plan ?? [{ input }]).map((job) =>
		estimateCost(entry, describedInput({ input: job.input, media })),
	);
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
		estimate: findings.length > 0 ? undefined : sumOfEstimates(estimates),
		warnings: [...warnings, ...optionWarnings(options), ...(shared === undefined ? [] : [shared])],
		findings,
		work: [entry.id, input, mediaFiles],
		plan,
	};
}

/** A random seed is not part of the work's identity, so a later try with another seed still finds the job. */
function split({ plan = [], ...job }: ModelJob): Array<ItemJob<ModelJob>> {
	if (plan.length === 0) return [{ settings: job }];
	return plan.map(({ take, input, seed }) => ({
		take,
		settings: {
			...job,
			input,
			seed,
			take,
			estimate: estimateCost(job.entry, describedInput({ input, media: job.media })),
			work: [job.work, take.index, take.size],
		},
	}));
}

/** Replaces the keys named in a refusal with the names that the workflow's author knows from the editor. */
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

async function run(context: Run, itemIndex: number, job: ModelJob): Promise<ItemResult> {
	return await mapError(runJob(context, itemIndex, job), (error) => withFieldName(job.entry, error));
}

/** The operations that run a model of the catalog. They differ only in the models that they offer. */
export const modelOperations: ReadonlyArray<Operation<ModelJob>> = operationsWithModels().map((offered) => ({
	resource: offered.resource,
	operation: offered.operation,
	name: offered.name,
	action: offered.action,
	description: offered.description,
	toolDescription: modelToolDescription(offered),
	// The fields of the models are generated from the catalog for all operations together (models/modelFields.ts).
	fields: [],
	check: async (context, itemIndex) => await check(context, itemIndex, offered),
	jobOf: (job) => job,
	split,
	parking: parkingOf,
	keyed: keyedWork,
	run,
}));
