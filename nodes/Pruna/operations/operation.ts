import type { INodeProperties } from 'n8n-workflow';
import type { Take } from '../models/takes';
import type { Job } from '../prediction/jobSettings';
import type { ItemResult } from '../prediction/openJob';
import type { KeyedWork } from '../prediction/remember/identity';
import type { Run } from '../prediction/run';
import type { ParkingWish } from './parking/canPark';

/** One of the jobs that an item's settings make. */
export interface ItemJob<Settings> {
	readonly settings: Settings;
	readonly take?: Take;
}

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
	/** What an AI agent reads of it as its tool: what it does, takes and gives. */
	readonly toolDescription: string;
	/** The fields that only this operation has, without the conditions under which they are shown. */
	readonly fields: readonly INodeProperties[];
	/** @throws PrunaError for all that is wrong with the item's settings */
	check(run: Run, itemIndex: number): Settings | Promise<Settings>;
	/** What it buys. An operation without it buys nothing. */
	jobOf?(settings: Settings): Job;
	/** The jobs that these settings make, each of which is run like an item of its own. Without it, there is one. */
	split?(settings: Settings): ReadonlyArray<ItemJob<Settings>>;
	/** What the user's key stands for, where the item has one. */
	keyed?(settings: Settings): KeyedWork | undefined;
	/** What the item says of parking, where there is something to wait for. */
	parking?(settings: Settings): ParkingWish;
	/** @returns The item's output, or the job that was left because the run hands its jobs over */
	run(run: Run, itemIndex: number, settings: Settings): Promise<ItemResult>;
}
