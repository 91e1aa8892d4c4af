/** Responses that any step may get, in all the shapes that the API and the servers in front of it use (wire.md 2). */
import type { Fault, FaultCase, World } from './types';

type Respond = NonNullable<Fault['respond']>;

/** A form of error body, and the words that the node must find in it. */
export interface Body {
	readonly name: string;
	readonly body: unknown;
	readonly headers?: Record<string, string>;
	readonly words?: string;
}

export const BODIES: readonly Body[] = [
	{ name: 'a JSON `message`', body: { message: 'down for a moment' }, words: 'down for a moment' },
	{ name: 'a JSON `error` string', body: { error: 'no worker' }, words: 'no worker' },
	{
		name: 'a JSON `error` object',
		body: { error: { code: 'BUSY', message: 'no worker is free', details: {} } },
		words: 'no worker is free',
	},
	{
		name: 'a JSON `title` and `detail`',
		body: { title: 'Unavailable', detail: 'the deployment restarts' },
		words: 'Unavailable: the deployment restarts',
	},
	{ name: 'a JSON list of errors', body: [{ message: 'one' }, { error: ['two'] }], words: 'one; two' },
	{ name: 'JSON without any text', body: { error: { code: 7, inner: [null, {}] } } },
	{ name: 'plain text', body: 'upstream connect error', words: 'upstream connect error' },
	{
		name: 'a titled HTML page',
		body: '<!DOCTYPE html><html><head><title>503 Busy</title></head><body><h1>x</h1></body></html>',
		headers: { 'content-type': 'text/html' },
		words: '503 Busy',
	},
	{
		name: 'an untitled HTML page',
		body: '<center><h1>Service <b>Unavailable</b></h1></center><script>alert(1)</script>',
		headers: { 'content-type': 'text/html' },
		words: 'Service Unavailable',
	},
	{ name: 'an empty body', body: '' },
	{ name: 'a blank body', body: ' \r\n\t ' },
	{ name: 'malformed JSON', body: '{"message": "down for', words: '{"message": "down for' },
	{
		name: 'JSON labeled as HTML',
		body: '{"message": "down for a moment"}',
		headers: { 'content-type': 'text/html' },
		words: 'down for a moment',
	},
	{
		name: 'a very long text',
		body: 'no '.repeat(20_000).trim(),
		words: `${'no '.repeat(166)}n`.slice(0, 499) + '…',
	},
];

export const respond = (status: number, body: unknown, headers?: Record<string, string>): Respond => ({
	status,
	body,
	...(headers && { headers }),
});

const limited = (headers: Record<string, string> = {}): Fault => ({
	respond: respond(429, { message: 'API rate limit exceeded' }, headers),
});

/** A 429 with every form of Retry-After. */
export const RATE_LIMITS: ReadonlyArray<{
	name: string;
	meets: Fault | ((world: World) => Fault);
	waits?: number;
	ends?: FaultCase['ends'];
}> = [
	{ name: '429 with a Retry-After in seconds', meets: limited({ 'retry-after': '30' }), waits: 30 },
	{
		name: '429 with a Retry-After date',
		meets: ({ now }) => limited({ 'retry-after': new Date(now + 60_000).toUTCString() }),
		waits: 30,
	},
	{
		name: "429 with a Retry-After that exceeds the item's timeout",
		meets: limited({ 'retry-after': '3600' }),
		ends: 'fails',
	},
	{ name: '429 with an absurd Retry-After', meets: limited({ 'retry-after': '999999999' }) },
	{ name: '429 with an unreadable Retry-After', meets: limited({ 'retry-after': 'soon' }) },
	{ name: '429 without a Retry-After', meets: limited() },
];

/** The API's usual response without one of its keys. */
export const without =
	(key: string) =>
	(body: Record<string, unknown>): unknown => ({ ...body, [key]: undefined });

export const CREDIT =
	'Forbidden: no more credit available. Please go to https://dashboard.pruna.ai/ and add more credit.';
