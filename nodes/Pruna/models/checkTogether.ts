import { displayNameOf } from './displayName';
import type { Model } from './types';

/**
 * What only shows when parameters are looked at together.
 *
 * @param counts Number of entries of each parameter that is set
 */
export function checkTogether(model: Model, counts: ReadonlyMap<string, number>, extra: object): string[] {
	const labelOf = (name: string) =>
		displayNameOf(model.parameters.find((parameter) => parameter.name === name) ?? { name });

	const missing = (model.needsOneOf ?? [])
		.filter((group) => !group.some((name) => counts.has(name) || Object.hasOwn(extra, name)))
		.map((group) => `${group.map(labelOf).join(' or ')} is required`);

	const uneven = model.parameters.flatMap(({ name, sameCountAs }) => {
		const count = counts.get(name);
		const wanted = sameCountAs === undefined ? undefined : counts.get(sameCountAs);
		return sameCountAs === undefined || count === undefined || wanted === undefined || count === wanted
			? []
			: [`${labelOf(name)}: needs as many entries as ${labelOf(sameCountAs)} (${wanted}), not ${count}`];
	});
	return [...missing, ...uneven];
}
