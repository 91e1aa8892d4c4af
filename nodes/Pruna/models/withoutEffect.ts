import { show } from './convert';
import { displayNameOf } from './displayName';
import type { Model } from './types';

/**
 * What is set, but is not looked at by the model because of what else is set. It does no harm and costs nothing, so it
 * is told as a warning.
 *
 * @param isSet Whether a parameter of the input is set, by its name
 * @param input The values that are set
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
		const beside = ignoredWith.filter(isSet).map((other) => `when ${labelOf(other)} is set`);
		const lacks = ignoredWithout === undefined || isSet(ignoredWithout);
		const without = lacks ? [] : [`without ${labelOf(ignoredWithout)}`];
		const values = Object.entries(ignoredWhen)
			.filter(([other, idle]) => idle.some((value) => value === valueOf(other)))
			.map(([other]) => `when ${labelOf(other)} is ${show(valueOf(other))}`);
		const [reason] = [...beside, ...without, ...values];
		return reason === undefined ? [] : [`${labelOf(name)} has no effect ${reason}`];
	});
}
