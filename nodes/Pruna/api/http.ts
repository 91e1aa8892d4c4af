import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { Clock } from '../core/clock';
import { ExecutionCanceled, PrunaError } from '../core/errors';
import { mapError } from '../core/outcome';
import type { Stop } from '../core/stop';
import type { ApiAddress } from './address';
import type { Secrets } from './secrets';
import { collectText, type ByteStream } from './stream';

export interface HttpRequest {
	readonly method: 'GET' | 'POST';
	/** Absolute. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: IDataObject | Buffer | ByteStream;
	/** Longest silence of the connection, in seconds; an answer as text must be whole in that time. */
	readonly timeoutSeconds: number;
}

export interface HttpResponse<Body> {
	readonly statusCode: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Body;
}

/** Every request of the node passes here: answers as text, files as streams. */
export interface Http {
	text(request: HttpRequest): Promise<HttpResponse<string>>;
	stream(request: HttpRequest): Promise<HttpResponse<ByteStream>>;
}

const MAX_REDIRECTS = 5;

/** Most bytes of an answer that is read into memory; the API's own are a few kilobytes. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/** Codes of a connection that never came to be, so that the request has not arrived anywhere. */
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/;

/** A route may be lost on an established connection as well, so these count only where it was the connect that failed. */
const NO_ROUTE = /^(EHOSTUNREACH|ENETUNREACH)$/;

/** Codes of a handshake that failed: nothing was sent, and nothing will be as long as the settings are what they are. */
const NO_HANDSHAKE = /^(EPROTO|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Errors with which n8n, or the credential, refuses to send a request, such as the protection against SSRF. */
const REFUSED_HERE = /^(Ssrf\w*|UserError|ApplicationError|NodeOperationError|CredentialChanged)$/;

interface Link {
	code?: unknown;
	httpCode?: unknown;
	/** What the operating system was asked for. */
	syscall?: unknown;
	constructor?: { name?: string };
}

/** An error and what it wraps, outermost first. */
function chainOf(error: unknown): Link[] {
	const chain: Link[] = [];
	let current = error;
	while (typeof current === 'object' && current !== null && chain.length < 6) {
		chain.push(current);
		const { cause, errors } = current as { cause?: unknown; errors?: unknown[] };
		current = cause ?? errors?.[0];
	}
	return chain;
}

/** Some releases of n8n (1.123 and 2.0 to 2.20 among them) wrap the error, forget it, and keep its code as `httpCode`. */
function networkCode({ code, httpCode }: Link): string | undefined {
	if (typeof code === 'string') return code;
	return typeof httpCode === 'string' && /^[A-Z]/.test(httpCode) ? httpCode : undefined;
}

/** What a request that got no whole answer means, and whether it may have arrived: it says `none` of the job where it has not. */
function networkError(error: unknown, url: string, secrets: Secrets): PrunaError {
	const chain = chainOf(error);
	const code = chain.map(networkCode).find((one) => one !== undefined);
	const { host } = new URL(url);
	const own = secrets.maskText(error instanceof Error ? error.message : String(error));
	if (code === undefined) {
		const isRefused = chain.some((link) => REFUSED_HERE.test(link.constructor?.name ?? ''));
		return new PrunaError(`The request to ${host} did not get through: ${own}`, {
			job: isRefused ? 'none' : undefined,
		});
	}
	const isConnect = chain.some(({ syscall }) => syscall === 'connect');
	const neverSent = NEVER_SENT.test(code) || (NO_ROUTE.test(code) && isConnect);
	const noHandshake = NO_HANDSHAKE.test(code);
	const notTaken = neverSent || noHandshake;
	return new PrunaError(`No answer from ${host} (${code})`, {
		advice: notTaken
			? 'Check the Base URL in the Pruna credential, and whether n8n can reach it.'
			: undefined,
		details: { networkCode: code },
		job: notTaken ? 'none' : undefined,
		repeat: { allowed: noHandshake ? 'never' : neverSent ? 'whileUnreachable' : 'ifFree' },
	});
}

/** The headers of an answer, with names in lower case. Only where to go next has to stay as it is. */
function readHeaders(headers: object | undefined, secrets: Secrets): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers ?? {}).map(([given, value]) => {
			const name = given.toLowerCase();
			return [name, name === 'location' ? String(value) : secrets.maskText(String(value))];
		}),
	);
}

/**
 * The one egress. n8n's helpers carry it, which brings the user's proxy settings and SSRF protection. The key goes
 * to the API's own origin only: redirects are followed by hand, because n8n's helper would hand a custom header such
 * as `apikey` on to any host. After a redirect away from the API it is not sent any more, not even back to the API: what
 * is asked for with the key is not for another host to say.
 *
 * @param stop The run's: nothing more is sent when it is halted
 * @param clock Ends with the execution, but not when the run is halted: an answer that is on its way may hold the id of
 * a paid job, so it is read to its end
 */
export function createHttp(
	context: IExecuteFunctions,
	address: ApiAddress,
	stop: Stop,
	clock: Clock,
	secrets: Secrets,
): Http {
	async function send(request: HttpRequest, withKey: boolean): Promise<HttpResponse<ByteStream>> {
		const options: IHttpRequestOptions = {
			method: request.method,
			url: request.url,
			headers: { ...request.headers },
			body: request.body,
			// Text as well: of a stream the node can bound the size and the time.
			encoding: 'stream',
			timeout: request.timeoutSeconds * 1000,
			returnFullResponse: true,
			// Each status is judged by what was asked, with the API's own words (wire.md 2).
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
		// Only the helper with a credential obeys the Stop button by itself.
		const answer: unknown = withKey
			? await context.helpers.httpRequestWithAuthentication.call(context, 'prunaApi', options)
			: await context.helpers.httpRequest({
					...options,
					abortSignal: stop.signal,
				});
		const { statusCode, headers, body } = answer as HttpResponse<ByteStream>;
		return { statusCode, headers: readHeaders(headers, secrets), body };
	}

	/** Something on the network, with its failure in the node's own words. */
	async function attempt<T>(url: string, action: () => Promise<T>): Promise<T> {
		return await mapError(action(), (error) =>
			stop.signal?.aborted ? new ExecutionCanceled() : networkError(error, url, secrets),
		);
	}

	async function follow(request: HttpRequest): Promise<HttpResponse<ByteStream>> {
		let url = request.url;
		let withKey = true;
		for (let hop = 0; ; hop++) {
			stop.check();
			withKey &&= new URL(url).origin === address.origin;
			const response = await attempt(url, async () => await send({ ...request, url }, withKey));
			const { location } = response.headers;
			const isRedirect = response.statusCode >= 300 && response.statusCode < 400 && location !== undefined;
			if (!isRedirect || request.method !== 'GET' || hop === MAX_REDIRECTS) return response;
			const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
			const isDowngrade = target?.protocol !== 'https:' && target?.protocol !== new URL(url).protocol;
			if (!target || isDowngrade) return response;
			response.body.destroy();
			url = target.href;
		}
	}

	return {
		async text(request) {
			const response = await follow(request);
			const body = await attempt(request.url, async () => {
				const deadline = clock.now() + request.timeoutSeconds * 1000;
				const limits = { idleSeconds: request.timeoutSeconds, deadline, maxBytes: MAX_TEXT_BYTES };
				return await collectText(response.body, limits, clock);
			});
			return { ...response, body };
		},
		stream: async (request) => await follow(request),
	};
}
