import type { IDataObject } from 'n8n-workflow';
import type { Bought } from '../ledger';

/** The data table, which stands in the project of the workflow for its owner to see and to clear. */
export const TABLE = 'pruna_jobs';

/**
 * Where a remembered job is: its submit is on its way; nobody knows whether the submit was taken; it runs; it has its
 * result; its result was delivered. A job that failed has no row, because it is bought anew.
 */
export type RowState = 'submitting' | 'in doubt' | 'running' | 'succeeded' | 'delivered';

const STATES: readonly string[] = ['submitting', 'in doubt', 'running', 'succeeded', 'delivered'];

/** What the node writes into a row. The names are the table's columns, in their order. */
export interface RowValues {
	/** What the user calls the job. */
	readonly key: string;
	readonly model: string;
	readonly state: RowState;
	readonly prediction_id: string | null;
	/** The `generation_url` of a synchronous result, which has no ID, as JSON. */
	readonly result: string | null;
	readonly execution: string;
	readonly item: number;
	readonly workflow: string;
	/** Hash of all that makes it the same job. */
	readonly job: string;
	/** Tells the submits of a job apart. */
	readonly claim: string;
}

/** n8n's types of the columns. */
export const COLUMNS: Readonly<Record<keyof RowValues, 'string' | 'number'>> = {
	key: 'string',
	model: 'string',
	state: 'string',
	prediction_id: 'string',
	result: 'string',
	execution: 'string',
	item: 'number',
	workflow: 'string',
	job: 'string',
	claim: 'string',
};

export interface JobRow extends RowValues {
	/** n8n counts them up. */
	readonly id: number;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
	/** Milliseconds since 1970. */
	readonly updatedAt: number;
}

function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function timeOf(value: unknown): number {
	return value instanceof Date || typeof value === 'string' ? new Date(value).getTime() : NaN;
}

/** @returns undefined for what is no row of the node's: users may write into the table */
export function readRow(json: IDataObject): JobRow | undefined {
	const id = Number(json.id);
	const createdAt = timeOf(json.createdAt);
	const state = text(json.state);
	if (!Number.isFinite(id) || !Number.isFinite(createdAt) || !STATES.includes(state)) return undefined;
	const updatedAt = timeOf(json.updatedAt);
	return {
		id,
		createdAt,
		updatedAt: Number.isFinite(updatedAt) ? updatedAt : createdAt,
		key: text(json.key),
		model: text(json.model),
		state: state as RowState,
		prediction_id: text(json.prediction_id) || null,
		result: text(json.result) || null,
		execution: text(json.execution),
		item: Number(json.item) || 0,
		workflow: text(json.workflow),
		job: text(json.job),
		claim: text(json.claim),
	};
}

function parseResult(result: string): unknown {
	try {
		return JSON.parse(result);
	} catch {
		// Somebody wrote the URL itself.
		return result;
	}
}

/**
 * The rows of claims whose job has a row with its ID as well: n8n was killed between writing that and deleting the claim.
 */
export function leftoversOf(rows: readonly JobRow[]): JobRow[] {
	const bought = new Set(rows.flatMap((row) => (boughtOf(row) === undefined ? [] : [row.claim])));
	return rows.filter((row) => boughtOf(row) === undefined && bought.has(row.claim));
}

/** @returns What the row says was bought; undefined for a submit that is on its way or in doubt */
export function boughtOf({ prediction_id: id, result, state }: JobRow): Bought | undefined {
	if (state === 'submitting' || state === 'in doubt') return undefined;
	if (result !== null)
		return { state: 'succeeded', ...(id !== null && { id }), generationUrl: parseResult(result) };
	return id === null ? undefined : { state: 'submitted', id };
}
