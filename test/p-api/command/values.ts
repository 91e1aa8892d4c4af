// Converts texts of the command line to values. Each function throws an Error with one sentence for the user.

export function numberOf(option: string, text: string, minimum: number, maximum: number): number {
	const value = Number(text);
	if (text.trim() !== '' && value >= minimum && value <= maximum) return value;
	throw new Error(`${option} needs a number from ${minimum} to ${maximum}, not "${text}".`);
}

export function integerOf(option: string, text: string, minimum: number, maximum: number): number {
	const value = Number(text);
	if (text.trim() !== '' && Number.isInteger(value) && value >= minimum && value <= maximum) return value;
	throw new Error(`${option} needs a whole number from ${minimum} to ${maximum}, not "${text}".`);
}

export function oneOf<const T extends string | number>(
	option: string,
	text: string,
	values: readonly T[],
): T {
	const value = values.find((candidate) => String(candidate) === text);
	if (value !== undefined) return value;
	throw new Error(`${option} needs one of ${values.join(', ')}, not "${text}".`);
}
