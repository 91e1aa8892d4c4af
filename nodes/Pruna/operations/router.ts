import { PrunaError } from '../core/errors';
import { MODEL_OPERATIONS } from '../models/operations';
import { readText } from './parameters';
import { createPrediction, downloadResult, getResult, getStatus } from './prediction';
import type { Perform } from './perform';
import type { Run } from './run';
import { runModel } from './runModel';
import { uploadFile } from './uploadFile';

type Operation = (run: Run, itemIndex: number) => Perform;

const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
	...MODEL_OPERATIONS.map(({ resource, operation }): [string, Operation] => [
		`${resource}:${operation}`,
		(run, itemIndex) => runModel(run, itemIndex, resource, operation),
	]),
	['file:upload', uploadFile],
	['prediction:create', createPrediction],
	['prediction:getStatus', getStatus],
	['prediction:getResult', getResult],
	['prediction:download', downloadResult],
]);

/**
 * Checks one item and tells what is to be done for it. Resource and operation may be expressions, so they are read per
 * item.
 *
 * @throws PrunaError for what is wrong with the item's settings
 */
export function prepareOperation(run: Run, itemIndex: number): Perform {
	const resource = readText(run.context, 'resource', itemIndex);
	const operation = readText(run.context, 'operation', itemIndex);
	const prepare = OPERATIONS.get(`${resource}:${operation}`);
	if (prepare) return prepare(run, itemIndex);
	throw new PrunaError(`This node has no operation “${operation}” for “${resource}”`, {
		description: 'Choose Resource and Operation from their lists, or check the expressions in them.',
	});
}
