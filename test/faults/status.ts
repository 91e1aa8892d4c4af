import { BODIES, CREDIT, RATE_LIMITS, respond } from './answers';
import {
	ADD_CREDIT,
	CHECK_KEY,
	CHECK_URL,
	CHECK_VALUES,
	GOES_ON,
	INCOMPLETE,
	NO_ANSWER,
	quote,
	ENDLESS,
	SILENT,
	UNANSWERED,
} from './texts';
import type { Fault, FaultCase, FaultTable } from './types';

const STILL_RUNS = 'The prediction is still running after {seconds} seconds';
const RAISE_TIMEOUT = 'Raise Options → Timeout to wait longer.';

function refused(fault: string, answer: Fault['respond'], ...reads: [string, ...string[]]): FaultCase {
	return { fault, meets: { respond: answer }, ends: 'fails', reads };
}

const refusals: FaultCase[] = [
	refused(
		'400',
		respond(400, { message: 'bad request' }),
		'Pruna refused the request: bad request',
		CHECK_VALUES,
		GOES_ON,
	),
	refused(
		'401',
		respond(401, { message: 'Unauthorized' }),
		'Pruna did not accept the API key',
		quote('Unauthorized'),
		CHECK_KEY,
		GOES_ON,
	),
	refused('402', respond(402, ''), 'The Pruna account is out of credit', ADD_CREDIT, GOES_ON),
	refused(
		'403 for lack of credit',
		respond(403, { message: CREDIT }),
		'The Pruna account is out of credit',
		quote(CREDIT),
		ADD_CREDIT,
		GOES_ON,
	),
	refused(
		'403 for another reason',
		respond(403, { message: 'Forbidden' }),
		'Pruna denied access with this API key',
		quote('Forbidden'),
		CHECK_KEY,
		GOES_ON,
	),
	refused(
		'404',
		respond(404, { message: 'Prediction not found' }),
		'Pruna does not recognize this prediction ID',
		quote('Prediction not found'),
		'The ID may be mistyped, too old, or from another account.',
	),
	refused(
		'409',
		respond(409, { message: 'Conflict' }),
		'Pruna refused the request (409)',
		quote('Conflict'),
		CHECK_VALUES,
		GOES_ON,
	),
	refused('413', respond(413, ''), 'The request is too large for Pruna', 'Make the input smaller.', GOES_ON),
	refused(
		'422 for a disabled model',
		respond(422, { title: 'Deployment disabled', detail: 'off for now' }),
		'Pruna has disabled this model',
		quote('Deployment disabled: off for now'),
		'Choose another model, or try again later.',
		GOES_ON,
	),
	refused(
		'422 for another reason',
		respond(422, { title: 'Invalid', detail: 'no such ID' }),
		'Pruna could not process the input',
		quote('Invalid: no such ID'),
		'Check the input, or try another model.',
		GOES_ON,
	),
];

/** The node polls again until the item's time is up: the job keeps running and is billed. */
function passing(
	fault: string,
	meets: FaultCase['meets'],
	poll: string,
	more: Partial<FaultCase> = {},
): FaultCase {
	const reads = [STILL_RUNS, RAISE_TIMEOUT, `The last poll failed: ${poll}.`, GOES_ON] as const;
	return { fault, meets, ends: 'passes', reads, ...more };
}

const outages: FaultCase[] = [408, 500, 502, 503, 504].map((status) =>
	passing(
		String(status),
		{ respond: respond(status, { message: 'try later' }) },
		`${INCOMPLETE(status)} (“try later”)`,
	),
);

const bodies: FaultCase[] = BODIES.map(({ name, body, headers, words }) =>
	passing(
		`503 with ${name}`,
		{ respond: respond(503, body, headers) },
		`${INCOMPLETE(503)}${words ? ` (“${words}”)` : ''}`,
	),
);

const limits: FaultCase[] = RATE_LIMITS.map(({ name, meets, waits, ends = 'passes' }) =>
	passing(name, meets, "Pruna's rate limit has been reached (“API rate limit exceeded”)", {
		waits,
		ends,
	}),
);

const network: FaultCase[] = [
	passing('connection refused', 'offline', NO_ANSWER, { codes: ['ECONNREFUSED'] }),
	passing('connection reset before the response', { socket: 'reset-before' }, NO_ANSWER),
	passing('connection reset during the response', { socket: 'reset-after-headers' }, NO_ANSWER),
	passing('response cut off halfway', { socket: 'truncate' }, NO_ANSWER),
	passing('no response at all', { socket: 'stall' }, NO_ANSWER, { slow: 'answer', codes: UNANSWERED }),
	passing('response that stalls halfway', { socket: 'stall-body' }, NO_ANSWER, {
		slow: 'body',
		codes: SILENT,
	}),
	passing('endless response', { socket: 'endless' }, NO_ANSWER, { slow: 'body', codes: ENDLESS }),
	{
		fault: 'response that trickles in',
		meets: { socket: 'slow-drip', delaySeconds: 0.2 },
		ends: 'delivered',
	},
];

const REDIRECTED: FaultCase['reads'] = ['Pruna redirected the request (302)', CHECK_URL, GOES_ON];
const here = '/v1/predictions/status/unknown';
const redirects: FaultCase[] = [
	{
		fault: 'redirect within the API',
		meets: [{ redirect: { status: 302, location: '?again' }, times: 1 }],
		ends: 'delivered',
		does: 'follows it with the key',
	},
	{
		fault: 'redirect to another origin',
		meets: ({ foreign }) => ({ redirect: { status: 302, location: `${foreign}/status` } }),
		ends: 'passes',
		reads: [STILL_RUNS, RAISE_TIMEOUT, GOES_ON],
		foreign: 1,
		does: 'follows it without the key, then polls the API itself again',
	},
	{
		fault: 'redirect loop',
		meets: { redirect: { status: 302, location: '?again' } },
		ends: 'fails',
		requests: 6,
		reads: REDIRECTED,
		does: 'follows five redirects, then fails the item',
	},
	{
		fault: 'redirect to a scheme other than https',
		meets: { redirect: { status: 302, location: `ftp://example.com${here}` } },
		ends: 'fails',
		reads: REDIRECTED,
	},
];

const polls = (...statuses: string[]): Fault[] =>
	statuses.map((status) => ({
		respond: respond(200, { status, message: 'Generation in progress' }),
		times: 1,
	}));

const running = (fault: string, answer: Fault['respond']): FaultCase => ({
	fault,
	meets: { respond: answer },
	ends: 'passes',
	reads: [STILL_RUNS, RAISE_TIMEOUT, GOES_ON],
	does: 'assumes that the job is still running and polls again',
});

const CHANGE_INPUT =
	'Running it again unchanged may incur another charge and fail the same way. Change the input first.';
const failed = (fault: string, body: object, message: string, advice = CHANGE_INPUT): FaultCase => ({
	...refused(fault, respond(200, body), message, advice),
	does: "fails the item with the model's own words",
});

const states: FaultCase[] = [
	{
		fault: 'status that goes backward',
		meets: polls('processing', 'starting', 'processing', 'starting'),
		ends: 'delivered',
	},
	running('job that never finishes', respond(200, { status: 'processing' })),
	running('unknown status', respond(200, { status: 'warming_up' })),
	running('200 with an empty body', respond(200, '')),
	running('200 with an HTML page', respond(200, '<html><title>Login</title></html>')),
	running('200 with malformed JSON', respond(200, '{"status": "succ')),
	running('200 with plain text', respond(200, 'succeeded')),
	running('200 with a list', respond(200, [{ status: 'succeeded' }])),
	running('200 with `null`', respond(200, 'null')),
	{
		fault: 'correct response with the wrong content type',
		meets: { headers: { 'content-type': 'text/html' } },
		ends: 'delivered',
	},
	failed(
		'failed job with an `error` string',
		{ status: 'failed', message: 'Prediction failed', error: 'no samples' },
		'The prediction failed: no samples',
	),
	failed(
		'failed job with an `error` object',
		{ status: 'failed', error: { code: 'OOM', message: 'out of memory' } },
		'The prediction failed: out of memory',
	),
	failed(
		'failed job with an `error` object without any text',
		{ status: 'failed', error: { code: 7 } },
		'The prediction failed: {"code":7}',
	),
	failed('failed job without a `status`', { error: 'no samples' }, 'The prediction failed: no samples'),
	failed('failed job without an `error`', { status: 'failed' }, 'The prediction failed'),
	failed(
		'canceled job',
		{ status: 'canceled', message: 'canceled by user' },
		'The prediction was canceled: canceled by user',
		'It was canceled at Pruna, not by this workflow.',
	),
];

export const status: FaultTable = {
	step: 'status',
	title: 'Polling the status',
	about:
		"Pruna has accepted the job, so you pay for it. Polling costs nothing, so the node continues until the item's time is up. The ID is in the failed item's `details`, or in the error that stops the node.",
	rows: [...refusals, ...outages, ...limits, ...bodies, ...network, ...redirects, ...states],
};
