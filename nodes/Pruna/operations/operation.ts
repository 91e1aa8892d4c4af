import type { INodeProperties } from 'n8n-workflow';
import type { ItemResult } from '../prediction/openJob';
import type { Run } from '../prediction/run';
import type { ParkingWish } from './parking/canPark';

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
	/** The fields that only this operation has, without the conditions under which they are shown. */
	readonly fields: readonly INodeProperties[];
	/** @throws PrunaError for all that is wrong with the item's settings */
	check(run: Run, itemIndex: number): Settings | Promise<Settings>;
	/** What the item says of parking, where there is something to wait for. */
	parking?(settings: Settings): ParkingWish;
	/** @returns The item's output, or the job that was left because the run hands its jobs over */
	run(run: Run, itemIndex: number, settings: Settings): Promise<ItemResult>;
}
