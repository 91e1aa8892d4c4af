import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { testCredential } from './api/credentialTest';
import { settle } from './api/outcome';
import { errorItem, nodeError } from './operations/failures';
import { properties } from './operations/fields';
import { runOperation } from './operations/router';
import { createRun } from './operations/run';
import { readMaxConcurrent } from './operations/settings';
import { runItems } from './prediction/items';

export class Pruna implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pruna',
		name: 'pruna',
		icon: { light: 'file:pruna.svg', dark: 'file:pruna.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Make and edit images, make videos and train LoRAs with Pruna AI',
		defaults: { name: 'Pruna' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'prunaApi', required: true, testedBy: 'prunaApiTest' }],
		properties,
	};

	methods = { credentialTest: { prunaApiTest: testCredential } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		if (items.length === 0) return [[]];
		const continues = this.continueOnFail();

		const run = await settle(createRun(this));
		if (!run.ok) {
			if (!continues) throw nodeError(this.getNode(), run.error, 0, new Map());
			return [items.map((_, itemIndex) => errorItem(run.error, itemIndex, {}))];
		}

		const { value } = run;
		const settings = { maxConcurrent: readMaxConcurrent(this), stopOnFailure: !continues };
		const outcomes = await runItems(
			items.length,
			settings,
			async (itemIndex) => await runOperation(value, itemIndex),
		);

		const output: INodeExecutionData[] = [];
		for (const [itemIndex, outcome] of outcomes.entries()) {
			if (outcome === undefined) continue;
			if (outcome.ok) output.push(...outcome.value);
			else if (continues) output.push(errorItem(outcome.error, itemIndex, value.jobOf(itemIndex)));
			else throw nodeError(this.getNode(), outcome.error, itemIndex, value.jobs());
		}
		return [output];
	}
}
