import type { IExecuteFunctions } from 'n8n-workflow';
import { readBaseUrl } from '../api/address';
import { createApiClient, type ApiClient } from '../api/client';
import { createHttp } from '../api/http';
import { createSecrets, readApiKey, type Secrets } from '../api/secrets';
import { createClock, type Clock } from '../core/clock';
import { createExecutionStop, createRunStop, type RunStop } from '../core/stop';
import { createDownloadLimit, type DownloadLimit } from '../media/downloadLimit';
import { createFileReader, type FileReader } from '../media/fileFacts';
import { createUploader, type Uploader } from '../media/upload';
import { SECRET_INPUTS } from '../models/modelOperations';
import type { Take } from '../models/takes';
import { createHandover, type Handover } from './handover';
import { createJobLog } from './jobLog';
import { createLedger, type Ledger } from './ledger';
import { createPacer, type Pacer } from './pace';
import { createRecords, type Records } from './record';
import { accountOf, sharedPace } from './sharedPace';
import { sharedPolls, type SharedPolls } from './sharedPolls';
import { createJobMemory, type JobMemory } from './remember/jobMemory';
import { createJobTable } from './remember/jobTable';
import { watchForStop } from './stopNotice';

/** What all items of one run of the node share. */
export interface Run {
	readonly context: IExecuteFunctions;
	readonly api: ApiClient;
	readonly clock: Clock;
	readonly stop: RunStop;
	readonly pacer: Pacer;
	/** What the jobs of all runs in the process share: when to poll, and how often. */
	readonly polls: SharedPolls;
	/** What is masked in every answer. */
	readonly secrets: Secrets;
	/** Jobs that an earlier try of this run has paid for. */
	readonly ledger: Ledger;
	/** Jobs that other executions have paid for, by Job Key. */
	readonly memory: JobMemory;
	/** What is known about each item's job. */
	readonly records: Records;
	/** Inspects files before anything is sent. */
	readonly files: FileReader;
	readonly upload: Uploader;
	readonly downloadLimit: DownloadLimit;
	/** Says when to leave the jobs that are still running. */
	readonly handover: Handover;
	/** True if an AI agent runs the node. It gets JSON only, so files are not downloaded unless asked for. */
	readonly isTool: boolean;
	/** Set if this is the run as seen by one of an item's several jobs. */
	readonly take?: Take;
	/** Call this when the run is over, however it ended. */
	close(): void;
}

/** An agent may run the node's tool variant as a separate node, which only the node's type shows. */
export function isTool(context: IExecuteFunctions): boolean {
	return context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool');
}

/** The run as seen by one of an item's several jobs, which has its own record and ledger entry. */
export function runOfTake(run: Run, take: Take | undefined): Run {
	if (take === undefined) return run;
	const { records, ledger } = run;
	return {
		...run,
		take,
		records: {
			...records,
			of: (itemIndex) => records.of(itemIndex, take),
			tell: (itemIndex, moment) => records.tell(itemIndex, moment, take),
		},
		ledger: { ...ledger, find: (itemIndex, work) => ledger.find(itemIndex, work, take) },
	};
}

/** @throws PrunaError if the credential's base URL or key cannot be used */
export async function createRun(context: IExecuteFunctions): Promise<Run> {
	const credential = await context.getCredentials<{ apiKey?: unknown; baseUrl?: unknown }>('prunaApi');
	const address = readBaseUrl(credential.baseUrl);
	const apiKey = readApiKey(credential.apiKey);
	const secrets = createSecrets(apiKey, SECRET_INPUTS);
	const executionStop = createExecutionStop(context);
	const stop = createRunStop(executionStop);
	const clock = createClock(stop);
	const http = createHttp(context, address, stop, createClock(executionStop), secrets);
	const api = createApiClient(http, address, clock, secrets);
	// n8n's type of the proxy does not include `$runIndex`, which is meant for expressions.
	const runIndex = Number((context.getWorkflowDataProxy(0) as unknown as { $runIndex: number }).$runIndex);
	const ledger = createLedger(context.getContext('node'), {
		runIndex,
		executionId: context.getExecutionId(),
		isTool: isTool(context),
	});
	const now = () => clock.now();
	const account = accountOf(address.origin, apiKey);
	const pacer = createPacer(stop, (model, perMinute) => sharedPace(account, model, perMinute));
	const memory = createJobMemory(context, createJobTable(context, now), clock, address.origin);
	const records = createRecords(now, [ledger.reader, memory.reader, createJobLog(context, now)]);

	const endWatch = watchForStop(context, () => records.all());

	return {
		context,
		api,
		clock,
		stop,
		pacer,
		polls: sharedPolls,
		secrets,
		ledger,
		memory,
		records,
		files: createFileReader(context.helpers),
		upload: createUploader(context, api, clock),
		downloadLimit: createDownloadLimit(),
		handover: createHandover(now),
		isTool: isTool(context),
		close() {
			endWatch();
			stop.close();
		},
	};
}
