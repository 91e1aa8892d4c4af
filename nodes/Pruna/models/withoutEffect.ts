import { show } from './convert';
import { displayNameOf } from './displayName';
import type { Model } from './types';

/**
 * Finds parameters that are set, but that the model ignores because of other parameters. That is harmless and costs
 * nothing, so it is only a warning.
 *
 * @param isSet Whether the parameter with this name is set
 * @param input The values that are set
 * @returns sentences without a period
 */
export function withoutEffect(
	{ parameters }: Pick<Model, 'parameters'>,
	isSet: (name: string) => boolean,
	input: Readonly<Record<string, unknown>>,
): string[] {
	const labelOf = (name: string) => displayNameOf(parameters.find((one) => one.name === name) ?? { name });
	const valueOf = (name: string) => input[name] ?? parameters.find((one) => one.name === name)?.default;

	return parameters.flatMap(({ name, ignoredWith = [], ignoredWithout, ignoredWhen = {} }) => {
		if (!isSet(name)) return [];
		const overruled = ignoredWith.filter(isSet).map((other) => `when ${labelOf(other)} is set`);
		const hasNeeded = ignoredWithout === undefined || isSet(ignoredWithout);
		const without = hasNeeded ? [] : [`without ${labelOf(ignoredWithout)}`];
		const values = Object.entries(ignoredWhen)
			.filter(([other, ignoring]) => ignoring.some((value) => value === valueOf(other)))
			.map(([other]) => `when ${labelOf(other)} is ${show(valueOf(other))}`);
		const [reason] = [...overruled, ...without, ...values];
		return reason === undefined ? [] : [`${labelOf(name)} has no effect ${reason}`];
	});
}
