import type { INodeProperties } from 'n8n-workflow';
import { idInStatusUrl } from '../../api/address';
import { PrunaError } from '../../core/errors';
import type { Run } from '../../prediction/run';
import { statusDetails } from '../../prediction/submit';
import { textParameter } from '../parameters';

export const predictionIdField: INodeProperties = {
	displayName: 'Prediction ID',
	name: 'predictionId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 1zww7deyssrme0csqwr90phzzr',
	description: 'ID of a submitted prediction, or its status URL (get_url)',
	hint: 'After a node with Mode “Submit Only”, use the “id” from its output',
	builderHint: {
		propertyHint:
			'An expression that reads the id from the output of the node that submitted the prediction.',
	},
};

/**
 * The ID from the user, either plain or inside the status URL. Only the ID is taken from a URL. The request always goes to
 * the credential's own API, so that a URL of another host cannot get the key.
 */
export function readPredictionId({ context }: Run, itemIndex: number): string {
	const text = textParameter(context, 'predictionId', itemIndex);
	if (text === '') throw new PrunaError('Prediction ID is required');
	const id = text.includes('/') ? idInStatusUrl(text) : text;
	if (id !== undefined) return id;
	throw new PrunaError('Prediction ID is neither an ID nor a status URL', {
		advice: 'Use the “id” or the “get_url” of a submitted prediction.',
	});
}

/** Records which prediction the item is about, so that every message contains its ID. */
export function tellId(run: Run, itemIndex: number, id: string): void {
	run.records.tell(itemIndex, { kind: 'named', details: statusDetails(run, id) });
}
