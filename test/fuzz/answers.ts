/** What the other end of the network can say, from the plausible to the absurd. */
import fc from 'fast-check';

/** How a body arrives: whole, cut off halfway, stalled halfway, or endless. */
export type Ending = 'whole' | 'cut' | 'silent' | 'endless';

export type Answer =
	| {
			kind: 'answer';
			status: number;
			headers: Record<string, string>;
			body: string | Uint8Array;
			ending: Ending;
	  }
	/** No answer at all. The request fails with this code. */
	| { kind: 'error'; code: string | undefined }
	/** The connection is accepted, then nothing comes until the request times out. */
	| { kind: 'stalled' };

export interface Script {
	submit: Answer[];
	status: Answer[];
	delivery: Answer[];
	upload: Answer[];
}

/** Secrets that the jobs of these tests carry, and that the other end may echo. */
export const API_KEY = 'pru_fuzz_0123456789abcdef';
export const HF_TOKEN = 'hf_fuzz0123456789abcdef';

export const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
const CUT = [
	'ECONNRESET',
	'EPIPE',
	'ECONNABORTED',
	'ETIMEDOUT',
	'ERR_BAD_RESPONSE',
	'EPROTO',
	'CERT_HAS_EXPIRED',
];

const PROTOTYPE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'];
const API_KEYS = [
	'id',
	'get_url',
	'status',
	'generation_url',
	'error',
	'message',
	'detail',
	'title',
	'code',
	'urls',
	'get',
	'expires_at',
	'model',
	'input',
];

export const key = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...API_KEYS) },
	{ weight: 2, arbitrary: fc.constantFrom(...PROTOTYPE_KEYS) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);

const url = fc.oneof(
	fc.constantFrom(
		'https://api.pruna.ai/v1/predictions/delivery/a/output.jpg',
		'/v1/predictions/delivery/a/output.png',
		'https://elsewhere.example/file.mp4',
		'http://elsewhere.example/file.mp4',
		'//elsewhere.example/v1/predictions/delivery/x',
		'/\\elsewhere.example/x',
		'https://api.pruna.ai@elsewhere.example/x',
		'https://api.pruna.ai.elsewhere.example/v1/predictions/status/abc',
		'file:///etc/passwd',
		'javascript:alert(1)',
		'data:text/html,hi',
		'ftp://elsewhere.example/x',
		'https://[::1]/x',
		'http://127.0.0.1/latest/meta-data',
	),
	fc.webUrl({ withQueryParameters: true, withFragments: true }),
);

const word = fc.constantFrom(
	'starting',
	'processing',
	'succeeded',
	'completed',
	'success',
	'failed',
	'canceled',
	'error',
	'queued',
	'SUCCEEDED',
);

const echo = fc.constantFrom(
	API_KEY,
	HF_TOKEN,
	`Invalid key: ${API_KEY}.`,
	`token ${HF_TOKEN} was refused`,
	`/v1/x?apikey=${API_KEY}&token=${HF_TOKEN}`,
	`https://elsewhere.example/${API_KEY}/x.png`,
);

const leaf = fc.oneof(
	{ weight: 3, arbitrary: word },
	{ weight: 3, arbitrary: url },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
	{
		weight: 1,
		arbitrary: fc.constantFrom('', ' ', '.', '..', '../../keys', 'a/b?c#d', 'x\r\nHost: y', '\ud800'),
	},
	{ weight: 1, arbitrary: fc.constantFrom(null, true, false, 0, -1, 1e308, 42) },
	{ weight: 1, arbitrary: fc.string({ minLength: 2000, maxLength: 6000 }) },
);

function jsonWith(leaves: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
	return fc.letrec<{ tree: unknown }>((tie) => ({
		tree: fc.oneof(
			{ maxDepth: 4, depthSize: 'small', withCrossShrink: true },
			leaves,
			// Pairs, because only this way "__proto__" becomes a key.
			fc
				.array(fc.tuple(key, tie('tree')), { maxLength: 6 })
				.map((pairs) => Object.fromEntries(pairs) as Record<string, unknown>),
			fc.array(tie('tree'), { maxLength: 4 }),
		),
	})).tree;
}

/** Arbitrary JSON, built from the parts of the API's own JSON. */
export const json = jsonWith(leaf);
const answerJson = jsonWith(fc.oneof({ weight: 8, arbitrary: leaf }, { weight: 1, arbitrary: echo }));

const id = fc.constantFrom('a1', 'b2', 'c3');
const handle = fc.record({
	id,
	get_url: fc.constant('/v1/predictions/status/a1'),
	status: fc.constant('starting'),
});
const running = fc.constant({ status: 'processing', message: 'Generation in progress' });
const done = fc.record({
	status: fc.constant('succeeded'),
	generation_url: fc.oneof(url, fc.array(url), answerJson),
});
const failed = fc.record({ status: fc.constantFrom('failed', 'canceled', undefined), error: answerJson });
const uploaded = fc.record({
	id,
	urls: fc.record({ get: url }),
	expires_at: fc.oneof(leaf, fc.constant(undefined)),
});

export const text = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 200 }),
	echo,
	fc.constantFrom(
		'',
		'null',
		'{',
		'{"id":',
		'[]',
		'The upstream server is timing out',
		'<html><head><title>502 Bad Gateway</title></head><body><h1>Bad</h1></body></html>',
		'<!DOCTYPE html>'.repeat(500),
	),
);

function bodyOf(likely: fc.Arbitrary<unknown>): fc.Arbitrary<string | Uint8Array> {
	return fc.oneof(
		{ weight: 6, arbitrary: likely.map((value) => JSON.stringify(value)) },
		{ weight: 4, arbitrary: answerJson.map((value) => JSON.stringify(value)) },
		{ weight: 2, arbitrary: text },
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
	);
}

export const status = fc.oneof(
	{ weight: 8, arbitrary: fc.constantFrom(200, 201) },
	{
		weight: 6,
		arbitrary: fc.constantFrom(
			...[400, 401, 402, 403, 404, 408, 409, 410, 413, 422, 429, 500, 502, 503, 504, 301, 302, 307],
		),
	},
	{ weight: 1, arbitrary: fc.integer({ min: 200, max: 999 }) },
);

const headerValue = fc.oneof(
	url,
	echo,
	leaf.map(String),
	fc.constantFrom('0', '1', '3', '1e9', '-5', 'soon'),
);
export const headers = fc
	.array(
		fc.oneof(
			fc.tuple(fc.constantFrom('Retry-After', 'retry-after'), headerValue),
			fc.tuple(
				fc.constantFrom('Retry-After'),
				fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
			),
			fc.tuple(fc.constant('Location'), headerValue),
			fc.tuple(
				fc.constantFrom('content-type', 'Content-Type'),
				fc.oneof(
					fc.constantFrom('image/png', 'video/mp4', 'text/html', 'application/json; charset=utf-8', ';', '/'),
					leaf.map(String),
				),
			),
			fc.tuple(fc.constant('content-length'), fc.oneof(fc.nat({ max: 500 }).map(String), headerValue)),
			fc.tuple(fc.constantFrom(...PROTOTYPE_KEYS, 'content-encoding', 'set-cookie'), headerValue),
		),
		{ maxLength: 4 },
	)
	.map((pairs) => Object.fromEntries(pairs));

function answerWith(likely: fc.Arbitrary<unknown>): fc.Arbitrary<Answer> {
	const ending = fc.oneof(
		{ weight: 20, arbitrary: fc.constant<Ending>('whole') },
		{ weight: 1, arbitrary: fc.constantFrom<Ending>('cut', 'silent', 'endless') },
	);
	const whole = fc.record({ status, headers, body: bodyOf(likely), ending });
	const good = bodyOf(likely).map((body) => ({ status: 200, headers: {}, body, ending: 'whole' as const }));
	return fc.oneof(
		{ weight: 8, arbitrary: good.map((rest): Answer => ({ kind: 'answer', ...rest })) },
		{ weight: 8, arbitrary: whole.map((rest): Answer => ({ kind: 'answer', ...rest })) },
		{
			weight: 2,
			arbitrary: fc
				.constantFrom(...NEVER_SENT, ...CUT, undefined)
				.map((code): Answer => ({ kind: 'error', code })),
		},
		{ weight: 1, arbitrary: fc.constant<Answer>({ kind: 'stalled' }) },
	);
}

const several = (answer: fc.Arbitrary<Answer>) => fc.array(answer, { minLength: 1, maxLength: 4 });

/** The answers at each step, in order; the last one repeats forever. */
export const script: fc.Arbitrary<Script> = fc.record({
	submit: several(answerWith(fc.oneof(handle, handle, done, failed, running))),
	status: several(answerWith(fc.oneof(running, done, done, failed))),
	delivery: several(answerWith(answerJson)),
	upload: several(answerWith(uploaded)),
});

function good(body: unknown): Answer[] {
	return [{ kind: 'answer', status: 200, headers: {}, body: JSON.stringify(body), ending: 'whole' }];
}

/** An API that does everything right. */
export const goodScript: Script = {
	submit: good({ id: 'a1', get_url: '/v1/predictions/status/a1' }),
	status: good({ status: 'succeeded', generation_url: '/v1/predictions/delivery/a1/output.png' }),
	delivery: good('the image'),
	upload: good({ id: 'f1', urls: { get: '/v1/files/f1' } }),
};
