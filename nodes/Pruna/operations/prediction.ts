import type { IDataObject } from 'n8n-workflow';
import type { Perform } from './perform';
import { apiUrl, idInStatusUrl, resolveResultUrl, statusPath } from '../api/address';
import { isRecord } from '../api/answer';
import { PrunaError } from '../core/errors';
import { show } from '../models/convert';
import { findModel } from '../models/operations';
import { awaitPrediction, failedJobError } from '../prediction/wait';
import { deliver, withoutEmptyError } from './deliver';
import { deadlineOf, runJob } from './job';
import { readMode, readOptions } from './jobOptions';
import { findingsError, readJsonObject, readText } from './parameters';
import type { Run } from './run';

/** Submits any model with any input: what the API learns tomorrow works today. Nothing of the input is checked. */
export function createPrediction(run: Run, itemIndex: number): Perform {
	const { context } = run;
	const model = readText(context, 'modelId', itemIndex);
	if (model === '') throw findingsError(['Model ID is required']);
	if (!/^[\x21-\x7e]+$/.test(model)) throw findingsError(['Model ID must be plain text without spaces']);
	const input = readJsonObject(context.getNodeParameter('input', itemIndex, {}), 'Input');
	const options = readOptions(context, itemIndex);
	const whole = { ...input, ...options.extraInput };
	run.secrets.addFrom(whole);
	const job = {
		model,
		kind: findModel(model)?.output,
		mode: readMode(context, itemIndex),
		options,
		perMinute: options.requestsPerMinute ?? findModel(model)?.rateLimitPerMinute,
		work: [model, input, options.extraInput],
		input: () => whole,
	};
	return async () => await runJob(run, itemIndex, job);
}

/**
 * The id that a user gave, as itself or inside the status URL. Of a URL only the id is used: the request goes to the
 * credential's own API in any case, so that a link from elsewhere cannot lead the key away.
 */
function readPredictionId(run: Run, itemIndex: number): string {
	const given = readText(run.context, 'predictionId', itemIndex);
	if (given === '') throw new PrunaError('Prediction ID is required');
	const id = given.includes('/') ? idInStatusUrl(given) : given;
	if (id !== undefined) return id;
	throw new PrunaError('Prediction ID is neither an ID nor a status URL', {
		description: 'Give the “id” or the “get_url” of a submitted prediction.',
	});
}

function noteId(run: Run, itemIndex: number, id: string): void {
	Object.assign(run.journal.jobOf(itemIndex), { id, get_url: apiUrl(run.api.address, statusPath(id)) });
}

/** One look at a job: the API's answer, with the id. */
export function getStatus(run: Run, itemIndex: number): Perform {
	const id = readPredictionId(run, itemIndex);
	return async () => {
		noteId(run, itemIndex, id);
		const answer = await run.api.status(id, deadlineOf(run, 'image', {}));
		const body: IDataObject = isRecord(answer) ? (answer as IDataObject) : { answer: answer as string };
		return [{ json: { id, ...withoutEmptyError(body) }, pairedItem: { item: itemIndex } }];
	};
}

/** Waits for a job that was submitted before, then delivers it. */
export function getResult(run: Run, itemIndex: number): Perform {
	const options = readOptions(run.context, itemIndex);
	const id = readPredictionId(run, itemIndex);
	return async () => {
		noteId(run, itemIndex, id);
		const deadline = deadlineOf(run, undefined, options);
		const ended = await awaitPrediction(run.api, run.clock, id, {
			kind: undefined,
			pollInterval: options.pollInterval,
			since: run.clock.now(),
			deadline,
			onLook: (status) => run.journal.looked(itemIndex, status),
		});
		if (ended.kind === 'failed') throw failedJobError(ended);
		const job = { id, status: 'succeeded' };
		run.journal.jobOf(itemIndex).status = job.status;
		return await deliver(run, itemIndex, job, ended.generationUrl, options, deadline);
	};
}

/** The links that a user gave: one, several separated by commas, or an array by expression. */
function readGenerationUrl(run: Run, itemIndex: number): string[] {
	const given: unknown = run.context.getNodeParameter('generationUrl', itemIndex, '');
	const entries = (Array.isArray(given) ? (given as unknown[]) : [given]).flatMap((entry) =>
		typeof entry === 'string' ? entry.split(/,\s*(?=https?:\/\/|\/)/) : [entry],
	);
	const links = entries.filter((entry) => entry !== undefined && entry !== null && entry !== '');
	if (links.length === 0) throw new PrunaError('Generation URL is required');
	const wrong = links.find(
		(link) => typeof link !== 'string' || resolveResultUrl(run.api.address, link.trim()) === undefined,
	);
	if (wrong === undefined) return links.map((link) => (link as string).trim());
	throw new PrunaError('Generation URL is not a link that can be downloaded', {
		description: `Give the “generation_url” of a finished prediction (https://… or /v1/…), not ${show(wrong)}.`,
	});
}

/** Fetches the files of a finished job by their links. */
export function downloadResult(run: Run, itemIndex: number): Perform {
	const options = readOptions(run.context, itemIndex);
	const links = readGenerationUrl(run, itemIndex);
	// Whoever asks for a download wants the file, an agent too.
	const wanted = { ...options, downloadOutput: true };
	return async () => await deliver(run, itemIndex, {}, links, wanted, deadlineOf(run, undefined, options));
}
