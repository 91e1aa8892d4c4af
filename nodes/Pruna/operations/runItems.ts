import { ExecutionCanceled, RunHalted } from '../core/errors';
import { createLimit } from '../core/limit';
import { settle, type Outcome } from '../core/outcome';

/**
 * Runs all items in parallel and independently, and returns their outcomes in the order of the items.
 *
 * @param onFailure Called when an item fails. It may halt the run: items that have not started are then skipped, and
 * running items end with RunHalted at their next step
 * @returns One outcome per item; undefined for an item that was skipped or halted
 * @throws ExecutionCanceled when the execution was stopped
 */
export async function runItems<Item, T>(
	items: readonly Item[],
	maxConcurrent: number,
	runItem: (item: Item) => Promise<T>,
	onFailure: () => void,
): Promise<Array<Outcome<T> | undefined>> {
	const limited = createLimit(maxConcurrent);

	const outcomes = await Promise.all(
		items.map(async (item) => {
			return await limited(async () => {
				const outcome = await settle(runItem(item));
				// Called before the item frees its slot, so that the run can be halted before the next item takes it.
				if (!outcome.ok) onFailure();
				return outcome;
			});
		}),
	);
	const ended = (kind: new () => Error) => (outcome: Outcome<T>) =>
		!outcome.ok && outcome.error instanceof kind;
	if (outcomes.some(ended(ExecutionCanceled))) throw new ExecutionCanceled();
	const halted = ended(RunHalted);
	return outcomes.map((outcome) => (halted(outcome) ? undefined : outcome));
}
