import type { IExecuteFunctions } from 'n8n-workflow';
import { readBaseUrl } from '../api/address';
import { createApi, type PrunaApi } from '../api/client';
import { createHttp } from '../api/http';
import { createSecrets, readApiKey, type Secrets } from '../api/secrets';
import type { Clock } from '../core/clock';
import { createDownloadLimit, type DownloadLimit } from '../media/downloadLimit';
import { createUploader, type Uploader } from '../media/upload';
import { SECRET_INPUTS } from '../models/operations';
import { createClock } from '../core/clock';
import { createLedger, type Ledger } from '../prediction/ledger';
import { createLimit } from '../core/limit';
import { createPacer, type Pacer } from '../prediction/pace';
import { createStop, type Stop } from '../core/stop';
import { createJournal, type Journal } from './journal';

/** Files are held in memory while they are uploaded, so only few at a time. */
const UPLOADS_AT_A_TIME = 4;

/** One run of the node over its items: what all items share. */
export interface Run {
	readonly context: IExecuteFunctions;
	readonly api: PrunaApi;
	readonly clock: Clock;
	readonly stop: Stop;
	readonly pacer: Pacer;
	/** What is masked in every answer. */
	readonly secrets: Secrets;
	/** What an earlier try of this run has bought already. */
	readonly ledger: Ledger;
	/** What is told of each job: to the user in any case, and to n8n's log. */
	readonly journal: Journal;
	readonly upload: Uploader;
	readonly downloadLimit: DownloadLimit;
	/** True when an AI agent runs the node: it gets JSON only, so files are not fetched unless asked for. */
	readonly isTool: boolean;
}

/** An agent may run the tool twin of the node as a node of its own, which only its type tells. */
export function isTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool');
}

/** @throws PrunaError when the credential's base URL or key cannot be used */
export async function createRun(context: IExecuteFunctions): Promise<Run> {
	const credential = await context.getCredentials<{ apiKey?: unknown; baseUrl?: unknown }>('prunaApi');
	const address = readBaseUrl(credential.baseUrl);
	const secrets = createSecrets(readApiKey(credential.apiKey), SECRET_INPUTS);
	const stop = createStop(context);
	const clock = createClock(stop);
	const http = createHttp(context, address, stop, createClock(createStop(context)), secrets);
	const api = createApi(http, address, clock, secrets);
	// Reachable by an expression only: n8n's type of the proxy does not name it.
	const runIndex = Number((context.getWorkflowDataProxy(0) as unknown as { $runIndex: number }).$runIndex);

	return {
		context,
		api,
		clock,
		stop,
		pacer: createPacer(clock),
		secrets,
		ledger: createLedger(
			context.getContext('node'),
			runIndex,
			isTool(context) ? undefined : context.getExecutionId(),
		),
		journal: createJournal(context, clock),
		upload: createUploader(context, api, clock, createLimit(UPLOADS_AT_A_TIME)),
		downloadLimit: createDownloadLimit(),
		isTool: isTool(context),
	};
}
