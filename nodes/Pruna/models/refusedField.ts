import { displayNameOf } from './displayName';
import type { Model } from './types';

/** The gateway's wording of a schema error (wire.md 2): an unknown key, or a key and what is wrong with it. */
const UNKNOWN_KEY = /additional properties forbidden, found ([\w-]+)/;
const WRONG_KEY = /property ([\w-]+) (is required|validation failed: (.+))/;

/** A refused field as the workflow's author knows it. */
export interface RefusedField {
	readonly message: string;
	readonly advice: string;
}

/**
 * Reads which field of the editor the API did not take, and what to do about it. The API's schemas change without
 * notice (wire.md 1), so this also meets fields that the catalogue knows differently.
 *
 * @param reason The API's own words
 * @returns undefined when they do not name a key of the input
 */
export function readRefusedField(model: Model, reason: string): RefusedField | undefined {
	const inner = reason.replace(/^property input validation failed: /, '');
	const unknown = UNKNOWN_KEY.exec(inner)?.[1];
	const wrong = WRONG_KEY.exec(inner);
	const key = unknown ?? wrong?.[1];
	if (key === undefined || key === 'input') return undefined;

	const parameter = model.parameters.find(({ name }) => name === key);
	const label = displayNameOf(parameter ?? { name: key });
	const place = parameter?.required ? 'at the top of the node' : 'in Additional Fields';
	if (unknown !== undefined) {
		return {
			message: `${model.title} does not take “${label}” (${key})`,
			advice: parameter
				? `Remove it ${place}; Pruna has changed this model since this version of the node.`
				: 'Remove it from Options → Extra Input.',
		};
	}
	return {
		message: `${model.title} did not accept “${label}” (${key})`,
		advice: `Change it ${parameter ? place : 'in Options → Extra Input'}. If Pruna has changed what it takes, Options → Extra Input sends any value unchecked: { "${key}": … }`,
	};
}

/**
 * The same for the keys that a model's own check names (`invalid_fields`, wire.md 2). What is wrong with each stands in
 * the API's own words.
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
		advice: `Change ${it}. If Pruna has changed what it takes, Options → Extra Input sends any value unchecked.`,
	};
}
