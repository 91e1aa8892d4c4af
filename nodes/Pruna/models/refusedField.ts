import { displayNameOf } from './displayName';
import { isOnTop } from './place';
import type { Model } from './types';

/** How the gateway words a schema error (wire.md 2): an unknown key, or a key and what is wrong with it. */
const UNKNOWN_KEY = /additional properties forbidden, found ([\w-]+)/;
const WRONG_KEY = /property ([\w-]+) (is required|validation failed: (.+))/;

/** A field that the API refused, under its name in the editor. */
export interface RefusedField {
	readonly message: string;
	readonly advice: string;
}

/**
 * Determines which field of the editor the API refused, and what to do about it. The API's schemas change without
 * notice (wire.md 1), so the field can differ from the catalog.
 *
 * @param reason The API's own words
 * @returns undefined if they do not name a key of the input
 */
export function readRefusedField(model: Model, reason: string): RefusedField | undefined {
	const inner = reason.replace(/^property input validation failed: /, '');
	const unknown = UNKNOWN_KEY.exec(inner)?.[1];
	const wrong = WRONG_KEY.exec(inner);
	const key = unknown ?? wrong?.[1];
	if (key === undefined || key === 'input') return undefined;

	const parameter = model.parameters.find(({ name }) => name === key);
	const label = displayNameOf(parameter ?? { name: key });
	if (unknown !== undefined) {
		const changed = 'Pruna has changed this model since this version of the node was released.';
		const remove = parameter && isOnTop(parameter) ? 'Clear it.' : 'Remove it from Additional Fields.';
		// The check of this version still requires the field, so the user cannot just clear it.
		const removal = parameter?.required
			? `${changed} Update the node, or run the model with Prediction → Create.`
			: `${remove} ${changed}`;
		return {
			message: `${model.title} has no field “${label}” (${key})`,
			advice: parameter ? removal : 'Remove it from Options → Extra Input.',
		};
	}
	const place = parameter && isOnTop(parameter) ? 'at the top of the node' : 'in Additional Fields';
	return {
		message: `${model.title} did not accept “${label}” (${key})`,
		advice: parameter
			? `Change it ${place}. If Pruna now accepts other values, use Options → Extra Input, which sends any value unchecked: { "${key}": … }`
			: 'Change it in Options → Extra Input.',
	};
}

/**
 * The same for the keys that a model's own check names (`invalid_fields`, wire.md 2). The API's own words say what is
 * wrong with each of them.
 *
 * @param keys At least one
 */
export function namedFields(model: Model, keys: readonly string[]): RefusedField {
	const fields = keys.map((key) => {
		const parameter = model.parameters.find(({ name }) => name === key);
		return `“${displayNameOf(parameter ?? { name: key })}” (${key})`;
	});
	const it = fields.length === 1 ? 'it' : 'them';
	return {
		message: `${model.title} did not accept ${fields.join(', ')}`,
		advice: `Change ${it}. If Pruna now accepts other values, use Options → Extra Input, which sends any value unchecked.`,
	};
}
