// The real n8n in which all contenders except the floor run.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorOf } from '../sandbox/execution';
import { logsFolder, workFolder } from '../sandbox/folders';
import { N8n } from '../sandbox/n8n';
import { installPackage, packedPackage } from '../sandbox/package-under-test';
import { Rest, type StoredExecution } from '../sandbox/rest';
import type { Contender, Work } from './contenders/contender';
import { DONE, promptItems, START, workflow, type BenchWorkflow, type Chain } from './contenders/nodes';
import { measure, seenBy, type RunMeasure } from './measure';
import { probeEnvironment, readResources, type Resources } from './probe';
import type { Task } from './service';

export const benchFolder = path.join(workFolder, 'bench');
const userFolder = path.join(benchFolder, 'user');
const logs = path.join(logsFolder, 'bench');
const serverProbe = path.join(benchFolder, 'server.probe');
const ONGOING = new Set(['new', 'running', 'waiting', 'unknown']);

export interface StartedExecution {
	executionId: string;
	workflowId: string;
}

/** A run in its own n8n process (`n8n execute`), so its memory can be measured. */
export interface FreshRun extends RunMeasure {
	resources?: Resources;
}

export class BenchN8n {
	private readonly server = new N8n({
		userFolder,
		logsFolder: logs,
		env: { ...probeEnvironment(serverProbe), N8N_LOG_LEVEL: 'warn' },
	});
	private rest!: Rest;
	private freshRuns = 0;

	/** Creates a user folder with the packed package and the credentials of all contenders. */
	async prepare(contenders: Contender[]): Promise<void> {
		fs.rmSync(userFolder, { recursive: true, force: true });
		fs.mkdirSync(userFolder, { recursive: true });
		await installPackage(packedPackage(), userFolder);
		await this.server.importCredentials(contenders.map(({ credential }) => credential));
	}

	async start(): Promise<void> {
		await this.server.start();
		this.rest = new Rest(this.server.url);
		await this.rest.login();
	}

	async stop(): Promise<void> {
		await this.server.stop();
	}

	get url(): string {
		return this.server.url;
	}

	async types(): Promise<string> {
		return (await this.rest.file('/types/nodes.json')).text;
	}

	/** Starts an execution of the contender's workflow, as the editor's button does. */
	async begin(contender: Contender, work: Work): Promise<StartedExecution> {
		return await this.startStored(await this.store(contender, work));
	}

	/** @returns the ID of the workflow, which startStored() runs */
	async store(contender: Contender, work: Work): Promise<string> {
		const definition = workflow(
			contender.title,
			promptItems(work.count, work.name),
			chainOf(contender, work),
		);
		return await this.rest.createWorkflow({ ...definition, id: undefined });
	}

	async startStored(workflowId: string): Promise<StartedExecution> {
		return { workflowId, executionId: await this.rest.run(workflowId, START) };
	}

	async cancel({ executionId }: StartedExecution): Promise<void> {
		await this.rest.stop(executionId);
	}

	/** Waits until an execution has ended. @throws Error when that takes too long */
	async ended({ executionId }: StartedExecution): Promise<StoredExecution> {
		return await whenEnded(this.rest, executionId);
	}

	/** Runs a stored workflow. @returns how many seconds the execution took. @throws Error if it failed */
	async secondsOf(workflowId: string): Promise<number> {
		const execution = await this.ended(await this.startStored(workflowId));
		const error = errorOf(execution);
		if (error !== undefined) throw new Error(error);
		return executionSeconds(execution);
	}

	/** Runs the contender once, measured at its server. */
	async run(contender: Contender, work: Work, task: Task): Promise<RunMeasure> {
		contender.service.prepare(task);
		const execution = await this.ended(await this.begin(contender, work));
		const { span } = seenBy(contender.service);
		const resources = span && readResources(serverProbe, span.from, span.to);
		return {
			...measure(contender.service, arrivedItems(execution, task)),
			execution: executionSeconds(execution),
			...loadOf(resources),
			error: errorOf(execution),
		};
	}

	/** Imports workflows for runFresh(). */
	async importWorkflows(workflows: BenchWorkflow[]): Promise<void> {
		const folder = path.join(benchFolder, 'workflows');
		fs.rmSync(folder, { recursive: true, force: true });
		fs.mkdirSync(folder, { recursive: true });
		for (const one of workflows) fs.writeFileSync(path.join(folder, `${one.id}.json`), JSON.stringify(one));
		await this.server.importWorkflows(folder);
	}

	/** Runs the contender once in its own n8n process (`n8n execute`), and measures the memory, too. */
	async runFresh(
		contender: Contender,
		workflowId: string,
		task: Task,
		{ collect = false } = {},
	): Promise<FreshRun> {
		contender.service.prepare(task);
		const probe = path.join(benchFolder, `fresh-${++this.freshRuns}.probe`);
		const env = { ...probeEnvironment(probe, collect), N8N_RESTRICT_FILE_ACCESS_TO: benchFolder };
		const n8n = new N8n({ userFolder, logsFolder: logs, env });
		const execution = await n8n.execute(workflowId);
		const { span } = seenBy(contender.service);
		const resources = span && readResources(probe, span.from, span.to);
		fs.rmSync(path.join(userFolder, '.n8n', 'storage'), { recursive: true, force: true });
		const measured = measure(contender.service, arrivedItems(execution, task));
		return { ...measured, resources, ...loadOf(resources), error: errorOf(execution) };
	}
}

/** Waits until an execution has ended. @throws Error when that takes longer than `limit` milliseconds */
export async function whenEnded(rest: Rest, executionId: string, limit = 600_000): Promise<StoredExecution> {
	const deadline = Date.now() + limit;
	for (;;) {
		const execution = await rest.execution(executionId);
		if (!ONGOING.has(execution.status)) return execution;
		if (Date.now() > deadline)
			throw new Error(`Execution ${executionId} has not ended after ${limit / 1000} s`);
		await sleep(200);
	}
}

function executionSeconds(execution: StoredExecution): number {
	const { startedAt, stoppedAt } = execution as StoredExecution & { startedAt: string; stoppedAt: string };
	return (Date.parse(stoppedAt) - Date.parse(startedAt)) / 1000;
}

function loadOf(resources: Resources | undefined): Partial<RunMeasure> {
	if (!resources) return {};
	const { lagP99, ownLagP99, lagMost, coreShare, growth } = resources;
	return { lagP99, ownLagP99, lagMost, coreShare, growth };
}

export function chainOf(contender: Contender, work: Work): Chain {
	const chain = contender.chain(work);
	if (!chain) throw new Error(`${contender.title} cannot do this work`);
	return chain;
}

/** The number of items that reached the node after the contender with a complete file, in all rounds of a loop. */
function arrivedItems(execution: Pick<StoredExecution, 'data' | 'status'>, { file }: Task): number {
	const rounds = execution.data.resultData.runData[DONE] ?? [];
	const items = rounds.flatMap((round) => round.data?.main?.[0] ?? []);
	return items.filter((item) => {
		const stored = Object.values(item.binary ?? {})[0] as { bytes?: number } | undefined;
		return stored !== undefined && (stored.bytes ?? file.bytes.length) === file.bytes.length;
	}).length;
}
