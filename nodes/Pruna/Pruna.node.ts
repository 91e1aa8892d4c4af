import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { testCredential } from './api/credentialTest';
import { builderHint } from './operations/builderHint';
import { executeItems } from './operations/execute';
import { properties } from './operations/properties';

export class Pruna implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pruna',
		name: 'pruna',
		icon: { light: 'file:pruna.svg', dark: 'file:pruna.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Generate and edit images and videos, and train LoRAs with Pruna AI',
		defaults: { name: 'Pruna' },
		waitingNodeTooltip:
			'=The predictions are running at Pruna. This execution uses no worker until they finish.',
		usableAsTool: true,
		builderHint,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'prunaApi', required: true, testedBy: 'prunaApiTest' }],
		properties,
	};

	methods = { credentialTest: { prunaApiTest: testCredential } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await executeItems(this)];
	}
}
