import { BODIES, CREDIT, RATE_LIMITS, respond, without } from './answers';
import {
	ADD_CREDIT,
	CHECK_KEY,
	CHECK_REACH,
	CHECK_URL,
	CHECK_VALUES,
	INCOMPLETE,
	MAYBE_CHARGED,
	NO_ANSWER,
	NOT_CHARGED,
	quote,
	SLOW_DOWN,
	ENDLESS,
	SILENT,
	UNANSWERED,
} from './texts';
import type { Fault, FaultCase, FaultTable } from './types';

function refused(fault: string, answer: Fault['respond'], ...reads: [string, ...string[]]): FaultCase {
	return { fault, meets: { respond: answer }, ends: 'fails', reads: [...reads, NOT_CHARGED] };
}

const UNREADABLE = 'Pruna answered the submit without an ID or a result';
const FIELD = 'property input validation failed: property seed validation failed: wrong type';

const refusals: FaultCase[] = [
	refused(
		'400 that names a field',
		respond(400, { message: FIELD }),
		'P-Image did not accept “Seed” (seed)',
		quote(FIELD),
		'Change it in Additional Fields. If Pruna now accepts other values, use Options → Extra Input, which sends any value unchecked: { "seed": … }',
	),
	refused(
		'400 that names no field',
		respond(400, { message: 'no' }),
		'Pruna did not accept the input: no',
		'If the API has changed since this version of the node, update the node, or set the new field through Options → Extra Input.',
	),
	refused(
		'401',
		respond(401, { message: 'Unauthorized' }),
		'Pruna did not accept the API key',
		quote('Unauthorized'),
		CHECK_KEY,
	),
	refused('402', respond(402, ''), 'The Pruna account is out of credit', ADD_CREDIT),
	refused(
		'403 for lack of credit',
		respond(403, { message: CREDIT }),
		'The Pruna account is out of credit',
		quote(CREDIT),
		ADD_CREDIT,
	),
	refused(
		'403 for another reason',
		respond(403, { message: 'Forbidden' }),
		'Pruna denied access with this API key',
		quote('Forbidden'),
		CHECK_KEY,
	),
	refused(
		'404',
		respond(404, { message: 'no Route matched with those values' }),
		'Pruna does not recognize this model',
		quote('no Route matched with those values'),
		'Check the model ID, and the Base URL in the Pruna credential.',
	),
	refused(
		'409',
		respond(409, { message: 'Conflict' }),
		'Pruna refused the request (409)',
		quote('Conflict'),
		CHECK_VALUES,
	),
	refused(
		'413',
		respond(413, 'Request size limit exceeded'),
		'The request is too large for Pruna',
		quote('Request size limit exceeded'),
		'Make the input smaller.',
	),
	refused(
		'422 for a disabled model',
		respond(422, { title: 'Deployment disabled', detail: 'This deployment is currently disabled' }),
		'Pruna has disabled this model',
		quote('Deployment disabled: This deployment is currently disabled'),
		'Choose another model, or try again later.',
	),
	refused(
		'422 for another reason',
		respond(422, { detail: [{ loc: ['input'], msg: 'too wide' }] }),
		'Pruna could not process the input',
		quote('too wide'),
		'Check the input, or try another model.',
	),
];

const limits: FaultCase[] = RATE_LIMITS.map(({ name, meets, waits, ends = 'passes' }) => ({
	fault: name,
	meets,
	waits,
	ends,
	reads: ["Pruna's rate limit has been reached", quote('API rate limit exceeded'), SLOW_DOWN, NOT_CHARGED],
}));

/** The node cannot know whether the job runs. At the stand-in it does, which is the worse case. */
function doubtful(fault: string, answer: NonNullable<Fault['respond']>, ...reads: [string, ...string[]]) {
	const meets = { respond: { ...answer, accept: true } };
	return { fault, meets, ends: 'fails', taken: true, reads } satisfies FaultCase;
}

const outages: FaultCase[] = [408, 500, 502, 503, 504].map((status) =>
	doubtful(
		String(status),
		respond(status, { message: 'try later' }),
		INCOMPLETE(status),
		quote('try later'),
		MAYBE_CHARGED,
	),
);

const bodies: FaultCase[] = BODIES.map(({ name, body, headers, words }) =>
	doubtful(
		`503 with ${name}`,
		respond(503, body, headers),
		INCOMPLETE(503),
		...(words ? [quote(words)] : []),
		MAYBE_CHARGED,
	),
);

function cut(fault: string, socket: Fault['socket'], more: Partial<FaultCase> = {}): FaultCase {
	return { fault, meets: { socket }, ends: 'fails', reads: [NO_ANSWER, MAYBE_CHARGED], ...more };
}

const redirected = (status: number, where: string, origin: string): FaultCase =>
	doubtful(
		`${status} redirect ${where}`,
		{ ...respond(status, ''), headers: { location: `${origin}/v1/predictions` } },
		`Pruna redirected the request (${status})`,
		CHECK_URL,
		MAYBE_CHARGED,
	);

const network: FaultCase[] = [
	{
		fault: 'connection refused',
		meets: 'offline',
		ends: 'passes',
		codes: ['ECONNREFUSED'],
		reads: [NO_ANSWER, CHECK_REACH, NOT_CHARGED],
	},
	cut('connection reset before the request was read', 'reset-unread'),
	cut('connection reset before the request was processed', 'reset-before'),
	cut('connection reset during the request', 'reset-mid-request'),
	cut('connection reset after the request was sent', 'reset-after-accept', { taken: true }),
	cut('connection reset during the response', 'reset-after-headers', { taken: true }),
	cut('response cut off halfway', 'truncate', { taken: true }),
	cut('no response at all', 'stall', { slow: 'answer', codes: UNANSWERED }),
	cut('response that stalls halfway', 'stall-body', { slow: 'body', taken: true, codes: SILENT }),
	cut('endless response', 'endless', { slow: 'body', taken: true, codes: ENDLESS }),
	{
		fault: 'response that trickles in',
		meets: { socket: 'slow-drip', delaySeconds: 0.2 },
		ends: 'delivered',
	},
	...[301, 302, 303, 307, 308].map((status) =>
		redirected(status, 'to another origin', 'https://example.com'),
	),
	redirected(307, 'within the API', ''),
];

const began = (start: string) =>
	start === '' ? 'The answer was empty.' : `The answer started with: “${start}”.`;

const strange: FaultCase[] = [
	{
		fault: 'response without an ID, but with a `get_url`',
		meets: { edit: without('id') },
		ends: 'delivered',
	},
	{
		fault: 'response without a `get_url`',
		meets: { edit: without('get_url') },
		ends: 'delivered',
	},
	{
		fault: 'relative `get_url`',
		meets: { edit: (body) => ({ ...body, get_url: `/v1/predictions/status/${String(body.id)}` }) },
		ends: 'delivered',
	},
	{
		fault: '`get_url` on another host',
		meets: ({ foreign }) => ({
			edit: (body) => ({ ...body, get_url: `${foreign}/v1/predictions/status/${String(body.id)}` }),
		}),
		ends: 'delivered',
		does: 'polls the API itself, never the other host',
	},
	{
		fault: '`get_url` on another host, without an ID',
		meets: ({ foreign }) => ({
			edit: (body) => ({ get_url: `${foreign}/v1/predictions/status/${String(body.id)}` }),
		}),
		ends: 'delivered',
		does: 'polls the API itself with the ID in the URL, never the other host',
	},
	{
		fault: 'empty `error` next to the ID',
		meets: { edit: (body) => ({ ...body, error: '' }) },
		ends: 'delivered',
	},
	{
		fault: '`error` next to the ID',
		meets: { edit: (body) => ({ ...body, error: { message: 'no samples' } }) },
		ends: 'fails',
		taken: true,
		hasId: true,
		reads: [
			'The prediction failed: no samples',
			'Running it again unchanged may incur another charge and fail the same way. Change the input first.',
		],
	},
	doubtful(
		'201 with neither an ID nor a `get_url`',
		respond(201, { model: 'p-image' }),
		UNREADABLE,
		began('{"model":"p-image"}'),
		MAYBE_CHARGED,
	),
	...(
		[
			['an empty body', '', ''],
			['an HTML page', '<html><title>Welcome</title></html>', 'Welcome'],
			['malformed JSON', '{"id": "1zww7', '{"id": "1zww7'],
			['plain text', 'accepted', 'accepted'],
			['a list', '[{}]', '[{}]'],
			['`null`', 'null', 'null'],
			['a number', '7', '7'],
		] as const
	).map(([name, body, start]) =>
		doubtful(`201 with ${name}`, respond(201, body), UNREADABLE, began(start), MAYBE_CHARGED),
	),
	{
		fault: 'correct response with the wrong content type',
		meets: { edit: (body) => body, headers: { 'content-type': 'text/html' } },
		ends: 'delivered',
	},
];

export const submit: FaultTable = {
	step: 'submit',
	title: 'Submitting a job',
	about:
		'This is the one request that costs money. The node repeats it only if Pruna definitely did not accept it and a retry may help. Otherwise the item fails, and its message says whether you may be charged.',
	rows: [...refusals, ...limits, ...outages, ...bodies, ...network, ...strange],
};
