/** Where n8n's engine differs between its releases. Told by what the engine offers and not by its version number. */
import { Container } from '@n8n/di';
import { join } from 'path';
import { BinaryDataService, WorkflowExecute } from 'n8n-core';
import type { INode, IRun, IWorkflowExecuteAdditionalData, Workflow } from 'n8n-workflow';

/** A run that the Stop button can end, as n8n's engine gives it. */
export type Execution = PromiseLike<IRun> & { cancel(): void };

/** Starts n8n's storage of binary data, on disk. */
export async function startBinaryData(): Promise<BinaryDataService> {
	// Before 2.0, n8n kept files in memory unless it was told otherwise; it reads this when the service is made.
	process.env.N8N_DEFAULT_BINARY_DATA_MODE ??= 'filesystem';
	const service = Container.get(BinaryDataService);
	if (service.init.length > 0) {
		// In 1.85, the server reads the settings and hands them in.
		const localStoragePath = join(process.env.N8N_USER_FOLDER!, 'binaryData');
		const init = service.init.bind(service) as unknown as (settings: object) => Promise<void>;
		await init({ mode: 'filesystem', availableModes: ['filesystem'], localStoragePath });
		return service;
	}
	await service.init();
	return service;
}

/** Runs a workflow by hand, from this node on. */
export function execute(
	additionalData: IWorkflowExecuteAdditionalData,
	workflow: Workflow,
	startNode: INode,
): Execution {
	const execution = new WorkflowExecute(additionalData, 'manual');
	if (execution.run.length > 1) {
		// In 2.0 and before, `run` takes its options one after the other.
		const run = execution.run.bind(execution) as unknown as (
			workflow: Workflow,
			startNode: INode,
		) => Execution;
		return run(workflow, startNode);
	}
	return execution.run({ workflow, startNode });
}
