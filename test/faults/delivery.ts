import { BODIES, CREDIT, RATE_LIMITS, respond } from './answers';
import {
	ADD_CREDIT,
	CHECK_KEY,
	CHECK_REACH,
	CHECK_URL,
	CHECK_VALUES,
	INCOMPLETE,
	IS_DONE,
	LATER,
	URLS_EXPIRE,
	NO_ANSWER,
	quote,
	SLOW_DOWN,
	UNANSWERED,
} from './texts';
import type { Fault, FaultCase, FaultTable } from './types';

function refused(fault: string, answer: Fault['respond'], ...reads: [string, ...string[]]): FaultCase {
	return { fault, meets: { respond: answer }, ends: 'fails', reads };
}

const NO_LONGER = 'The result is no longer available';
const refusals: FaultCase[] = [
	refused(
		'expired URL, reported as 404',
		respond(404, { message: 'File not found' }),
		NO_LONGER,
		quote('File not found'),
		URLS_EXPIRE,
	),
	refused('expired URL, reported as 410', respond(410, 'Gone'), NO_LONGER, quote('Gone'), URLS_EXPIRE),
	refused(
		'expired URL, reported as 403 with the XML of a storage service',
		respond(403, '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Expired</Message></Error>'),
		'Pruna denied access to the result',
		quote('AccessDenied Expired'),
		URLS_EXPIRE,
	),
	refused(
		'400',
		respond(400, { message: 'bad request' }),
		'Pruna refused the request: bad request',
		CHECK_VALUES,
		IS_DONE,
	),
	refused(
		'401',
		respond(401, { message: 'Unauthorized' }),
		'Pruna did not accept the API key',
		quote('Unauthorized'),
		CHECK_KEY,
		IS_DONE,
	),
	refused('402', respond(402, ''), 'The Pruna account is out of credit', ADD_CREDIT, IS_DONE),
	refused(
		'403 for lack of credit',
		respond(403, { message: CREDIT }),
		'The Pruna account is out of credit',
		quote(CREDIT),
		ADD_CREDIT,
		IS_DONE,
	),
	refused(
		'403 without a reason',
		respond(403, { message: 'Forbidden' }),
		'Pruna denied access to the result',
		quote('Forbidden'),
		URLS_EXPIRE,
	),
	refused(
		'409',
		respond(409, { message: 'Conflict' }),
		'Pruna refused the request (409)',
		quote('Conflict'),
		CHECK_VALUES,
		IS_DONE,
	),
	refused('413', respond(413, ''), 'The request is too large for Pruna', 'Make the input smaller.', IS_DONE),
	refused(
		'422',
		respond(422, { title: 'Invalid', detail: 'no such size' }),
		'Pruna could not process the input',
		quote('Invalid: no such size'),
		'Check the input, or try another model.',
		IS_DONE,
	),
];

const outages: FaultCase[] = [408, 500, 502, 503, 504].map((status) => ({
	fault: String(status),
	meets: { respond: respond(status, { message: 'try later' }) },
	ends: 'passes',
	reads: [INCOMPLETE(status), quote('try later'), LATER, IS_DONE],
}));

const bodies: FaultCase[] = BODIES.map(({ name, body, headers, words }) => ({
	fault: `503 with ${name}`,
	meets: { respond: respond(503, body, headers) },
	ends: 'passes',
	reads: [INCOMPLETE(503), ...(words ? [quote(words)] : []), LATER, IS_DONE],
}));

const limits: FaultCase[] = RATE_LIMITS.map(({ name, meets, waits, ends = 'passes' }) => ({
	fault: name,
	meets,
	waits,
	ends,
	reads: ["Pruna's rate limit has been reached", quote('API rate limit exceeded'), SLOW_DOWN, IS_DONE],
}));

/** Makes the job return these URLs instead of its own. */
const urls = (edit: (url: unknown, foreign: string) => unknown) => {
	return ({ foreign }: { foreign: string }): Fault => ({
		on: 'status',
		edit: (body) =>
			body.generation_url === undefined
				? body
				: { ...body, generation_url: edit(body.generation_url, foreign) },
	});
};

const CUT = 'The download from {host} was cut off';
function cut(
	fault: string,
	meets: FaultCase['meets'],
	message: string,
	more: Partial<FaultCase> = {},
): FaultCase {
	return { fault, meets, ends: 'passes', reads: [message, IS_DONE], ...more };
}

const network: FaultCase[] = [
	{
		fault: 'connection refused',
		meets: urls(() => 'http://127.0.0.1:9/output.jpg'),
		ends: 'fails',
		requests: 0,
		unseen: true,
		codes: ['ECONNREFUSED'],
		reads: [NO_ANSWER, CHECK_REACH, IS_DONE],
		does: 'retries until the time is up',
	},
	cut('connection reset before the response', { socket: 'reset-before' }, NO_ANSWER),
	cut('connection reset after the headers', { socket: 'reset-after-headers' }, CUT),
	cut('file cut off halfway', { socket: 'truncate' }, CUT),
	cut('empty file', { respond: respond(200, '') }, 'The result is an empty file'),
	cut('no response at all', { socket: 'stall' }, NO_ANSWER, { slow: 'answer', codes: UNANSWERED }),
	cut('file that stalls halfway', { socket: 'stall-body' }, CUT, { slow: 'body' }),
	cut('endless file', { socket: 'endless' }, CUT, {
		slow: 'body',
		ends: 'fails',
		does: 'keeps reading until the time is up, then fails the item',
	}),
	{ fault: 'file that trickles in', meets: { socket: 'slow-drip', delaySeconds: 0.2 }, ends: 'delivered' },
];

const REDIRECTED: FaultCase['reads'] = ['Pruna redirected the request (302)', CHECK_URL, IS_DONE];
const redirects: FaultCase[] = [
	{
		fault: 'redirect within the API',
		meets: { redirect: { status: 302, location: '?again' }, times: 1 },
		ends: 'delivered',
		does: 'follows it with the key',
	},
	{
		fault: 'redirect to another origin',
		meets: ({ foreign }) => ({ redirect: { status: 302, location: `${foreign}/output.png` } }),
		ends: 'delivered',
		foreign: 1,
		fromForeign: true,
		does: 'follows it without the key',
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
		meets: { redirect: { status: 302, location: 'ftp://example.com/output.jpg' } },
		ends: 'fails',
		reads: REDIRECTED,
	},
];

const NO_URL = 'Pruna returned no usable URL for the result';
const held = (entry: string) => `Instead of a URL, the answer contained: ${entry}. ${IS_DONE}`;
const badUrl = (fault: string, edit: (url: unknown) => unknown, entry: string, usable = 0): FaultCase => ({
	fault,
	meets: urls(edit),
	urls: usable,
	ends: 'fails',
	requests: 0,
	reads: [NO_URL, held(entry)],
	does: 'downloads nothing and fails the item',
});

const results: FaultCase[] = [
	badUrl('`succeeded` without a `generation_url`', () => undefined, 'nothing'),
	badUrl('empty list of URLs', () => [], 'nothing'),
	badUrl(
		'list of URLs with a bad entry',
		(url) => [url, 'ftp://example.com/b.jpg'],
		'"ftp://example.com/b.jpg"',
		1,
	),
	badUrl('list of URLs with an entry that is not a string', (url) => [url, 7], '7', 1),
	badUrl('result that is not a URL', () => 'output.jpg', '"output.jpg"'),
	{
		fault: 'URL on another host',
		meets: urls((_, foreign) => `${foreign}/output.png`),
		ends: 'delivered',
		foreign: 1,
		fromForeign: true,
		does: 'downloads it without the key',
	},
	{
		fault: 'relative URL',
		meets: urls((url) => new URL(String(url)).pathname),
		ends: 'delivered',
	},
	{
		fault: 'one of three files is missing',
		meets: { respond: respond(404, { message: 'File not found' }), times: 1 },
		files: 3,
		requests: 3,
		ends: 'fails',
		reads: [NO_LONGER, quote('File not found'), URLS_EXPIRE],
	},
	{
		fault: 'one of three files is cut off',
		meets: { socket: 'truncate', times: 1 },
		files: 3,
		ends: 'delivered',
		does: 'downloads that file again',
	},
	{
		fault: 'correct file with the wrong content type',
		meets: { headers: { 'content-type': 'text/html' } },
		ends: 'delivered',
	},
	cut(
		'web page instead of the file',
		{
			respond: respond(200, '<html><body>Sign in to the Wi-Fi</body></html>', {
				'content-type': 'text/html',
			}),
		},
		'The result URL returned a web page instead of a file',
	),
];

export const delivery: FaultTable = {
	step: 'delivery',
	title: 'Downloading the result',
	about:
		"The job is done and paid for. The node retries the download until the item's time is up, for at least five minutes. The ID and the usable URLs stay in the failed item's `details`.",
	rows: [...refusals, ...outages, ...limits, ...bodies, ...network, ...redirects, ...results],
};
