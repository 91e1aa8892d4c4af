import type { IExecuteFunctions } from 'n8n-workflow';
import { readBaseUrl } from '../api/address';
import { createApi, type PrunaApi } from '../api/client';
import type { PredictionDetails } from '../api/errors';
import { createHttp } from '../api/http';
import type { Clock } from '../api/repeat';
import { createUploader, type Uploader } from '../media/upload';
import { createClock } from '../prediction/clock';
import { createLimit } from '../prediction/limit';

/** Files are held in memory while they are uploaded, so only few at a time. */
const UPLOADS_AT_A_TIME = 4;
const DOWNLOADS_AT_A_TIME = 4;

/** One run of the node over its items: what all items share. */
export interface Run {
	readonly context: IExecuteFunctions;
	readonly api: PrunaApi;
	readonly clock: Clock;
	readonly upload: Uploader;
	readonly downloads: <T>(task: () => Promise<T>) => Promise<T>;
	/** True when an AI agent runs the node: it gets JSON only, so files are not fetched unless asked for. */
	readonly isTool: boolean;
	/** What is known of each item's job, kept from the first moment on, so that an id reaches the user in any case. */
	jobOf(itemIndex: number): PredictionDetails;
	jobs(): ReadonlyMap<number, PredictionDetails>;
}

/** @throws PrunaError when the credential's base URL cannot be used */
export async function createRun(context: IExecuteFunctions): Promise<Run> {
	const credential = await context.getCredentials<{ baseUrl?: string }>('prunaApi');
	const address = readBaseUrl(credential.baseUrl);
	const clock = createClock(context);
	const api = createApi(createHttp(context, address), address, clock);
	const jobs = new Map<number, PredictionDetails>();

	return {
		context,
		api,
		clock,
		upload: createUploader(context, api, createLimit(UPLOADS_AT_A_TIME)),
		downloads: createLimit(DOWNLOADS_AT_A_TIME),
		// An agent may run the tool twin of the node as a node of its own, which only its type tells.
		isTool: context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool'),
		jobOf(itemIndex) {
			const known = jobs.get(itemIndex) ?? {};
			jobs.set(itemIndex, known);
			return known;
		},
		jobs: () => jobs,
	};
}
