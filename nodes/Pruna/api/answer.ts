import { isRecord } from '../core/json';

/** Longest text from the API that is shown to the user, in characters. */
const MAX_REASON_LENGTH = 500;
/** How much of a text is read, in characters. A proxy's page may be long, but it starts with the reason. */
const MAX_TEXT_READ = 4000;

/** Parses a response body as JSON, whatever its content type says. A body that is not JSON is returned as text. */
export function parseBody(text: unknown): unknown {
	if (typeof text !== 'string') return text;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** Tags that identify a proxy's page or a file storage's XML. The API's own sentences contain none of them. */
const MARKUP = /<(!doctype|\?xml|html|head|body|title|center|div|h[1-6]|p|pre|hr|br)\b/i;

/** Returns the title of an HTML page or, if it has none, its text without the markup. */
function withoutMarkup(text: string): string {
	const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
	return title || text.replace(/<(script|style)\b.*?(<\/\1\s*>|$)/gis, ' ').replace(/<[^>]*(>|$)/g, ' ');
}

/** How Python prints an object. A memory address on Pruna's machine is of no use to a user. */
const PYTHON_OBJECT = /<[\w.]+ object at 0x[0-9a-f]+>:? ?/gi;

function plainText(whole: string): string | undefined {
	const text = whole.slice(0, MAX_TEXT_READ);
	const words = (MARKUP.test(text) ? withoutMarkup(text) : text).replace(PYTHON_OBJECT, '');
	const plain = words.replace(/\s+/g, ' ').trim();
	if (plain === '') return undefined;
	return plain.length > MAX_REASON_LENGTH ? `${plain.slice(0, MAX_REASON_LENGTH - 1)}…` : plain;
}

/** Keys under which a body gives its reason: first the API's own, then those of other servers on the way. */
const REASON_KEYS = ['message', 'error', 'detail', 'title', 'errors', 'msg'] as const;

/**
 * The API's own words in a response, from any of its three families of error bodies: `message`, `error` (text or
 * object), `detail`, `title`, or raw text (wire.md 2). A list of them becomes one line.
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
		// In Replicate's problem body, the title says what happened and the detail says why.
		const title = key === 'detail' && typeof body.title === 'string' ? plainText(body.title) : undefined;
		return title ? `${title}: ${text}` : text;
	}
	return undefined;
}

/** In seconds. The API counts per minute, so a header that asks for more than a day is wrong and must not end a run. */
const LONGEST_RETRY_AFTER = 24 * 60 * 60;

/**
 * How long a Retry-After header (a number or an HTTP date) asks to wait, in seconds; undefined if there is no header that
 * makes sense.
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
	// Date.parse reads "-5" and "abc 5" as years, so it gets only text that starts like an HTTP date.
	const date = /^(mon|tue|wed|thu|fri|sat|sun)/i.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

/** What a status response says about the polls that follow. Both values are above zero. */
export interface PollAdvice {
	/** Seconds until the next poll. */
	readonly pollSeconds?: number;
	/** Seconds after the submit for which waiting is worthwhile. */
	readonly maxWaitSeconds?: number;
}

function positiveSeconds(header: string | undefined): number | undefined {
	const text = header?.trim() ?? '';
	return /^\d{1,9}(\.\d+)?$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

/**
 * Reads the headers `X-Poll-Interval` and `X-Max-Wait` of a status response (wire.md 4). A value that makes no sense is
 * ignored.
 *
 * @param headers Names in lower case
 */
export function readPollAdvice(headers: Readonly<Record<string, string>>): PollAdvice {
	return {
		pollSeconds: positiveSeconds(headers['x-poll-interval']),
		maxWaitSeconds: positiveSeconds(headers['x-max-wait']),
	};
}

/** The documented error codes (wire.md 2), each with the HTTP status of the same meaning. */
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

/** @returns What the error code in the body means, as an HTTP status; undefined if there is no known code */
export function statusOfCode(body: unknown): number | undefined {
	const error = isRecord(body) && isRecord(body.error) ? body.error : body;
	const code = isRecord(error) && typeof error.code === 'string' ? error.code : '';
	return Object.hasOwn(STATUS_OF_CODE, code) ? STATUS_OF_CODE[code] : undefined;
}

/** @returns The input keys that a model's own check lists in `invalid_fields` (wire.md 2) */
export function invalidFieldsOf(body: unknown): string[] {
	const fields: unknown = isRecord(body) ? body.invalid_fields : undefined;
	if (!Array.isArray(fields)) return [];
	const names = (fields as unknown[]).flatMap((entry) =>
		isRecord(entry) && typeof entry.field === 'string' ? [entry.field.replace(/^input\./, '')] : [],
	);
	return [...new Set(names.filter((name) => /^[\w-]{1,60}$/.test(name)))];
}
