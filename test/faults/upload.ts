import { BODIES, CREDIT, RATE_LIMITS, respond, without } from './answers';
import {
	ADD_CREDIT,
	CHECK_KEY,
	CHECK_REACH,
	CHECK_URL,
	CHECK_VALUES,
	INCOMPLETE,
	LATER,
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

const refusals: FaultCase[] = [
	refused(
		'400',
		respond(400, { error: { code: 'INVALID_FILE', message: 'Missing file part' } }),
		'Pruna refused the request: Missing file part',
		CHECK_VALUES,
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
		'Pruna does not accept uploads at this URL',
		quote('no Route matched with those values'),
		CHECK_URL,
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
		respond(413, { error: { code: 'FILE_TOO_LARGE', message: 'File exceeds the limit' } }),
		'The file is too large for Pruna',
		quote('File exceeds the limit'),
		'Pruna accepts files of up to 100 MB. Make the file smaller, or use a public URL.',
	),
	refused(
		'422',
		respond(422, { title: 'Invalid', detail: 'not an image' }),
		'Pruna could not process the input',
		quote('Invalid: not an image'),
		'Check the input, or try another model.',
	),
	...['https://example.com/v1/files', '/v1/files'].map((location, index) =>
		refused(
			`redirect ${index === 0 ? 'to another origin' : 'within the API'}`,
			{ ...respond(307, ''), headers: { location } },
			'Pruna redirected the request (307)',
			CHECK_URL,
		),
	),
];

const outages: FaultCase[] = [408, 500, 502, 503, 504].map((status) => ({
	fault: String(status),
	meets: { respond: respond(status, { message: 'try later' }) },
	ends: 'passes',
	reads: [INCOMPLETE(status), quote('try later'), LATER, NOT_CHARGED],
}));

const bodies: FaultCase[] = BODIES.map(({ name, body, headers, words }) => ({
	fault: `503 with ${name}`,
	meets: { respond: respond(503, body, headers) },
	ends: 'passes',
	reads: [INCOMPLETE(503), ...(words ? [quote(words)] : []), LATER, NOT_CHARGED],
}));

const limits: FaultCase[] = RATE_LIMITS.map(({ name, meets, waits, ends = 'passes' }) => ({
	fault: name,
	meets,
	waits,
	ends,
	reads: ["Pruna's rate limit has been reached", quote('API rate limit exceeded'), SLOW_DOWN, NOT_CHARGED],
}));

function cut(fault: string, meets: Fault, more: Partial<FaultCase> = {}): FaultCase {
	return { fault, meets, ends: 'passes', reads: [NO_ANSWER, NOT_CHARGED], ...more };
}

const network: FaultCase[] = [
	{
		fault: 'connection refused',
		meets: 'offline',
		ends: 'passes',
		codes: ['ECONNREFUSED'],
		reads: [NO_ANSWER, CHECK_REACH, NOT_CHARGED],
	},
	cut('connection reset before the request was read', { socket: 'reset-unread' }),
	cut('connection reset before the request was processed', { socket: 'reset-before' }),
	cut('connection reset during the request', { socket: 'reset-mid-request' }),
	cut('connection reset after the request was sent', { socket: 'reset-after-accept' }),
	cut('connection reset during the response', { socket: 'reset-after-headers' }),
	cut('response cut off halfway', { socket: 'truncate' }),
	cut('no response at all', { socket: 'stall' }, { slow: 'answer', codes: UNANSWERED }),
	cut('response that stalls halfway', { socket: 'stall-body' }, { slow: 'body', codes: SILENT }),
	cut('endless response', { socket: 'endless' }, { slow: 'body', codes: ENDLESS }),
	{
		fault: 'response that trickles in',
		meets: { socket: 'slow-drip', delaySeconds: 0.2 },
		ends: 'delivered',
	},
];

const NO_URL = 'Pruna accepted the file but returned no URL for it';
const strange: FaultCase[] = [
	{
		fault: 'correct response with the wrong content type',
		meets: { headers: { 'content-type': 'text/html' } },
		ends: 'delivered',
	},
	{ fault: 'response without `urls`', meets: { edit: without('urls') }, ends: 'delivered' },
	{
		fault: 'response with neither `urls` nor `id`',
		meets: { edit: () => ({ name: 'photo.png' }) },
		ends: 'fails',
		reads: [NO_URL, `Try again later. ${NOT_CHARGED}`],
	},
	...['', '<html><title>Welcome</title></html>', '{"id": "fqa', 'ok', '[]', 'null', '7'].map(
		(body): FaultCase => ({
			fault: `200 with ${body === '' ? 'an empty body' : `\`${body}\``}`,
			meets: { respond: respond(200, body) },
			ends: 'fails',
			reads: [NO_URL, `Try again later. ${NOT_CHARGED}`],
		}),
	),
];

export const upload: FaultTable = {
	step: 'upload',
	title: 'Uploading a file',
	about:
		'An upload costs nothing, so the node retries it whenever that may help. It submits nothing before all files of the item are uploaded.',
	rows: [...refusals, ...outages, ...limits, ...bodies, ...network, ...strange],
};
