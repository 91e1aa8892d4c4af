/** Units that may follow a number. */
export type Unit = 'seconds' | 'pixels' | 'frames per second' | 'megapixels';

const UNITS: Readonly<Record<Unit, readonly string[]>> = {
	seconds: ['s', 'sec', 'secs', 'second', 'seconds'],
	pixels: ['px', 'pixel', 'pixels'],
	'frames per second': ['fps', 'frames per second', 'frames/s'],
	megapixels: ['mp', 'mpx', 'megapixel', 'megapixels'],
};

/** Other names for the same choice. */
const SAME: Readonly<Record<string, string>> = { jpeg: 'jpg', tif: 'tiff' };

/** Digits with an optional sign, decimal point and exponent. Any text that follows may be a unit. */
const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([^\d\s].*)?$/i;

/** Two numbers with a separator: an aspect ratio or a size in pixels. */
const PAIR = /^(\d+(?:\.\d+)?)\s*[:x×*/]\s*(\d+(?:\.\d+)?)$/;

interface Meaning {
	/** Identical for all spellings of a value. */
	readonly text: string;
	/** Without its unit. */
	readonly number?: number;
	readonly unit?: string;
}

function meaningOf(value: string | number): Meaning {
	const text = String(value).trim().toLowerCase();
	const pair = PAIR.exec(text);
	if (pair) return { text: `${Number(pair[1])}:${Number(pair[2])}` };
	const [, digits, unit] = NUMBER.exec(text) ?? [];
	if (digits === undefined) return { text: Object.hasOwn(SAME, text) ? SAME[text]! : text };
	const number = Number(digits);
	return { text: `${number}${unit ?? ''}`, number, unit };
}

function isUnit(text: string, unit: Unit | undefined): boolean {
	return (unit === undefined ? Object.keys(UNITS) : [unit]).some((name) =>
		UNITS[name as Unit].includes(text),
	);
}

/** Whether two numbers mean the same if one of them is written without its unit. */
function isSameNumber(choice: Meaning, given: Meaning, unit: Unit | undefined): boolean {
	if (choice.number === undefined || choice.number !== given.number) return false;
	if (given.unit === undefined) return true;
	// The choice has no unit, so the given unit must be one that fits here.
	return choice.unit === undefined && isUnit(given.unit, unit);
}

/**
 * Finds the choice that a value means, even if it is written differently: in another case, with a leading zero, with or
 * without an obvious unit ("1080" for 1080p, "5 seconds" for 5), or with another separator in a ratio ("16x9" for 16:9).
 *
 * @param unit The unit of choices that are numbers; if left out, any unit fits
 * @returns undefined if no choice matches, or more than one does
 */
export function looseChoice<Choice extends string | number>(
	choices: readonly Choice[],
	value: unknown,
	unit?: Unit,
): Choice | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	if (typeof value === 'string' && value.length > 200) return undefined;
	const exact = choices.find((choice) => String(choice) === String(value).trim());
	if (exact !== undefined) return exact;
	const given = meaningOf(value);
	const meant = choices.map((choice) => ({ choice, meaning: meaningOf(choice) }));
	const same = meant.filter(({ meaning }) => meaning.text === given.text);
	const alike = same.length > 0 ? same : meant.filter(({ meaning }) => isSameNumber(meaning, given, unit));
	return alike.length === 1 ? alike[0]!.choice : undefined;
}

/**
 * Reads a number that may have a leading zero or, if the unit is known, that unit ("5s", "5 seconds", "05"). Nothing else
 * is accepted, neither a decimal comma nor a number within other text.
 */
export function looseNumber(value: unknown, unit?: Unit): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string' || value.length > 200) return undefined;
	const [, digits, written] = NUMBER.exec(value.trim().toLowerCase()) ?? [];
	const isAccepted = written === undefined || (unit !== undefined && isUnit(written, unit));
	const number = Number(digits);
	return digits !== undefined && isAccepted && Number.isFinite(number) ? number : undefined;
}
