/** What the egress, the only way to the network, asks of n8n's helpers: with or without the key, where to, and how. */
import { Readable } from 'stream';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { CredentialChanged, readBaseUrl } from '../../../nodes/Pruna/api/address';
import { createApiClient } from '../../../nodes/Pruna/api/client';
import { createHttp, type HttpRequest } from '../../../nodes/Pruna/api/http';
import { createSecrets } from '../../../nodes/Pruna/api/secrets';
import { settle } from '../../../nodes/Pruna/core/outcome';
import { createExecutionStop, createRunStop } from '../../../nodes/Pruna/core/stop';
import { virtualClock } from '../core/virtualClock';

interface Sent {
	withKey: boolean;
	options: IHttpRequestOptions;
}

const HOME = 'https://api.pruna.ai/v1/predictions/delivery/a.jpg';
const get = (url: string): HttpRequest => ({
	method: 'GET',
	url,
	timeoutSeconds: 90,
	headers: { Accept: 'x' },
});

const signal = new AbortController().signal;

/** Answers each request by its URL: with a redirect (302 or the given status), a status, or a thrown error. */
function egress(answers: Record<string, string | number | Error | [status: number, link: string]>) {
	const sent: Sent[] = [];
	const bodies: Readable[] = [];
	const helper = (withKey: boolean) => async (options: IHttpRequestOptions) => {
		sent.push({ withKey, options });
		const given = answers[options.url] ?? 200;
		if (given instanceof Error) throw given;
		const body = Readable.from([Buffer.from('body')]);
		bodies.push(body);
		const [statusCode, link] = typeof given === 'string' ? [302, given] : [given].flat();
		const headers = link === undefined ? {} : { Location: link };
		return await Promise.resolve({ statusCode, headers, body });
	};
	const context = {
		helpers: {
			httpRequest: helper(false),
			httpRequestWithAuthentication: async function (type: string, options: IHttpRequestOptions) {
				expect(type).toBe('prunaApi');
				return await helper(true)(options);
			},
		},
	} as unknown as IExecuteFunctions;
	const execution = createExecutionStop({ getExecutionCancelSignal: () => signal });
	const stop = createRunStop(execution);
	const { clock } = virtualClock();
	const http = createHttp(context, readBaseUrl(undefined), stop, clock, createSecrets('pru_secret', []));
	const route = () => sent.map(({ withKey, options }) => `${withKey ? 'key' : 'no key'}: ${options.url}`);
	return { http, sent, bodies, route };
}

describe('a request', () => {
	it('is sent to the API with the key, as a stream, accepting every status and leaving redirects to the node', async () => {
		const { http, sent } = egress({});
		await http.stream(get(HOME));
		expect(sent).toEqual([
			{
				withKey: true,
				options: expect.objectContaining({
					method: 'GET',
					url: HOME,
					headers: { Accept: 'x' },
					encoding: 'stream',
					timeout: 90_000,
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
				}) as IHttpRequestOptions,
			},
		]);
	});

	it('is sent to any other host without the key, and can be stopped', async () => {
		const { http, sent, route } = egress({});
		await http.stream(get('https://cdn.example.com/a.jpg'));
		expect(route()).toEqual(['no key: https://cdn.example.com/a.jpg']);
		expect(sent[0]!.options.abortSignal).toBe(signal);
	});
});

describe('a redirect', () => {
	it('is followed, without the key from the first other host onward', async () => {
		const { http, route, bodies } = egress({
			[HOME]: '/v1/next',
			'https://api.pruna.ai/v1/next': 'https://cdn.example.com/a.jpg',
			'https://cdn.example.com/a.jpg': HOME + '?back',
		});
		expect(await http.stream(get(HOME))).toMatchObject({ statusCode: 200 });
		expect(route()).toEqual([
			`key: ${HOME}`,
			'key: https://api.pruna.ai/v1/next',
			'no key: https://cdn.example.com/a.jpg',
			`no key: ${HOME}?back`,
		]);
		expect(bodies.map(({ destroyed }) => destroyed)).toEqual([true, true, true, false]);
	});

	it.each([300, 301, 304, 399, 400])('needs a location: %d without one is a response', async (status) => {
		const { http, route } = egress({ [HOME]: status });
		expect(await http.stream(get(HOME))).toMatchObject({ statusCode: status });
		expect(route()).toHaveLength(1);
	});

	it.each(['http://cdn.example.com/a.jpg', 'ftp://cdn.example.com/a.jpg', 'javascript:alert(1)', 'https://'])(
		'to %s is not followed',
		async (location) => {
			const { http, route } = egress({ [HOME]: location });
			expect(await http.stream(get(HOME))).toMatchObject({ statusCode: 302 });
			expect(route()).toEqual([`key: ${HOME}`]);
		},
	);

	it.each([
		[200, 1],
		[299, 1],
		[300, 2],
		[399, 2],
		[400, 1],
		[404, 1],
	])('depends on the status: %d with a location leads to %d requests', async (status, requests) => {
		const { http, route } = egress({ [HOME]: [status, '/v1/next'] });
		await http.stream(get(HOME));
		expect(route()).toHaveLength(requests);
	});

	it.each(['http://cdn.example.com/b.jpg', 'https://cdn.example.com/b.jpg'])(
		'from a plain http URL to %s is followed',
		async (location) => {
			const plain = 'http://cdn.example.com/a.jpg';
			const { http, route } = egress({ [plain]: location });
			expect(await http.stream(get(plain))).toMatchObject({ statusCode: 200 });
			expect(route()).toEqual([`no key: ${plain}`, `no key: ${location}`]);
		},
	);

	it('of a submit is not followed', async () => {
		const url = 'https://api.pruna.ai/v1/predictions';
		const { http, route } = egress({ [url]: '/v1/elsewhere' });
		expect(await http.stream({ method: 'POST', url, timeoutSeconds: 90 })).toMatchObject({ statusCode: 302 });
		expect(route()).toEqual([`key: ${url}`]);
	});
});

class SsrfBlockedError extends Error {}
class MySsrfError extends Error {}
const coded = (code: string, more: object = {}) => Object.assign(new Error('failed'), { code, ...more });
const REACH = 'Check the Base URL in the Pruna credential, and check that n8n can reach it.';

/** Nothing was sent, but the host may come back. */
const UNREACHABLE = { job: 'none', repeat: { allowed: 'whileUnreachable' }, advice: REACH };
/** Nothing was sent, and nothing will be. */
const NO_HANDSHAKE = { job: 'none', repeat: { allowed: 'never' }, advice: REACH };
/** The request may have arrived. */
const IN_DOUBT = { job: undefined, repeat: { allowed: 'ifFree' }, advice: undefined };

describe('a request without a response', () => {
	it.each([
		['ECONNREFUSED', UNREACHABLE],
		['ENOTFOUND', UNREACHABLE],
		['EAI_AGAIN', UNREACHABLE],
		['EPROTO', NO_HANDSHAKE],
		['CERT_HAS_EXPIRED', NO_HANDSHAKE],
		['DEPTH_ZERO_SELF_SIGNED_CERT', NO_HANDSHAKE],
		['ECONNRESET', IN_DOUBT],
		['ETIMEDOUT', IN_DOUBT],
		['XECONNREFUSED', IN_DOUBT],
	])('because of %s', async (code, means) => {
		const { http } = egress({ [HOME]: coded(code) });
		await expect(http.stream(get(HOME))).rejects.toMatchObject({
			...means,
			message: `No response from api.pruna.ai (${code})`,
			details: { networkCode: code },
		});
	});

	const wrapped = (error: Error) => Object.assign(new Error('wrapped'), { cause: error });
	it.each(
		['EHOSTUNREACH', 'ENETUNREACH'].flatMap((code) => [
			[code, 'while connecting', coded(code, { syscall: 'connect' }), UNREACHABLE] as const,
			[code, 'while connecting, wrapped', wrapped(coded(code, { syscall: 'connect' })), UNREACHABLE] as const,
			[
				code,
				'while connecting, one of several',
				Object.assign(new Error('all'), { errors: [coded(code, { syscall: 'connect' })] }),
				UNREACHABLE,
			] as const,
			[code, 'while reading', coded(code, { syscall: 'read' }), IN_DOUBT] as const,
			[code, 'while writing', coded(code, { syscall: 'write' }), IN_DOUBT] as const,
			[code, 'at an unknown point', coded(code), IN_DOUBT] as const,
		]),
	)('because of %s, which may also occur after connecting: %s', async (code, _, error, means) => {
		const { http } = egress({ [HOME]: error });
		await expect(http.stream(get(HOME))).rejects.toMatchObject({
			...means,
			message: `No response from api.pruna.ai (${code})`,
		});
	});

	it.each([
		['its cause', Object.assign(new Error('wrapped'), { cause: coded('ECONNREFUSED') })],
		['the first of its errors', Object.assign(new Error('all'), { errors: [coded('ECONNREFUSED')] })],
		['the httpCode of a wrapped one', Object.assign(new Error('old n8n'), { httpCode: 'ECONNREFUSED' })],
	])('is identified by the code of %s', async (_, error) => {
		const { http } = egress({ [HOME]: error });
		await expect(http.stream(get(HOME))).rejects.toMatchObject({ details: { networkCode: 'ECONNREFUSED' } });
	});

	it.each([
		[new SsrfBlockedError('blocked'), 'none'],
		[wrapped(new SsrfBlockedError('blocked')), 'none'],
		[new CredentialChanged(), 'none'],
		[wrapped(new CredentialChanged()), 'none'],
		[new MySsrfError('no such thing'), undefined],
		[Object.assign(new Error('status'), { httpCode: '500' }), undefined],
	])('or a code counts as never sent only if this side refused it: %s', async (error, job) => {
		const { http } = egress({ [HOME]: error });
		await expect(http.stream(get(HOME))).rejects.toMatchObject({
			job,
			repeat: { allowed: 'never' },
			message: `The request to api.pruna.ai failed: ${error.message}`,
		});
	});
});

describe('a submit without a response', () => {
	const submit = async (error: Error) => {
		const url = 'https://api.pruna.ai/v1/predictions';
		const { http } = egress({ [url]: error });
		const api = createApiClient(http, readBaseUrl(undefined), virtualClock().clock, createSecrets('', []));
		return await settle(api.submit({ model: 'p-image', input: {}, sync: false }));
	};

	it.each([
		['the host was unreachable', coded('ECONNREFUSED'), 'none'],
		['there was no route', coded('EHOSTUNREACH', { syscall: 'connect' }), 'none'],
		['the route was lost', coded('EHOSTUNREACH', { syscall: 'read' }), 'maybe'],
		['the network was lost', coded('ENETUNREACH'), 'maybe'],
		['the connection broke', coded('ECONNRESET'), 'maybe'],
		['the credential had changed', new CredentialChanged(), 'none'],
		['n8n refused to send it', new SsrfBlockedError('blocked'), 'none'],
		['of an unknown error', new Error('odd'), 'maybe'],
	])('because %s', async (_, error, job) => {
		expect(await submit(error)).toMatchObject({ ok: false, error: { job, inDoubt: job === 'maybe' } });
	});
});
