/** Units that a number may be written with. */
export type Unit = 'seconds' | 'pixels' | 'frames per second' | 'megapixels';

const UNITS: Readonly<Record<Unit, readonly string[]>> = {
	seconds: ['s', 'sec', 'secs', 'second', 'seconds'],
	pixels: ['px', 'pixel', 'pixels'],
	'frames per second': ['fps', 'frames per second', 'frames/s'],
	megapixels: ['mp', 'mpx', 'megapixel', 'megapixels'],
};

/** Other names of the same. */
const SAME: Readonly<Record<string, string>> = { jpeg: 'jpg', tif: 'tiff' };

/** Plain digits with at most one point, a sign and an exponent; what follows may be a unit. */
const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([^\d\s].*)?$/i;

/** Two numbers with a sign between: an aspect ratio or a size in pixels. */
const PAIR = /^(\d+(?:\.\d+)?)\s*[:x×*/]\s*(\d+(?:\.\d+)?)$/;

interface Meaning {
	/** The same for all spellings of the same. */
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

/** Whether two numbers mean the same when one of them is written without its unit. */
function isSameNumber(choice: Meaning, given: Meaning, unit: Unit | undefined): boolean {
	if (choice.number === undefined || choice.number !== given.number) return false;
	if (given.unit === undefined) return true;
	// The choice is a bare number, so that the unit has to be one that numbers have here.
	return choice.unit === undefined && isUnit(given.unit, unit);
}

/**
 * The choice that a value means, although it is written differently: in another case, with a leading zero, with or
 * without an obvious unit ("1080" for 1080p, "5 seconds" for 5), or with another sign in a ratio ("16x9" for 16:9).
 *
 * @param unit The unit of choices that are numbers; any of the units when left out
 * @returns undefined when no choice is meant, or when more than one can be
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
 * A number that is written as a number, with a leading zero or, where the unit is known, with that unit ("5s", "5
 * seconds", "05"). Nothing else is taken: neither a comma for a point, nor a number within other text.
 */
export function looseNumber(value: unknown, unit?: Unit): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value !== 'string' || value.length > 200) return undefined;
	const [, digits, written] = NUMBER.exec(value.trim().toLowerCase()) ?? [];
	const isTaken = written === undefined || (unit !== undefined && isUnit(written, unit));
	const number = Number(digits);
	return digits !== undefined && isTaken && Number.isFinite(number) ? number : undefined;
}
