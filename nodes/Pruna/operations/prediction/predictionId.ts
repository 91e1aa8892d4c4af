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
	hint: 'With Mode “Submit Only”, the field “id” of that node’s output',
	builderHint: { propertyHint: 'An expression with the field id of the node that submitted the prediction.' },
};

/**
 * The id that a user gave, as itself or inside the status URL. Of a URL only the id is used: the request goes to the
 * credential's own API in any case, so that a link from elsewhere cannot lead the key away.
 */
export function readPredictionId({ context }: Run, itemIndex: number): string {
	const text = textParameter(context, 'predictionId', itemIndex);
	if (text === '') throw new PrunaError('Prediction ID is required');
	const id = text.includes('/') ? idInStatusUrl(text) : text;
	if (id !== undefined) return id;
	throw new PrunaError('Prediction ID is neither an ID nor a status URL', {
		advice: 'Give the “id” or the “get_url” of a submitted prediction.',
	});
}

/** Notes which job the item is about, so that its ID is in every message. */
export function tellId(run: Run, itemIndex: number, id: string): void {
	run.records.tell(itemIndex, { kind: 'named', details: statusDetails(run, id) });
}
