/** What a response says about the rate limit. Any of it may be missing. */
export interface Rate {
	/** The limit itself, in requests per minute. */
	readonly perMinute?: number;
	/** Requests left in the current window. */
	readonly remaining?: number;
	/** Seconds until the window ends. */
	readonly resetSeconds?: number;
}

/** In seconds. The API counts per minute; a header may be rounded up by a second. */
const LONGEST_MINUTE = 61;
/** In seconds. A header with more than a day is wrong, or counts from 1970. */
const LONGEST_RESET = 24 * 60 * 60;

/** The number at the start of a header. Drafts of the standard allow a policy after it ("250, 250;w=60"). */
function numberOf(header: string | undefined): number | undefined {
	const digits = /^\s*(\d+(?:\.\d+)?)\s*(?:[,;]|$)/.exec(header ?? '')?.[1];
	return digits === undefined ? undefined : Number(digits);
}

/**
 * Reads `RateLimit-Limit`, `-Remaining` and `-Reset`, and Kong's `X-RateLimit-Limit-Minute` (wire.md 2). The limit of a
 * longer window is not a limit per minute, but its end still counts.
 *
 * @param headers Names in lower case
 */
export function rateOf(headers: Readonly<Record<string, string>>): Rate {
	const reset = numberOf(headers['ratelimit-reset']);
	const resetSeconds = reset !== undefined && reset <= LONGEST_RESET ? reset : undefined;
	const isMinute = resetSeconds === undefined || resetSeconds <= LONGEST_MINUTE;
	const limit =
		numberOf(headers['x-ratelimit-limit-minute']) ??
		(isMinute ? numberOf(headers['ratelimit-limit']) : undefined);
	const remaining = isMinute
		? (numberOf(headers['x-ratelimit-remaining-minute']) ?? numberOf(headers['ratelimit-remaining']))
		: undefined;
	return {
		...(limit !== undefined && limit >= 1 && { perMinute: limit }),
		...(remaining !== undefined && { remaining }),
		...(resetSeconds !== undefined && { resetSeconds }),
	};
}
