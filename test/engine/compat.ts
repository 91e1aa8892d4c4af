/** Differences between releases of n8n's engine, detected by feature and not by version number. */
import { Container } from '@n8n/di';
import { join } from 'path';
import { BinaryDataService, WorkflowExecute } from 'n8n-core';
import type { INode, IRun, IWorkflowExecuteAdditionalData, Workflow } from 'n8n-workflow';

/** A run that the Stop button can end, as n8n's engine returns it. */
export type Execution = PromiseLike<IRun> & { cancel(): void };

/** Starts n8n's on-disk storage for binary data. */
export async function startBinaryData(): Promise<BinaryDataService> {
	// Before 2.0, n8n kept files in memory by default; the service reads this setting when it is created.
	process.env.N8N_DEFAULT_BINARY_DATA_MODE ??= 'filesystem';
	const service = Container.get(BinaryDataService);
	if (service.init.length > 0) {
		// In 1.85, the server reads the settings and passes them in.
		const localStoragePath = join(process.env.N8N_USER_FOLDER!, 'binaryData');
		const init = service.init.bind(service) as unknown as (settings: object) => Promise<void>;
		await init({ mode: 'filesystem', availableModes: ['filesystem'], localStoragePath });
		return service;
	}
	await service.init();
	return service;
}

/** Runs a workflow manually, starting at this node. */
export function execute(
	additionalData: IWorkflowExecuteAdditionalData,
	workflow: Workflow,
	startNode: INode,
): Execution {
	const execution = new WorkflowExecute(additionalData, 'manual');
	if (execution.run.length > 1) {
		// Up to 2.0, `run` takes its options as positional arguments.
		const run = execution.run.bind(execution) as unknown as (
			workflow: Workflow,
			startNode: INode,
		) => Execution;
		return run(workflow, startNode);
	}
	return execution.run({ workflow, startNode });
}
