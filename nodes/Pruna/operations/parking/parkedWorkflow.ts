import type { INode, IWorkflowBase } from 'n8n-workflow';
import { placeInRow, subWorkflow } from '../../core/subWorkflow';

/** Names of the four nodes around the one that polls. */
const NAMES = ['Handed Over', 'Wait', 'Still Running?', 'Results'] as const;

/**
 * The sub-workflow that waits instead of the node: it repeats Wait and poll while a job runs. n8n parks an execution while
 * its sub-workflow waits, and uses the output of the sub-workflow's last node as the output of the parked node.
 *
 * @param node The node that parks. The one that polls has the same name, so that an error names this node
 * @param name Name of the sub-workflow, as n8n shows it
 */
export function parkedWorkflow(node: INode, name: string): IWorkflowBase {
	const own = (wanted: string) => (wanted === node.name ? `${wanted} (Parked)` : wanted);
	const [trigger, wait, check, results] = NAMES.map(own) as [string, string, string, string];
	const to = (target: string) => [{ node: target, type: 'main' as const, index: 0 }];

	return subWorkflow({
		name,
		trigger,
		// The files belong to this execution, and n8n reads its result after a restart, so it must be kept.
		isKept: true,
		nodes: [
			{
				id: 'parked-wait',
				name: wait,
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				position: placeInRow(1),
				parameters: { resume: 'timeInterval', amount: '={{ $json.wait }}', unit: 'seconds' },
				webhookId: 'parked-wait',
			},
			{
				id: node.id,
				name: node.name,
				type: node.type,
				typeVersion: node.typeVersion,
				position: placeInRow(2),
				// n8n checks required fields in this workflow, too.
				parameters: {
					resource: 'prediction',
					operation: 'getResult',
					predictionId: 'parked',
					parked: true,
				},
				credentials: node.credentials,
			},
			{
				id: 'parked-check',
				name: check,
				type: 'n8n-nodes-base.if',
				typeVersion: 2.2,
				position: placeInRow(3),
				parameters: {
					conditions: {
						options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
						combinator: 'and',
						conditions: [
							{
								id: 'parked',
								leftValue: '={{ $json.parked !== undefined }}',
								rightValue: '',
								operator: { type: 'boolean', operation: 'true', singleValue: true },
							},
						],
					},
				},
			},
			{
				id: 'parked-results',
				name: results,
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: placeInRow(4),
				parameters: {},
			},
		],
		connections: {
			[trigger]: { main: [to(wait)] },
			[wait]: { main: [to(node.name)] },
			[node.name]: { main: [to(check)] },
			[check]: { main: [to(wait), to(results)] },
		},
	});
}
