import { randomId } from './ids';
import { mediaError } from './media';
import { findParameter, type Model } from './models';
import { renderOutput } from './render';
import { outputFormat } from './render/format';
import type { State } from './state';

export interface FailNextSpec {
	model?: string;
	/** Optional only for a canceled job, which has its own message (wire.md 4). */
	error?: string;
	/** The answer has `error` but no `status`, as seen with the live API (wire.md 4). */
	withoutStatus?: boolean;
	status?: 'failed' | 'canceled';
	times?: number;
	promptIncludes?: string;
}

export interface OutputOverride {
	name: string;
	contentType: string;
	/** The same for every job, or a function of the job's input. */
	bytes: Buffer | ((input: Readonly<Record<string, unknown>>) => Buffer);
}

export interface OutputFile {
	name: string;
	contentType: string;
	/** Called at the first delivery, because rendering hundreds of images would slow down the submits. */
	bytes: () => Buffer | Promise<Buffer>;
	/** The bytes that were delivered. */
	delivered?: Buffer;
}

export interface Failure {
	error?: string;
	status: 'failed' | 'canceled';
	withoutStatus: boolean;
}

export interface Prediction {
	id: string;
	model: Model;
	input: Record<string, unknown>;
	sync: boolean;
	acceptedAt: number;
	endsAt: number;
	/** The part of the delivery path that identifies this job. */
	token: string;
	files: OutputFile[];
	/** Set by `failNext` when the job is accepted. */
	planned?: Failure;
}

export type Phase = 'starting' | 'processing' | 'ended';

const STARTING_FRACTION = 0.2;

/** Starts a job. From here on, it runs and costs money, whether or not anyone polls it. */
export function startPrediction(
	state: State,
	model: Model,
	input: Record<string, unknown>,
	sync: boolean,
): Prediction {
	const { jobSeconds, jobJitter } = state.options;
	const now = Date.now();
	const prediction: Prediction = {
		id: randomId(26),
		model,
		input,
		sync,
		acceptedAt: now,
		endsAt: now + jobSeconds * 1000 * (1 + jobJitter * (Math.random() * 2 - 1)),
		token: randomId(40),
		files: state.files ? overriddenFiles(state.files, input) : outputFiles(state, model, input),
		planned: takeFailure(state, model, input),
	};
	state.predictions.set(prediction.id, prediction);
	return prediction;
}

export function phaseOf(prediction: Prediction): Phase {
	const { acceptedAt, endsAt } = prediction;
	const now = Date.now();
	if (now >= endsAt) return 'ended';
	return now < acceptedAt + STARTING_FRACTION * (endsAt - acceptedAt) ? 'starting' : 'processing';
}

/** Why an ended job failed; undefined if it succeeded. Media are checked now, not at submit (wire.md 1). */
export function failureOf(state: State, prediction: Prediction): Failure | undefined {
	if (prediction.planned) return prediction.planned;
	const error = mediaError(state, prediction);
	return error === undefined ? undefined : { error, status: 'failed', withoutStatus: false };
}

function takeFailure(state: State, model: Model, input: Record<string, unknown>): Failure | undefined {
	const spec = state.failures.find(
		({ times = 1, model: onlyModel, promptIncludes }) =>
			times > 0 &&
			(onlyModel === undefined || onlyModel === model.id) &&
			(promptIncludes === undefined ||
				(typeof input.prompt === 'string' && input.prompt.includes(promptIncludes))),
	);
	if (!spec) return undefined;
	spec.times = (spec.times ?? 1) - 1;
	return { error: spec.error, status: spec.status ?? 'failed', withoutStatus: spec.withoutStatus ?? false };
}

const overriddenFiles = (files: OutputOverride[], input: Record<string, unknown>): OutputFile[] =>
	files.map(({ name, contentType, bytes }) => ({
		name,
		contentType,
		bytes: () => (typeof bytes === 'function' ? bytes(input) : bytes),
	}));

function outputFiles(state: State, model: Model, input: Record<string, unknown>): OutputFile[] {
	const format = outputFormat(model, input);
	const wanted = findParameter(model, 'num_outputs') ? input.num_outputs : undefined;
	const count = typeof wanted === 'number' ? wanted : 1;
	const seed = typeof input.seed === 'number' ? input.seed : 42;
	return Array.from({ length: count }, (_, index) => ({
		// Both forms of names are Pruna's own examples (wire.md 5).
		name: count > 1 ? `output_${seed}_${index}.${format.longExtension}` : `output.${format.extension}`,
		contentType: format.contentType,
		bytes: async () => await renderOutput(state, model, input, index),
	}));
}
