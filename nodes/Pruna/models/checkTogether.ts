import { displayNameOf } from './displayName';
import type { Model } from './types';

/**
 * What only shows when parameters are looked at together.
 *
 * @param counts Number of entries of each parameter that is set
 * @param input The values that are set and right
 */
export function checkTogether(
	model: Model,
	counts: ReadonlyMap<string, number>,
	input: Readonly<Record<string, unknown>>,
	extra: Readonly<Record<string, unknown>>,
): string[] {
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

	// What the API would not look at is refused and not dropped: somebody has meant something by it.
	const idle = model.parameters.flatMap(({ name, onlyWhen = {} }) => {
		if (!counts.has(name)) return [];
		return Object.entries(onlyWhen).flatMap(([other, values]) => {
			// What is wrong with the other one is told; nobody knows what was meant.
			const isWrong = counts.has(other) && !Object.hasOwn(input, other) && !Object.hasOwn(extra, other);
			if (isWrong) return [];
			const fallback = model.parameters.find((parameter) => parameter.name === other)?.default;
			const value = Object.hasOwn(extra, other) ? extra[other] : (input[other] ?? fallback);
			if (values.some((one) => one === value)) return [];
			const wanted = values.map((one) => `“${String(one)}”`).join(' or ');
			return [
				`${labelOf(name)}: only counts when ${labelOf(other)} is ${wanted}; set that, or remove ${labelOf(name)}`,
			];
		});
	});
	return [...missing, ...uneven, ...idle];
}
