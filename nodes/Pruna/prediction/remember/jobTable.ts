import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { PrunaError } from '../../core/errors';
import { mapError, settle } from '../../core/outcome';
import { readRow, TABLE, type JobRow, type RowState, type RowValues } from './jobRow';
import {
	createTable,
	deleteRows,
	getRows,
	insertRows,
	listTables,
	tableWorkflow,
	updateRows,
	VALUE,
	type Condition,
	type TableStep,
} from './tableWorkflow';

/** How long rows are kept, in milliseconds. By then their results are gone, and all of n8n's tables share 50 MB. */
const ROW_LIFE = 2 * 24 * 60 * 60_000;
/** How often expired rows are deleted, in milliseconds. */
const CLEAN_INTERVAL = 10 * 60_000;
/** Most conditions in one request, because databases limit their number. */
const CONDITIONS_AT_A_TIME = 100;

/** A change to the table. If it reads rows, it reads them after all changes are made. */
export interface TableChange {
	readonly insert?: RowValues;
	readonly remove?: Condition;
	readonly update?: { readonly where: Condition; readonly state: RowState };
	/** Hash of the job whose rows are to be read. */
	readonly read?: string;
}

/** The data table of remembered jobs. Each call is one execution of a sub-workflow, for at most 100 changes. */
export interface JobTable {
	/**
	 * Finds or creates the table, deletes expired rows, and reads the rows of these jobs.
	 *
	 * @throws PrunaError if the table cannot be used
	 */
	open(jobs: readonly string[]): Promise<JobRow[]>;
	/** @returns The rows of all jobs that the changes read */
	change(changes: readonly TableChange[]): Promise<JobRow[]>;
	/** Finds all rows with this key or of this execution. It works without `open`. */
	find(column: 'key' | 'execution', value: string): Promise<JobRow[]>;
}

function noTableError(error: unknown): unknown {
	if (error instanceof PrunaError) return error;
	const message = error instanceof Error ? error.message : String(error);
	return new PrunaError(`The node could not use the data table “${TABLE}”: ${message}`, {
		advice:
			'Options → Job Key keeps its jobs in an n8n data table. It needs an n8n version with data tables, a saved workflow, and permission to write, and it does not work with “n8n execute”. If a table with that name has other columns, rename it.',
		job: 'none',
	});
}

/** What is known about a workflow's table, for all executions of the process. Each call that it saves takes 0.1 s. */
interface KnownTable {
	readonly id: string;
	/** Milliseconds since 1970. */
	cleanedAt: number;
}

const knownTables = new Map<string, KnownTable>();

type TableContext = Pick<IExecuteFunctions, 'executeWorkflow' | 'getExecutionId' | 'getMode' | 'getWorkflow'>;

/** @param now Milliseconds since 1970 */
export function createJobTable(context: TableContext, now: () => number): JobTable {
	const workflow = context.getWorkflow().id ?? '';
	let known: Promise<string> | undefined;

	async function run(
		steps: readonly TableStep[],
		items: readonly IDataObject[] = [],
	): Promise<IDataObject[]> {
		const input = (items.length > 0 ? items : [{}]).map((json): INodeExecutionData => ({ json }));
		const { data } = await context.executeWorkflow({ code: tableWorkflow(steps) }, input, undefined, {
			parentExecution: {
				executionId: context.getExecutionId(),
				workflowId: workflow,
			},
			executionMode: context.getMode(),
		});
		return (data[0] ?? []).map(({ json }) => json);
	}

	async function readRows(steps: readonly TableStep[], items?: readonly IDataObject[]): Promise<JobRow[]> {
		return (await run(steps, items)).flatMap((json) => readRow(json) ?? []);
	}

	async function findTable(): Promise<string | undefined> {
		const found = (await run([listTables])).find(({ name }) => name === TABLE);
		return found?.id as string | undefined;
	}

	async function makeTable(): Promise<string> {
		const created = await settle(run([createTable]));
		const made = created.ok ? (created.value[0]?.id as string | undefined) : undefined;
		if (made !== undefined) return made;
		// Another execution may have created it in the meantime.
		const id = await findTable();
		if (id !== undefined) return id;
		throw created.ok ? new Error('n8n did not create it') : created.error;
	}

	async function tableId(): Promise<string> {
		known ??= (async () => (await findTable()) ?? (await makeTable()))();
		return await known;
	}

	/** Reads the rows of these jobs, and from time to time deletes expired rows. */
	async function readJobs(table: KnownTable, jobs: readonly string[]): Promise<JobRow[]> {
		const time = now();
		const expired: Condition[] = [
			{ column: 'createdAt', is: 'lt', value: new Date(time - ROW_LIFE).toISOString() },
			// Only a person may delete these.
			{ column: 'state', is: 'neq', value: 'submitting' },
			{ column: 'state', is: 'neq', value: 'in doubt' },
		];
		const mayHaveExpired = Math.abs(time - table.cleanedAt) > CLEAN_INTERVAL;
		if (mayHaveExpired) table.cleanedAt = time;
		const rows: JobRow[] = [];
		for (let start = 0; start < jobs.length; start += CONDITIONS_AT_A_TIME) {
			const some = conditionsOf(jobs.slice(start, start + CONDITIONS_AT_A_TIME));
			const clean = start === 0 && mayHaveExpired ? [deleteRows(table.id, expired, 'all')] : [];
			rows.push(...(await readRows([...clean, getRows(table.id, some)])));
		}
		return rows;
	}

	/** Reads the table that an earlier execution used, if it still exists. */
	async function readKnown(jobs: readonly string[]): Promise<JobRow[] | undefined> {
		const table = knownTables.get(workflow);
		if (table === undefined) return undefined;
		const rows = await settle(readJobs(table, jobs));
		if (rows.ok) known = Promise.resolve(table.id);
		else knownTables.delete(workflow);
		return rows.ok ? rows.value : undefined;
	}

	const conditionsOf = (jobs: readonly string[]) =>
		jobs.map((value): Condition => ({ column: 'job', value }));

	return {
		async open(jobs) {
			const opened = (async () => {
				const rows = await readKnown(jobs);
				if (rows !== undefined) return rows;
				const table = { id: await tableId(), cleanedAt: -Infinity };
				const read = await readJobs(table, jobs);
				knownTables.set(workflow, table);
				return read;
			})();
			return await mapError(opened, noTableError);
		},

		async change(changes) {
			const table = await tableId();
			const steps: TableStep[] = [];
			const inserts = changes.flatMap(({ insert }) => insert ?? []);
			const removes = changes.flatMap(({ remove }) => remove ?? []);
			const reads = [...new Set(changes.flatMap(({ read }) => read ?? []))];
			if (inserts.length > 0) steps.push(insertRows(table));
			if (removes.length > 0) steps.push(deleteRows(table, removes));
			const updates = changes.flatMap(({ update }) => update ?? []);
			for (const state of new Set(updates.map((update) => update.state))) {
				const where = updates.flatMap((update) => (update.state === state ? [update.where] : []));
				steps.push(updateRows(table, where, state));
			}
			if (reads.length > 0) steps.push(getRows(table, conditionsOf(reads)));
			const rows = await readRows(
				steps,
				inserts.map((insert) => ({ ...insert })),
			);
			return reads.length > 0 ? rows : [];
		},

		async find(column, value) {
			const found = (async () => {
				const table = await findTable();
				if (table === undefined) return [];
				known = Promise.resolve(table);
				return await readRows([getRows(table, [{ column, value: VALUE }])], [{ value }]);
			})();
			return await mapError(found, noTableError);
		},
	};
}
