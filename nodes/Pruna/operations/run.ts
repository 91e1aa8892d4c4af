import type { IExecuteFunctions } from 'n8n-workflow';
import { readBaseUrl } from '../api/address';
import { createApi, type PrunaApi } from '../api/client';
import { createHttp } from '../api/http';
import type { Clock } from '../timing/clock';
import { createUploader, type Uploader } from '../media/upload';
import { createClock } from '../timing/clock';
import { createLedger, type Ledger } from '../prediction/ledger';
import { createLimit } from '../timing/limit';
import { createPacer, type Pacer } from '../prediction/pace';
import { createStop, type Stop } from '../timing/stop';
import { createJournal, type Journal } from './journal';

/** Files are held in memory while they are uploaded, so only few at a time. */
const UPLOADS_AT_A_TIME = 4;
const DOWNLOADS_AT_A_TIME = 4;

/** One run of the node over its items: what all items share. */
export interface Run {
	readonly context: IExecuteFunctions;
	readonly api: PrunaApi;
	readonly clock: Clock;
	readonly stop: Stop;
	readonly pacer: Pacer;
	/** What an earlier try of this run has bought already. */
	readonly ledger: Ledger;
	/** What is told of each job: to the user in any case, and to n8n's log. */
	readonly journal: Journal;
	readonly upload: Uploader;
	readonly downloads: <T>(task: () => Promise<T>) => Promise<T>;
	/** True when an AI agent runs the node: it gets JSON only, so files are not fetched unless asked for. */
	readonly isTool: boolean;
}

/** @throws PrunaError when the credential's base URL cannot be used */
export async function createRun(context: IExecuteFunctions): Promise<Run> {
	const credential = await context.getCredentials<{ baseUrl?: string }>('prunaApi');
	const address = readBaseUrl(credential.baseUrl);
	const stop = createStop(context);
	const clock = createClock(stop);
	const api = createApi(createHttp(context, address, stop, createClock(createStop(context))), address, clock);
	// Reachable by an expression only: n8n's type of the proxy does not name it.
	const runIndex = Number((context.getWorkflowDataProxy(0) as unknown as { $runIndex: number }).$runIndex);

	return {
		context,
		api,
		clock,
		stop,
		pacer: createPacer(clock),
		ledger: createLedger(context.getContext('node'), runIndex),
		journal: createJournal(context, clock),
		upload: createUploader(context, api, clock, createLimit(UPLOADS_AT_A_TIME)),
		downloads: createLimit(DOWNLOADS_AT_A_TIME),
		// An agent may run the tool twin of the node as a node of its own, which only its type tells.
		isTool: context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool'),
	};
}
