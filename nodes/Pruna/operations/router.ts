import type { INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../api/errors';
import { MODEL_OPERATIONS } from '../models/operations';
import { createPrediction, downloadResult, getResult, getStatus } from './prediction';
import type { Run } from './run';
import { runModel } from './runModel';
import { readText } from './settings';
import { uploadFile } from './uploadFile';

type Operation = (run: Run, itemIndex: number) => Promise<INodeExecutionData[]>;

const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
	...MODEL_OPERATIONS.map(({ resource, operation }): [string, Operation] => [
		`${resource}:${operation}`,
		async (run, itemIndex) => await runModel(run, itemIndex, resource, operation),
	]),
	['file:upload', uploadFile],
	['prediction:create', createPrediction],
	['prediction:getStatus', getStatus],
	['prediction:getResult', getResult],
	['prediction:download', downloadResult],
]);

/** Does for one item what its resource and operation say; both may be expressions, so they are read per item. */
export async function runOperation(run: Run, itemIndex: number): Promise<INodeExecutionData[]> {
	const resource = readText(run.context, 'resource', itemIndex);
	const operation = readText(run.context, 'operation', itemIndex);
	const perform = OPERATIONS.get(`${resource}:${operation}`);
	if (perform) return await perform(run, itemIndex);
	throw new PrunaError(`This node has no operation “${operation}” for “${resource}”`, {
		description: 'Choose Resource and Operation from their lists, or check the expressions in them.',
	});
}
