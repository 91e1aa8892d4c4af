import type { IConnections, INode, INodeParameters, IWorkflowBase } from 'n8n-workflow';
import { placeInRow, subWorkflow } from '../../core/subWorkflow';
import { COLUMNS, TABLE, type RowState } from './jobRow';

/** Selects rows by one of their columns. A value from a user comes from the item (see `VALUE`), not from here. */
export interface Condition {
	readonly column: 'id' | 'job' | 'claim' | 'key' | 'execution' | 'prediction_id' | 'state' | 'createdAt';
	/** `eq` if left out. */
	readonly is?: 'eq' | 'neq' | 'lt';
	readonly value: string | number;
}

/** The `value` of the step's first item. It replaces a text that may look like an expression. */
export const VALUE = '={{ $json.value }}';

/** One Data Table node. */
export interface TableStep {
	readonly name: string;
	readonly parameters: INodeParameters;
	/** For a step that uses all of its items, not only the first one. */
	readonly takesAllItems?: boolean;
}

const tableId = (id: string) => ({ __rl: true, mode: 'id', value: id });

function filtered(conditions: readonly Condition[], match: 'any' | 'all'): INodeParameters {
	return {
		matchType: match === 'any' ? 'anyCondition' : 'allConditions',
		filters: {
			conditions: conditions.map(({ column, is = 'eq', value }) => ({
				keyName: column,
				condition: is,
				keyValue: value,
			})),
		},
	};
}

/** Finds tables whose name contains the name of the node's table, because n8n has no exact search. */
export const listTables: TableStep = {
	name: 'Find Table',
	parameters: { resource: 'table', operation: 'list', returnAll: true, options: { filterName: TABLE } },
};

export const createTable: TableStep = {
	name: 'Create Table',
	parameters: {
		resource: 'table',
		operation: 'create',
		tableName: TABLE,
		columns: { column: Object.entries(COLUMNS).map(([name, type]) => ({ name, type })) },
		options: { createIfNotExists: false },
	},
};

/** Writes a row for each item, all in one statement. */
export const insertRows = (table: string): TableStep => ({
	name: 'Insert',
	takesAllItems: true,
	parameters: {
		resource: 'row',
		operation: 'insert',
		dataTableId: tableId(table),
		columns: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] },
		options: { optimizeBulk: true },
	},
});

export const deleteRows = (
	table: string,
	conditions: readonly Condition[],
	match: 'any' | 'all' = 'any',
): TableStep => ({
	name: 'Delete',
	parameters: {
		resource: 'row',
		operation: 'deleteRows',
		dataTableId: tableId(table),
		...filtered(conditions, match),
		options: {},
	},
});

export const updateRows = (table: string, conditions: readonly Condition[], state: RowState): TableStep => ({
	name: `Mark as ${state}`,
	parameters: {
		resource: 'row',
		operation: 'update',
		dataTableId: tableId(table),
		...filtered(conditions, 'any'),
		columns: { mappingMode: 'defineBelow', value: { state }, matchingColumns: [], schema: [] },
		options: {},
	},
});

export const getRows = (table: string, conditions: readonly Condition[]): TableStep => ({
	name: 'Read',
	parameters: {
		resource: 'row',
		operation: 'get',
		dataTableId: tableId(table),
		...filtered(conditions, 'any'),
		returnAll: true,
	},
});

/**
 * A sub-workflow that runs steps on the data table, one after the other. A community node can reach data tables only
 * through n8n's own node for them.
 */
export function tableWorkflow(steps: readonly TableStep[]): IWorkflowBase {
	const trigger = 'Jobs';
	const names = [trigger, ...steps.map(({ name }) => name)];
	const nodes = steps.map(({ name, parameters, takesAllItems = false }, index): INode => ({
		id: `table-${index}`,
		name,
		type: 'n8n-nodes-base.dataTable',
		typeVersion: 1.1,
		position: placeInRow(index + 1),
		parameters,
		executeOnce: !takesAllItems,
		// A step without output must not keep the next one from running.
		alwaysOutputData: true,
	}));
	const connections: IConnections = {};
	for (const [index, { name }] of steps.entries())
		connections[names[index]!] = { main: [[{ node: name, type: 'main', index: 0 }]] };

	// Its executions would fill n8n's list.
	return subWorkflow({ name: `Pruna: ${TABLE}`, trigger, nodes, connections, isKept: false });
}
