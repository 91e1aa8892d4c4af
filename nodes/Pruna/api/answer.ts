import { isRecord } from '../core/json';

/** Longest text of the API that is repeated to the user, in characters. */
const MAX_REASON_LENGTH = 500;
/** How much of a text is looked at, in characters; a proxy's page may be long, and its story comes first. */
const MAX_TEXT_READ = 4000;

/** The body of an answer: JSON when it is JSON (whatever the content type says), else the text itself. */
export function parseBody(text: unknown): unknown {
	if (typeof text !== 'string') return text;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** What begins a page of a proxy, or the XML of a file storage, and no sentence of the API. */
const MARKUP = /<(!doctype|\?xml|html|head|body|title|center|div|h[1-6]|p|pre|hr|br)\b/i;

/** A page of HTML tells its story in its title, else in its words; its markup is of no use to anybody. */
function withoutMarkup(text: string): string {
	const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
	return title || text.replace(/<(script|style)\b.*?(<\/\1\s*>|$)/gis, ' ').replace(/<[^>]*(>|$)/g, ' ');
}

/** How Python shows an object: an address in the memory of Pruna's machine says nothing to anybody. */
const PYTHON_OBJECT = /<[\w.]+ object at 0x[0-9a-f]+>:? ?/gi;

function plainText(whole: string): string | undefined {
	const text = whole.slice(0, MAX_TEXT_READ);
	const words = (MARKUP.test(text) ? withoutMarkup(text) : text).replace(PYTHON_OBJECT, '');
	const plain = words.replace(/\s+/g, ' ').trim();
	if (plain === '') return undefined;
	return plain.length > MAX_REASON_LENGTH ? `${plain.slice(0, MAX_REASON_LENGTH - 1)}…` : plain;
}

/** Keys under which bodies tell their reason: the API's own, then those of other servers on the way. */
const REASON_KEYS = ['message', 'error', 'detail', 'title', 'errors', 'msg'] as const;

/**
 * The API's own words in an answer, whichever of its three families of error bodies it has: `message`, `error`
 * (text or object), `detail`, `title`, or raw text (wire.md 2). Lists of any of them are told in one line.
 */
export function reasonOf(body: unknown): string | undefined {
	if (typeof body === 'string') return plainText(body);
	if (Array.isArray(body)) {
		const reasons = body.map(reasonOf).filter((reason) => reason !== undefined);
		return plainText([...new Set(reasons)].join('; '));
	}
	if (!isRecord(body)) return undefined;
	for (const key of REASON_KEYS) {
		const text = reasonOf(body[key]);
		if (text === undefined) continue;
		// Replicate's problem body says what in its title and why in its detail.
		const title = key === 'detail' && typeof body.title === 'string' ? plainText(body.title) : undefined;
		return title ? `${title}: ${text}` : text;
	}
	return undefined;
}

/** The API counts by the minute. Who asks for more than a day has its header wrong, and is not to end a whole run. */
const LONGEST_RETRY_AFTER = 24 * 60 * 60;

/**
 * How long a Retry-After header asks to wait, in seconds (a number or an HTTP date), or undefined when there is
 * none that makes sense.
 *
 * @param now Milliseconds since 1970
 */
export function retryAfterSeconds(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	const seconds = readSeconds(text, now);
	return seconds === undefined || seconds > LONGEST_RETRY_AFTER ? undefined : seconds;
}

function readSeconds(text: string, now: number): number | undefined {
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
	// Date.parse makes years of "-5" and "abc 5", so only what begins like an HTTP date is handed to it.
	const date = /^(mon|tue|wed|thu|fri|sat|sun)/i.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

/** What a status answer says about the polls that follow. Both are above zero. */
export interface PollAdvice {
	/** Seconds until the next poll. */
	readonly pollSeconds?: number;
	/** Seconds since the submit for which a wait is worth its while. */
	readonly maxWaitSeconds?: number;
}

function positiveSeconds(header: string | undefined): number | undefined {
	const text = header?.trim() ?? '';
	return /^\d{1,9}(\.\d+)?$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

/**
 * Reads the headers `X-Poll-Interval` and `X-Max-Wait` of a status answer (wire.md 4). One that makes no sense is as good
 * as none.
 *
 * @param headers Names in lower case
 */
export function readPollAdvice(headers: Readonly<Record<string, string>>): PollAdvice {
	return {
		pollSeconds: positiveSeconds(headers['x-poll-interval']),
		maxWaitSeconds: positiveSeconds(headers['x-max-wait']),
	};
}

/** The documented codes of errors (wire.md 2), each as the status that says the same. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
	VALIDATION_ERROR: 400,
	INVALID_INPUT: 400,
	INVALID_FILE: 400,
	AUTHENTICATION_FAILED: 401,
	QUOTA_EXCEEDED: 402,
	NOT_FOUND: 404,
	CONTENT_EXPIRED: 410,
	FILE_TOO_LARGE: 413,
	RATE_LIMIT_EXCEEDED: 429,
};

/** @returns What the code in an error's body means, as an HTTP status; undefined where there is no known one */
export function statusOfCode(body: unknown): number | undefined {
	const error = isRecord(body) && isRecord(body.error) ? body.error : body;
	const code = isRecord(error) && typeof error.code === 'string' ? error.code : '';
	return Object.hasOwn(STATUS_OF_CODE, code) ? STATUS_OF_CODE[code] : undefined;
}

/** @returns The keys of the input that a model's own check names in `invalid_fields` (wire.md 2) */
export function invalidFieldsOf(body: unknown): string[] {
	const fields: unknown = isRecord(body) ? body.invalid_fields : undefined;
	if (!Array.isArray(fields)) return [];
	const names = (fields as unknown[]).flatMap((entry) =>
		isRecord(entry) && typeof entry.field === 'string' ? [entry.field.replace(/^input\./, '')] : [],
	);
	return [...new Set(names.filter((name) => /^[\w-]{1,60}$/.test(name)))];
}
