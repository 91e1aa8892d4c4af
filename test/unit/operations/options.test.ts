import { NodeHelpers, type INodeParameters } from 'n8n-workflow';
import { Pruna } from '../../../nodes/Pruna/Pruna.node';

const { description } = new Pruna();

/** The options that n8n passes to the node, without the hidden ones. */
function optionsOf(parameters: INodeParameters): string[] {
	const options = {
		fileName: 'boat',
		outputField: 'picture',
		pollInterval: 1,
		timeout: 20,
		maxConcurrent: 2,
	};
	const node = { type: 'n8n-nodes-pruna.pruna', typeVersion: 1 };
	const kept = NodeHelpers.getNodeParameters(
		description.properties,
		{ ...parameters, options },
		true,
		false,
		node,
		description,
	);
	return Object.keys(kept!.options as INodeParameters).sort();
}

const generate = { resource: 'image', operation: 'generate', model: 'p-image', prompt: 'A boat' };
const all = ['fileName', 'maxConcurrent', 'outputField', 'pollInterval', 'timeout'];

describe('the options', () => {
	it.each(['wait', 'sync', '={{ $json.mode }}'])('are all available in mode %s', (mode) => {
		expect(optionsOf({ ...generate, mode })).toEqual(all);
	});

	it('of Submit Only exclude those about waiting and files', () => {
		expect(optionsOf({ ...generate, mode: 'submit' })).toEqual(['maxConcurrent']);
	});

	it('of Get Result stay available if the workflow contains a mode that is no longer shown', () => {
		const parameters = {
			resource: 'prediction',
			operation: 'getResult',
			predictionId: 'abc',
			mode: 'submit',
		};

		expect(optionsOf(parameters)).toEqual(all);
	});
});
