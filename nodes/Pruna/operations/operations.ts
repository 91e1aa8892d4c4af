import { PrunaError } from '../core/errors';
import type { Run } from '../prediction/run';
import { upload } from './file/upload';
import type { Operation } from './operation';
import { textParameter } from './parameters';
import { create } from './prediction/create';
import { download } from './prediction/download';
import { getResult } from './prediction/getResult';
import { getStatus } from './prediction/getStatus';
import { recover } from './prediction/recover';
import { modelOperations } from './runModel';

/** All operations of the node. */
export const operations: readonly Operation[] = [
	...modelOperations,
	upload,
	create,
	download,
	getResult,
	getStatus,
	recover,
] as readonly Operation[];

/**
 * Finds the operation of one item. Resource and operation may be expressions, so they are read per item.
 *
 * @throws PrunaError for a combination that does not exist
 */
export function operationOf({ context }: Run, itemIndex: number): Operation {
	const resource = textParameter(context, 'resource', itemIndex);
	const name = textParameter(context, 'operation', itemIndex);
	const found = operations.find((one) => one.resource === resource && one.operation === name);
	if (found) return found;
	throw new PrunaError(`The resource “${resource}” has no operation “${name}”`, {
		advice: 'Choose Resource and Operation from their lists, or check the expressions in these fields.',
	});
}
