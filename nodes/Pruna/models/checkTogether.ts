import { displayNameOf } from './displayName';
import type { Model } from './types';

/**
 * Finds what is wrong with a combination of parameters.
 *
 * @param counts Number of entries of each parameter that is set
 * @param input The values that are set and valid
 * @returns one sentence for each finding
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

	// A value that the API would ignore is refused, not dropped: the user set it for a reason.
	const idle = model.parameters.flatMap(({ name, onlyWhen = {} }) => {
		if (!counts.has(name)) return [];
		return Object.entries(onlyWhen).flatMap(([other, values]) => {
			// An invalid value of the other parameter is reported elsewhere; whether this one applies is unknown.
			const isWrong = counts.has(other) && !Object.hasOwn(input, other) && !Object.hasOwn(extra, other);
			if (isWrong) return [];
			const fallback = model.parameters.find((parameter) => parameter.name === other)?.default;
			const value = Object.hasOwn(extra, other) ? extra[other] : (input[other] ?? fallback);
			if (values.some((one) => one === value)) return [];
			const wanted = values.map((one) => `“${String(one)}”`).join(' or ');
			return [
				`${labelOf(name)}: only applies when ${labelOf(other)} is ${wanted}; change ${labelOf(other)}, or remove ${labelOf(name)}`,
			];
		});
	});
	return [...missing, ...uneven, ...idle];
}
