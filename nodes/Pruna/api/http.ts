import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { ApiAddress } from './address';
import { ExecutionCanceled, PrunaError } from './errors';
import { settle } from './outcome';

/** Node's Readable, by way of n8n's types: n8n Cloud allows no import of `stream`. */
export type ByteStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

export interface HttpRequest {
	readonly method: 'GET' | 'POST';
	/** Absolute. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: FormData | IDataObject;
	/** Longest silence of the connection, in seconds. */
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

/** Codes of a connection that never came to be, so that the request has not arrived anywhere. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** The network's code inside n8n's and axios' wrappings. */
function networkCode(error: unknown): string | undefined {
	let current = error as { code?: unknown; cause?: unknown; errors?: unknown[] } | undefined;
	for (let depth = 0; depth < 6 && typeof current === 'object' && current !== null; depth++) {
		if (typeof current.code === 'string') return current.code;
		current = (current.cause ?? current.errors?.[0]) as typeof current;
	}
	return undefined;
}

/** What a request that got no answer means; a request that n8n itself refused to send is not worth repeating. */
function networkError(error: unknown, url: string): PrunaError {
	const code = networkCode(error);
	const host = new URL(url).host;
	const own = error instanceof Error ? error.message : String(error);
	if (code === undefined)
		return new PrunaError(`The request to ${host} was not sent: ${own}`, { notTaken: true });
	return new PrunaError(`No answer from ${host} (${code})`, {
		description: NEVER_SENT.has(code)
			? 'Check the Base URL in the Pruna credential, and whether n8n can reach the internet.'
			: undefined,
		details: { networkCode: code },
		transient: true,
		notTaken: NEVER_SENT.has(code),
	});
}

function lowerCaseNames(headers: object | undefined): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

/**
 * The one egress. n8n's helpers carry it, which brings the user's proxy settings and SSRF protection. The key goes
 * to the API's own origin only: redirects are followed by hand, because n8n's helper would hand a custom header such
 * as `apikey` on to any host.
 */
export function createHttp(context: IExecuteFunctions, address: ApiAddress): Http {
	async function send(request: HttpRequest, encoding: 'text' | 'stream'): Promise<HttpResponse<unknown>> {
		const options: IHttpRequestOptions = {
			method: request.method,
			url: request.url,
			headers: { ...request.headers },
			body: request.body,
			encoding,
			timeout: request.timeoutSeconds * 1000,
			returnFullResponse: true,
			// Each status is judged by what was asked, with the API's own words (wire.md 2).
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		};
		// Only the helper with a credential obeys the Stop button by itself.
		const answer: unknown =
			new URL(request.url).origin === address.origin
				? await context.helpers.httpRequestWithAuthentication.call(context, 'prunaApi', options)
				: await context.helpers.httpRequest({
						...options,
						abortSignal: context.getExecutionCancelSignal(),
					});
		const { statusCode, headers, body } = answer as HttpResponse<unknown>;
		return { statusCode, headers: lowerCaseNames(headers), body };
	}

	async function sendOnce(request: HttpRequest, encoding: 'text' | 'stream'): Promise<HttpResponse<unknown>> {
		const signal = context.getExecutionCancelSignal();
		if (signal?.aborted) throw new ExecutionCanceled();
		const outcome = await settle(send(request, encoding));
		if (outcome.ok) return outcome.value;
		throw signal?.aborted ? new ExecutionCanceled() : networkError(outcome.error, request.url);
	}

	async function follow(request: HttpRequest, encoding: 'text' | 'stream'): Promise<HttpResponse<unknown>> {
		let url = request.url;
		for (let hop = 0; ; hop++) {
			const response = await sendOnce({ ...request, url }, encoding);
			const { location } = response.headers;
			const isRedirect = response.statusCode >= 300 && response.statusCode < 400 && location !== undefined;
			if (!isRedirect || request.method !== 'GET' || hop === MAX_REDIRECTS) return response;
			const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
			const isDowngrade = target?.protocol !== 'https:' && target?.protocol !== new URL(url).protocol;
			if (!target || isDowngrade) return response;
			if (encoding === 'stream') (response.body as ByteStream).destroy();
			url = target.href;
		}
	}

	return {
		text: async (request) => {
			const response = await follow(request, 'text');
			return { ...response, body: typeof response.body === 'string' ? response.body : '' };
		},
		stream: async (request) => (await follow(request, 'stream')) as HttpResponse<ByteStream>,
	};
}
