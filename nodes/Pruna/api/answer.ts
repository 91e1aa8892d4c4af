/** Longest text of the API that is repeated to the user, in characters. */
const MAX_REASON_LENGTH = 500;
/** How much of a text is looked at, in characters; a proxy's page may be long, and its story comes first. */
const MAX_TEXT_READ = 4000;

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body of an answer: JSON when it is JSON (whatever the content type says), else the text itself. */
export function parseBody(text: unknown): unknown {
	if (typeof text !== 'string') return text;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** An HTML page of a proxy tells its story in its title; its markup is of no use to anybody. */
function readText(whole: string): string | undefined {
	const text = whole.slice(0, MAX_TEXT_READ);
	const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1];
	const isHtml = /<(!doctype|html|head|body)\b/i.test(text);
	const plain = (isHtml ? (title ?? '') : text).replace(/\s+/g, ' ').trim();
	if (plain === '') return undefined;
	return plain.length > MAX_REASON_LENGTH ? `${plain.slice(0, MAX_REASON_LENGTH - 1)}…` : plain;
}

/**
 * The API's own words in an answer, whichever of its three families of error bodies it has: `message`, `error`
 * (text or object), `detail`, `title`, or raw text (wire.md 2).
 */
export function reasonOf(body: unknown): string | undefined {
	if (typeof body === 'string') return readText(body);
	if (!isRecord(body)) return undefined;
	for (const key of ['message', 'error', 'detail', 'title'] as const) {
		const value = body[key];
		const text = isRecord(value) ? reasonOf(value) : typeof value === 'string' ? readText(value) : undefined;
		if (text === undefined) continue;
		// Replicate's problem body says what in its title and why in its detail.
		const title = key === 'detail' && typeof body.title === 'string' ? readText(body.title) : undefined;
		return title ? `${title}: ${text}` : text;
	}
	return undefined;
}

/**
 * How long a Retry-After header asks to wait, in seconds (a number or an HTTP date), or undefined when there is
 * none that makes sense.
 *
 * @param now Milliseconds since 1970
 */
export function retryAfterSeconds(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
	// Date.parse makes years of "-5" and "abc 5", so only what begins like an HTTP date is handed to it.
	const date = /^(mon|tue|wed|thu|fri|sat|sun)/i.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
