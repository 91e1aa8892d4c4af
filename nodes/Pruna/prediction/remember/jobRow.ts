import type { IDataObject } from 'n8n-workflow';
import type { PaidJob } from '../ledger';

/** The data table. It belongs to the workflow's project, where its owner can see and clear it. */
export const TABLE = 'pruna_jobs';

/**
 * The state of a remembered job. In the order of the values: its submit is in progress; nobody knows whether the API
 * accepted the submit; it is running; it has its result; its result was delivered. A failed job has no row, because it is
 * submitted again.
 */
export type RowState = 'submitting' | 'in doubt' | 'running' | 'succeeded' | 'delivered';

const STATES: readonly string[] = ['submitting', 'in doubt', 'running', 'succeeded', 'delivered'];

/** What the node writes into a row. The names are the table's columns, in this order. */
export interface RowValues {
	/** The user's name for the job. */
	readonly key: string;
	readonly model: string;
	readonly state: RowState;
	readonly prediction_id: string | null;
	/** The `generation_url` of a synchronous result, which has no ID, as JSON. */
	readonly result: string | null;
	readonly execution: string;
	readonly item: number;
	readonly workflow: string;
	/** Hash of everything that identifies the job. */
	readonly job: string;
	/** Distinguishes the submits of a job. */
	readonly claim: string;
}

/** The columns, with n8n's types. */
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
	/** Counted up by n8n. */
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

/** @returns undefined for a row that the node did not write, because users may edit the table */
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
		// A user entered the URL itself.
		return result;
	}
}

/**
 * The claims whose job also has a row with its ID: n8n was killed after writing that row and before deleting the claim.
 */
export function leftoversOf(rows: readonly JobRow[]): JobRow[] {
	const paidClaims = new Set(rows.flatMap((row) => (paidJobOf(row) === undefined ? [] : [row.claim])));
	return rows.filter((row) => paidJobOf(row) === undefined && paidClaims.has(row.claim));
}

/** @returns The paid job that the row holds; undefined for a submit that is in progress or in doubt */
export function paidJobOf({ prediction_id: id, result, state }: JobRow): PaidJob | undefined {
	if (state === 'submitting' || state === 'in doubt') return undefined;
	if (result !== null)
		return { state: 'succeeded', ...(id !== null && { id }), generationUrl: parseResult(result) };
	return id === null ? undefined : { state: 'submitted', id };
}
