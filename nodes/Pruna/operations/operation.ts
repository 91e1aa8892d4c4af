import type { INodeProperties } from 'n8n-workflow';
import type { Take } from '../models/takes';
import type { Job } from '../prediction/jobSettings';
import type { ItemResult } from '../prediction/openJob';
import type { KeyedWork } from '../prediction/remember/identity';
import type { Run } from '../prediction/run';
import type { ParkingWish } from './parking/canPark';

/** One of the jobs that an item's settings produce. */
export interface ItemJob<Settings> {
	readonly settings: Settings;
	readonly take?: Take;
}

/**
 * One operation of the node: what the editor shows, what is checked before anything is sent, and what then runs.
 * All items are checked before the first one costs anything, so a check must be free.
 */
export interface Operation<Settings = unknown> {
	readonly resource: string;
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	/** What an AI agent reads when the operation is its tool: what it does, takes, and returns. */
	readonly toolDescription: string;
	/** The fields that only this operation has, without the conditions for showing them. */
	readonly fields: readonly INodeProperties[];
	/** @throws PrunaError that lists everything wrong with the item's settings */
	check(run: Run, itemIndex: number): Settings | Promise<Settings>;
	/** The job that it submits. An operation without this method submits nothing. */
	jobOf?(settings: Settings): Job;
	/** Settings without effect, for an operation that submits nothing; those of a job are in the job. */
	warningsOf?(settings: Settings): readonly string[];
	/** The jobs that these settings produce. Each runs like an item of its own. Without this method, there is one job. */
	split?(settings: Settings): ReadonlyArray<ItemJob<Settings>>;
	/** The work that the item's Job Key identifies, if it has a key. */
	keyed?(settings: Settings): KeyedWork | undefined;
	/** Whether to park the item, and what prevents it, if there is something to wait for. */
	parking?(settings: Settings): ParkingWish;
	/** @returns The item's output, or the running job if the run hands its jobs over */
	run(run: Run, itemIndex: number, settings: Settings): Promise<ItemResult>;
}
