import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { KeyedWork } from '../prediction/remember/identity';
import type { Run } from '../prediction/run';

/**
 * One operation of the node: what the editor shows of it, what is checked before anything is sent, and what is done then.
 * All items are checked before the first of them costs anything, so a check must cost nothing.
 */
export interface Operation<Settings = unknown> {
	readonly resource: string;
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	/** The fields that only this operation has, without the condition that it is chosen. */
	readonly fields: readonly INodeProperties[];
	/** @throws PrunaError for all that is wrong with the item's settings */
	check(run: Run, itemIndex: number): Settings | Promise<Settings>;
	/** What the user's key stands for, where the item has one. */
	keyed?(settings: Settings): KeyedWork | undefined;
	run(run: Run, itemIndex: number, settings: Settings): Promise<INodeExecutionData[]>;
}
