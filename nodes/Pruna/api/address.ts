import { PrunaError } from '../core/errors';

export const DEFAULT_BASE_URL = 'https://api.pruna.ai';

/** Where the API is: its origin, and the path prefix of a gateway in front of it ('' if there is none). */
export interface ApiAddress {
	readonly origin: string;
	readonly prefix: string;
}

/**
 * Reads the credential's Base URL, without a trailing slash, the API's own "/v1" or a path of the API.
 *
 * @param given Anything, because a credential may contain an expression
 * @throws PrunaError if it is not an http(s) URL, or contains a username, a password, a query or a fragment. The message
 * does not repeat the URL, which may contain a password
 */
export function readBaseUrl(given: unknown): ApiAddress {
	const text = given === undefined || given === null ? '' : given;
	const baseUrl = typeof text === 'string' ? text.trim() || DEFAULT_BASE_URL : '';
	// The URL class is more lenient: it accepts "https:host", backslashes, and line breaks inside a host.
	const url = /^https?:\/\/[^\s\\]+$/i.test(baseUrl) && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	if (!url) {
		throw new PrunaError('The Base URL in the Pruna credential is not a valid URL', {
			advice: `It must start with https://, as in ${DEFAULT_BASE_URL}.`,
			job: 'none',
			failureCause: 'credential-invalid',
		});
	}
	if (url.username || url.password) {
		throw new PrunaError('The Base URL in the Pruna credential contains a username or password', {
			advice: 'Remove it from the URL. The API key alone identifies the account.',
			job: 'none',
			failureCause: 'credential-invalid',
		});
	}
	if (/[?#]/.test(baseUrl)) {
		throw new PrunaError('The Base URL in the Pruna credential contains a query or a fragment', {
			advice: `Remove the “?” or “#” and everything after it, so that the URL looks like ${DEFAULT_BASE_URL}.`,
			job: 'none',
			failureCause: 'credential-invalid',
		});
	}
	return {
		origin: url.origin,
		prefix: url.pathname.replace(/\/+$/, '').replace(/\/v1(\/(predictions|files)(\/.*)?)?$/, ''),
	};
}

/** The credential now points to a different API than at the start of the run. */
export class CredentialChanged extends Error {
	constructor() {
		super('The Base URL in the Pruna credential changed during this run');
		this.name = 'CredentialChanged';
	}
}

/** @param path A path of the API that starts with /v1/ */
export function apiUrl(address: ApiAddress, path: string): string {
	return `${address.origin}${address.prefix}${path}`;
}

export const SUBMIT_PATH = '/v1/predictions';
export const UPLOAD_PATH = '/v1/files';

/** @returns false for an ID that cannot be encoded safely: dots change the path, and half a character is invalid */
export function canBeId(id: string): boolean {
	return !/^\.{0,2}$|\p{Surrogate}/u.test(id);
}

/**
 * The ID is encoded, so that nothing in it can lead to another path.
 *
 * @throws PrunaError for a text that cannot be an ID
 */
export function statusPath(id: string): string {
	if (!canBeId(id)) throw new PrunaError('This is not a prediction ID');
	return `/v1/predictions/status/${encodeURIComponent(id)}`;
}

/** @returns the ID in a status URL of the API (`get_url`), absolute or relative; undefined if there is none */
export function idInStatusUrl(url: string): string | undefined {
	const encoded = /\/v1\/predictions\/status\/([^/?#]+)\/?(?:[?#]|$)/.exec(url)?.[1];
	try {
		return encoded === undefined ? undefined : decodeURIComponent(encoded);
	} catch {
		return undefined;
	}
}

/**
 * The absolute form of a `generation_url` (wire.md 4). A relative one belongs to the API. It gets the prefix of the
 * gateway, which the API behind the gateway does not know.
 *
 * @returns undefined for a text that is not a URL, contains a username or password, or uses a scheme other than https or
 * the API's own
 */
export function resolveResultUrl(address: ApiAddress, text: string): string | undefined {
	const isRelative = /^\/(?!\/)/.test(text);
	const withPrefix = isRelative && !text.startsWith(`${address.prefix}/v1/`) ? address.prefix + text : text;
	if (!URL.canParse(withPrefix, address.origin) || (!isRelative && !/^https?:\/\//i.test(text)))
		return undefined;
	const url = new URL(withPrefix, address.origin);
	// A backslash or tab after the first slash turns a path into a host, and ".." leaves the gateway's prefix.
	const isApi = url.origin === address.origin && url.pathname.startsWith(`${address.prefix}/`);
	if (isRelative && !isApi) return undefined;
	// Results need no login, and a name before the host is deceptive, as in "https://api.pruna.ai@elsewhere".
	if (url.username || url.password) return undefined;
	// Plain http is for a stand-in or gateway that uses http itself; results must not be downgraded.
	const allowed =
		url.protocol === 'https:' || (url.protocol === 'http:' && address.origin.startsWith('http:'));
	return allowed ? url.href : undefined;
}
