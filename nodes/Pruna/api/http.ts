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
	/** Longest silence of the connection, in seconds. A response read as text must be complete within that time. */
	readonly timeoutSeconds: number;
}

export interface HttpResponse<Body> {
	readonly statusCode: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Body;
}

/** All requests of the node go through here. The response is read as text or returned as a stream. */
export interface Http {
	text(request: HttpRequest): Promise<HttpResponse<string>>;
	stream(request: HttpRequest): Promise<HttpResponse<ByteStream>>;
}

const MAX_REDIRECTS = 5;

/** Largest response that is read into memory, in bytes. The API's own responses are a few kilobytes long. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/** Codes of a connection that was never established, so the request reached nobody. */
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/;

/** An established connection can lose its route as well, so these count only if the connect failed. */
const NO_ROUTE = /^(EHOSTUNREACH|ENETUNREACH)$/;

/** Codes of a failed handshake: nothing was sent, and nothing will be sent until the settings change. */
const NO_HANDSHAKE = /^(EPROTO|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Errors with which n8n or the credential refuses to send a request, such as those of n8n's SSRF protection. */
const REFUSED_HERE = /^(Ssrf\w*|UserError|ApplicationError|NodeOperationError|CredentialChanged)$/;

interface Link {
	code?: unknown;
	httpCode?: unknown;
	/** The system call that failed. */
	syscall?: unknown;
	constructor?: { name?: string };
}

/** An error and the errors that it wraps, outermost first. */
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

/** Some releases of n8n (including 1.123 and 2.0 to 2.20) wrap the error, drop it, and keep its code as `httpCode`. */
function networkCode({ code, httpCode }: Link): string | undefined {
	if (typeof code === 'string') return code;
	return typeof httpCode === 'string' && /^[A-Z]/.test(httpCode) ? httpCode : undefined;
}

/** Explains a request without a complete response. `job` is `none` if the request definitely did not arrive. */
function networkError(error: unknown, url: string, secrets: Secrets): PrunaError {
	const chain = chainOf(error);
	const code = chain.map(networkCode).find((one) => one !== undefined);
	const { host } = new URL(url);
	const own = secrets.maskText(error instanceof Error ? error.message : String(error));
	if (code === undefined) {
		const isRefused = chain.some((link) => REFUSED_HERE.test(link.constructor?.name ?? ''));
		return new PrunaError(`The request to ${host} failed: ${own}`, {
			job: isRefused ? 'none' : undefined,
		});
	}
	const isConnect = chain.some(({ syscall }) => syscall === 'connect');
	const neverSent = NEVER_SENT.test(code) || (NO_ROUTE.test(code) && isConnect);
	const noHandshake = NO_HANDSHAKE.test(code);
	const notTaken = neverSent || noHandshake;
	return new PrunaError(`No response from ${host} (${code})`, {
		advice: notTaken
			? 'Check the Base URL in the Pruna credential, and check that n8n can reach it.'
			: undefined,
		details: { networkCode: code },
		job: notTaken ? 'none' : undefined,
		repeat: { allowed: noHandshake ? 'never' : neverSent ? 'whileUnreachable' : 'ifFree' },
	});
}

/** The masked headers of a response, with names in lower case. Only `location` is not masked, because it is followed. */
function readHeaders(headers: object | undefined, secrets: Secrets): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers ?? {}).map(([given, value]) => {
			const name = given.toLowerCase();
			return [name, name === 'location' ? String(value) : secrets.maskText(String(value))];
		}),
	);
}

/**
 * The only egress. It uses n8n's helpers, which respect the user's proxy settings and SSRF protection. The key goes only
 * to the API's own origin. Redirects are followed here, because n8n's helper would send a custom header such as `apikey`
 * to any host. After a redirect away from the API, the key is not sent any more, not even back to the API, because another
 * host must not choose what is requested with the key.
 *
 * @param stop The run's stop: after a halt, nothing more is sent
 * @param clock Stops with the execution, but not when the run is halted: a response in progress may contain the ID of a
 * paid job, so it is read to the end
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
			// For text as well, because only a stream can be limited in size and time.
			encoding: 'stream',
			timeout: request.timeoutSeconds * 1000,
			returnFullResponse: true,
			// What a status means depends on the request and on the API's own words (wire.md 2).
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
		// Only the helper with a credential handles the Stop button itself.
		const answer: unknown = withKey
			? await context.helpers.httpRequestWithAuthentication.call(context, 'prunaApi', options)
			: await context.helpers.httpRequest({
					...options,
					abortSignal: stop.signal,
				});
		const { statusCode, headers, body } = answer as HttpResponse<ByteStream>;
		return { statusCode, headers: readHeaders(headers, secrets), body };
	}

	/** Runs a network action and explains its failure in the node's own words. */
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
