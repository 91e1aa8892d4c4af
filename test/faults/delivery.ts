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
	LINKS_DIE,
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
		'link that has expired, told by 404',
		respond(404, { message: 'File not found' }),
		NO_LONGER,
		quote('File not found'),
		LINKS_DIE,
	),
	refused('link that has expired, told by 410', respond(410, 'Gone'), NO_LONGER, quote('Gone'), LINKS_DIE),
	refused(
		'link that has expired, told by 403 and the XML of a file storage',
		respond(403, '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Expired</Message></Error>'),
		'Pruna denied access to the result',
		quote('AccessDenied Expired'),
		LINKS_DIE,
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
		'403 that says no more',
		respond(403, { message: 'Forbidden' }),
		'Pruna denied access to the result',
		quote('Forbidden'),
		LINKS_DIE,
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

/** Lets the job end with these links in place of its own. */
const links = (edit: (link: unknown, foreign: string) => unknown) => {
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
		meets: links(() => 'http://127.0.0.1:9/output.jpg'),
		ends: 'fails',
		requests: 0,
		unseen: true,
		codes: ['ECONNREFUSED'],
		reads: [NO_ANSWER, CHECK_REACH, IS_DONE],
		does: 'tries again until the time is up',
	},
	cut('connection reset before the answer', { socket: 'reset-before' }, NO_ANSWER),
	cut('connection reset after the headers', { socket: 'reset-after-headers' }, CUT),
	cut('file cut in half', { socket: 'truncate' }, CUT),
	cut('file without a single byte', { respond: respond(200, '') }, 'The result is an empty file'),
	cut('no answer at all', { socket: 'stall' }, NO_ANSWER, { slow: 'answer', codes: UNANSWERED }),
	cut('file that stops halfway', { socket: 'stall-body' }, CUT, { slow: 'body' }),
	cut('file without an end', { socket: 'endless' }, CUT, {
		slow: 'body',
		ends: 'fails',
		does: 'reads on until the time is up, then ends the item',
	}),
	{ fault: 'file in single drops', meets: { socket: 'slow-drip', delaySeconds: 0.2 }, ends: 'delivered' },
];

const REDIRECTED: FaultCase['reads'] = ['Pruna redirected the request (302)', CHECK_URL, IS_DONE];
const redirects: FaultCase[] = [
	{
		fault: 'redirect within the API',
		meets: { redirect: { status: 302, location: '?again' }, times: 1 },
		ends: 'delivered',
		does: 'follows it, with the key',
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
		fault: 'redirect in a loop',
		meets: { redirect: { status: 302, location: '?again' } },
		ends: 'fails',
		requests: 6,
		reads: REDIRECTED,
		does: 'follows five redirects, then ends the item',
	},
	{
		fault: 'redirect to a scheme that is not https',
		meets: { redirect: { status: 302, location: 'ftp://example.com/output.jpg' } },
		ends: 'fails',
		reads: REDIRECTED,
	},
];

const NO_LINK = 'Pruna returned no usable URL for the result';
const held = (entry: string) => `Instead of a URL, the answer contained: ${entry}. ${IS_DONE}`;
const badLink = (fault: string, edit: (link: unknown) => unknown, entry: string, usable = 0): FaultCase => ({
	fault,
	meets: links(edit),
	links: usable,
	ends: 'fails',
	requests: 0,
	reads: [NO_LINK, held(entry)],
	does: 'fetches nothing, and ends the item',
});

const results: FaultCase[] = [
	badLink('`succeeded` without `generation_url`', () => undefined, 'nothing'),
	badLink('list of links that is empty', () => [], 'nothing'),
	badLink(
		'list of links with a bad entry',
		(link) => [link, 'ftp://example.com/b.jpg'],
		'"ftp://example.com/b.jpg"',
		1,
	),
	badLink('list of links with an entry that is no text', (link) => [link, 7], '7', 1),
	badLink('link that is no link', () => 'output.jpg', '"output.jpg"'),
	{
		fault: 'link on another host',
		meets: links((_, foreign) => `${foreign}/output.png`),
		ends: 'delivered',
		foreign: 1,
		fromForeign: true,
		does: 'fetches it without the key',
	},
	{
		fault: 'relative link',
		meets: links((link) => new URL(String(link)).pathname),
		ends: 'delivered',
	},
	{
		fault: 'one of three files that cannot be fetched',
		meets: { respond: respond(404, { message: 'File not found' }), times: 1 },
		files: 3,
		requests: 3,
		ends: 'fails',
		reads: [NO_LONGER, quote('File not found'), LINKS_DIE],
	},
	{
		fault: 'one of three files that is cut',
		meets: { socket: 'truncate', times: 1 },
		files: 3,
		ends: 'delivered',
		does: 'fetches that file again',
	},
	{
		fault: 'right file with the wrong content type',
		meets: { headers: { 'content-type': 'text/html' } },
		ends: 'delivered',
	},
	cut(
		'web page in place of the file',
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
	title: 'Fetching the result',
	about:
		'The job is done and paid. Its files are fetched again until the item’s time is up, for five minutes at least; the ID and the usable links stay in the failed item’s `details`.',
	rows: [...refusals, ...outages, ...limits, ...bodies, ...network, ...redirects, ...results],
};
