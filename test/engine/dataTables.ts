/**
 * A fake of n8n's data tables, which, like sub-workflows, belong to the server and not to the engine. It runs the
 * Data Table nodes of a sub-workflow in sequence, as n8n 2.41 does (a node without executeOnce runs once per
 * item, except for an insert), and rejects everything that n8n would not recognize.
 */
import { randomUUID } from 'crypto';
import type {
	ExecuteWorkflowData,
	IDataObject,
	IExecuteWorkflowInfo,
	INode,
	INodeExecutionData,
	IRunExecutionData,
} from 'n8n-workflow';

interface Condition {
	keyName: string;
	condition: string;
	keyValue: unknown;
}

export interface Table {
	readonly id: string;
	readonly name: string;
	readonly columns: Map<string, string>;
	rows: IDataObject[];
}

const SYSTEM = new Map([
	['id', 'number'],
	['createdAt', 'date'],
	['updatedAt', 'date'],
]);

/** An expression of the node; it uses only one form. */
function evaluate(value: unknown, item: IDataObject): unknown {
	if (typeof value !== 'string' || !value.startsWith('=')) return value;
	const field = /^=\{\{ \$json\.(\w+) \}\}$/.exec(value)?.[1];
	if (field === undefined) throw new Error(`This table does not support the expression ${value}`);
	return item[field];
}

const comparable = (value: unknown) => (value instanceof Date ? value.getTime() : (value as string | number));

export class DataTables {
	readonly tables: Table[] = [];
	/** The sub-workflows that were run, each as a list of its nodes' operations. */
	readonly calls: string[][] = [];
	/** The reported status of executions. */
	readonly failed = new Set<string>();
	/** The error that the next sub-workflows throw. */
	failure: { message: string; times: number; at?: string } | undefined;
	/** Awaited before each node, so that a test can pause an execution there. */
	before: ((operation: string, call: number) => Promise<void>) | undefined;
	private lastId = 0;

	/** @param now Milliseconds since 1970 */
	constructor(private readonly now: () => number = () => Date.now()) {}

	get rows(): IDataObject[] {
		return this.tables.find(({ name }) => name === 'pruna_jobs')?.rows ?? [];
	}

	/** For `TestRun.server`. */
	get server() {
		return {
			executeWorkflow: async (
				info: IExecuteWorkflowInfo,
				_: unknown,
				{ inputData = [] }: { inputData?: INodeExecutionData[] },
			): Promise<ExecuteWorkflowData> => ({
				executionId: `sub-${this.calls.length}`,
				data: [await this.run(info, inputData)],
			}),
			getRunExecutionData: async (id: string) =>
				await Promise.resolve({
					resultData: { runData: {}, ...(this.failed.has(id) && { error: new Error('crashed') }) },
				} as unknown as IRunExecutionData),
		};
	}

	private async run(
		{ code }: IExecuteWorkflowInfo,
		input: INodeExecutionData[],
	): Promise<INodeExecutionData[]> {
		const { nodes, connections, settings } = code!;
		if (settings?.saveDataSuccessExecution !== 'none')
			throw new Error('It would fill the list of executions');
		let node = nodes.find(({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger')!;
		let items = input;
		const call: string[] = [];
		this.calls.push(call);
		const number = this.calls.length;
		for (;;) {
			const next = connections[node.name]?.main?.[0]?.[0]?.node;
			if (next === undefined) return items;
			node = nodes.find(({ name }) => name === next)!;
			const operation = node.parameters.operation as string;
			call.push(operation);
			await this.before?.(operation, number);
			this.fail(operation);
			if (items.length === 0) return [];
			items = this.execute(node, items).map((json) => ({ json: structuredClone(json) }));
			if (items.length === 0 && node.alwaysOutputData) items = [{ json: {} }];
		}
	}

	private fail(operation: string): void {
		const { failure } = this;
		if (!failure || failure.times <= 0 || (failure.at !== undefined && failure.at !== operation)) return;
		failure.times--;
		throw new Error(failure.message);
	}

	private execute(node: INode, items: INodeExecutionData[]): IDataObject[] {
		if (node.type !== 'n8n-nodes-base.dataTable') throw new Error(`Unrecognized node type: ${node.type}`);
		const { parameters } = node;
		const isInsert = parameters.operation === 'insert';
		if (isInsert) return this.insert(parameters, items);
		const inputs = node.executeOnce ? items.slice(0, 1) : items;
		return inputs.flatMap(({ json }) => this.one(parameters as IDataObject, json));
	}

	private tableOf(parameters: IDataObject): Table {
		const { mode, value } = parameters.dataTableId as IDataObject;
		const table = this.tables.find(({ id }) => id === value);
		if (mode !== 'id' || !table)
			throw new Error(`Data table with ID '${value as string}' could not be found`);
		return table;
	}

	private insert(parameters: IDataObject, items: INodeExecutionData[]): IDataObject[] {
		const table = this.tableOf(parameters);
		const { mappingMode } = parameters.columns as IDataObject;
		const { optimizeBulk } = parameters.options as IDataObject;
		if (mappingMode !== 'autoMapInputData' || optimizeBulk !== true) throw new Error('Not in bulk');
		for (const { json } of items) this.checkCells(table, json);
		for (const { json } of items) {
			const date = new Date(this.now()).toISOString();
			const empty = Object.fromEntries([...table.columns.keys()].map((name) => [name, null]));
			table.rows.push({ ...empty, ...json, id: ++this.lastId, createdAt: date, updatedAt: date });
		}
		return [{ success: true, insertedRows: items.length }];
	}

	private checkCells(table: Table, json: IDataObject): void {
		for (const [name, value] of Object.entries(json)) {
			const type = table.columns.get(name);
			if (type === undefined) throw new Error(`unknown column name '${name}'`);
			if (value !== null && typeof value !== type)
				throw new Error(`value '${JSON.stringify(value)}' does not match column type '${type}'`);
		}
	}

	private one(parameters: IDataObject, item: IDataObject): IDataObject[] {
		const { resource, operation } = parameters;
		const what = `${resource as string}:${operation as string}`;
		switch (what) {
			case 'table:list': {
				const { filterName } = parameters.options as IDataObject;
				const part = (filterName as string).toLowerCase();
				return this.tables
					.filter(({ name }) => name.toLowerCase().includes(part))
					.map(({ id, name }) => ({ id, name }));
			}
			case 'table:create': {
				const name = parameters.tableName as string;
				if (this.tables.some((table) => table.name === name))
					throw new Error(`Data table with name '${name}' already exists in this project`);
				const columns = (parameters.columns as IDataObject).column as Array<{ name: string; type: string }>;
				const table = this.addTable(
					name,
					columns.map((column) => [column.name, column.type]),
				);
				return [{ id: table.id, name }];
			}
			case 'row:get':
				return this.tableOf(parameters).rows.filter(this.filter(parameters, item, 0));
			case 'row:deleteRows': {
				const table = this.tableOf(parameters);
				const fits = this.filter(parameters, item, 1);
				const deleted = table.rows.filter(fits);
				table.rows = table.rows.filter((row) => !fits(row));
				return deleted;
			}
			case 'row:update': {
				const table = this.tableOf(parameters);
				const { value } = parameters.columns as { value: IDataObject };
				this.checkCells(table, value);
				const updated = table.rows.filter(this.filter(parameters, item, 1));
				for (const row of updated)
					Object.assign(row, value, { updatedAt: new Date(this.now()).toISOString() });
				return updated;
			}
			default:
				throw new Error(`n8n's Data Table has no ${what}`);
		}
	}

	addTable(name: string, columns: Array<[string, string]>): Table {
		// Unique like n8n's, because the node remembers them across executions.
		const table = { id: randomUUID(), name, columns: new Map(columns), rows: [] };
		this.tables.push(table);
		return table;
	}

	private filter(parameters: IDataObject, item: IDataObject, least: number): (row: IDataObject) => boolean {
		const table = this.tableOf(parameters);
		const { conditions } = parameters.filters as { conditions: Condition[] };
		if (conditions.length < least) throw new Error('At least one condition is required');
		// SQLite's limit on the depth of an expression.
		if (conditions.length > 900) throw new Error('Expression tree is too large');
		const tests = conditions.map(({ keyName, condition, keyValue }) => {
			const type = SYSTEM.get(keyName) ?? table.columns.get(keyName);
			if (type === undefined)
				throw new Error(`Filter validation failed: Column(s) "${keyName}" do not exist`);
			const value = evaluate(keyValue, item);
			if (typeof value !== (type === 'date' ? 'string' : type))
				throw new Error(`value '${String(value)}' does not match column type '${type}'`);
			const of = (one: unknown) => comparable(type === 'date' ? new Date(one as string) : one);
			return (row: IDataObject) => {
				const cell = of(row[keyName]);
				if (condition === 'eq') return cell === of(value);
				if (condition === 'neq') return cell !== of(value);
				if (condition === 'lt') return cell < of(value);
				throw new Error(`n8n has no condition ${condition} here`);
			};
		});
		const match = parameters.matchType;
		if (match !== 'anyCondition' && match !== 'allConditions') throw new Error('unexpected match type');
		return (row) =>
			match === 'anyCondition' ? tests.some((fits) => fits(row)) : tests.every((fits) => fits(row));
	}
}
