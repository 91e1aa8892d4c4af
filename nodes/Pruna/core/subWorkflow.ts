import type { IConnections, INode, IWorkflowBase } from 'n8n-workflow';

export interface SubWorkflow {
	/** As n8n shows it. */
	readonly name: string;
	/** The name of the node that receives the items. */
	readonly trigger: string;
	/** All other nodes. */
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
	/** Whether n8n keeps its executions, with their files, and lists them. */
	readonly isKept: boolean;
}

/** The position of a node in a row. */
export const placeInRow = (place: number): [number, number] => [place * 200, 0];

/** A workflow that exists only in the running execution, and that `executeWorkflow` accepts like a saved one. */
export function subWorkflow({ name, trigger, nodes, connections, isKept }: SubWorkflow): IWorkflowBase {
	// n8n sets this for a saved workflow.
	const date = new Date();
	const save = isKept ? 'all' : 'none';
	return {
		id: '',
		name,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: date,
		updatedAt: date,
		settings: {
			executionOrder: 'v1',
			callerPolicy: 'workflowsFromSameOwner',
			saveDataSuccessExecution: save,
			saveDataErrorExecution: save,
		},
		nodes: [
			{
				id: 'trigger',
				name: trigger,
				type: 'n8n-nodes-base.executeWorkflowTrigger',
				typeVersion: 1.1,
				position: placeInRow(0),
				parameters: { inputSource: 'passthrough' },
			},
			...nodes,
		],
		connections,
	};
}
