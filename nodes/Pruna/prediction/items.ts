import { ExecutionCanceled } from '../api/errors';
import { settle, type Outcome } from '../api/outcome';
import { createLimit } from './limit';

/**
 * Runs all items side by side, each on its own, and gives their outcomes in the order of the items. When an item
 * fails and the others are not to go on (`stopOnFailure`), items that have not begun are left out: those that run
 * already are paid for and are seen through.
 *
 * @returns One outcome per item; undefined for an item that was not begun
 * @throws ExecutionCanceled when the execution was stopped
 */
export async function runItems<T>(
	count: number,
	settings: { maxConcurrent: number; stopOnFailure: boolean },
	runItem: (index: number) => Promise<T>,
): Promise<Array<Outcome<T> | undefined>> {
	const limited = createLimit(settings.maxConcurrent);
	let stopped = false;

	const outcomes = await Promise.all(
		Array.from({ length: count }, async (_, index) => {
			return await limited(async () => {
				if (stopped) return undefined;
				const outcome = await settle(runItem(index));
				if (!outcome.ok && (settings.stopOnFailure || outcome.error instanceof ExecutionCanceled)) {
					stopped = true;
				}
				return outcome;
			});
		}),
	);
	if (outcomes.some((outcome) => outcome?.ok === false && outcome.error instanceof ExecutionCanceled)) {
		throw new ExecutionCanceled();
	}
	return outcomes;
}
