import { PrunaError } from '../core/errors';

export const DEFAULT_BASE_URL = 'https://api.pruna.ai';

/** Where the API is: its origin, and the path prefix of a gateway in front of it ('' for none). */
export interface ApiAddress {
	readonly origin: string;
	readonly prefix: string;
}

/**
 * Reads the credential's base URL. A trailing slash, the API's own "/v1" and a path of the API are taken off.
 *
 * @param given Anything, because a credential may hold an expression
 * @throws PrunaError for what is no http(s) URL, or carries a user name, a password, a query or a fragment. The URL is
 * not repeated in it, because it may hold a password
 */
export function readBaseUrl(given: unknown): ApiAddress {
	const text = given === undefined || given === null ? '' : given;
	const baseUrl = typeof text === 'string' ? text.trim() || DEFAULT_BASE_URL : '';
	// URL itself is more lenient: it takes "https:host", backslashes, and line breaks inside a host.
	const url = /^https?:\/\/[^\s\\]+$/i.test(baseUrl) && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	if (!url) {
		throw new PrunaError('The Base URL of the Pruna credential is not a web address', {
			advice: `It must start with https://, such as ${DEFAULT_BASE_URL}.`,
			job: 'none',
			failureCause: 'credential-invalid',
		});
	}
	if (url.username || url.password) {
		throw new PrunaError('The Base URL of the Pruna credential contains a user name or password', {
			advice: 'Take it out of the URL; the API key alone identifies the account.',
			job: 'none',
			failureCause: 'credential-invalid',
		});
	}
	if (/[?#]/.test(baseUrl)) {
		throw new PrunaError('The Base URL of the Pruna credential has a query or a fragment', {
			advice: `Take out everything from the “?” or “#” on, so that it looks like ${DEFAULT_BASE_URL}.`,
			job: 'none',
			failureCause: 'credential-invalid',
		});
	}
	return {
		origin: url.origin,
		prefix: url.pathname.replace(/\/+$/, '').replace(/\/v1(\/(predictions|files)(\/.*)?)?$/, ''),
	};
}

/** The credential leads to another API than the one that a run began with. */
export class CredentialChanged extends Error {
	constructor() {
		super('The Base URL of the Pruna credential was changed while this run was going on');
		this.name = 'CredentialChanged';
	}
}

/** @param path A path of the API that starts with /v1/ */
export function apiUrl(address: ApiAddress, path: string): string {
	return `${address.origin}${address.prefix}${path}`;
}

export const SUBMIT_PATH = '/v1/predictions';
export const UPLOAD_PATH = '/v1/files';

/** @returns false for what no encoding can keep in its place: dots climb up a path, half a character is none */
export function canBeId(id: string): boolean {
	return !/^\.{0,2}$|\p{Surrogate}/u.test(id);
}

/**
 * The id is encoded, so that nothing in it can lead to another path.
 *
 * @throws PrunaError for what cannot be an id at all
 */
export function statusPath(id: string): string {
	if (!canBeId(id)) throw new PrunaError('This is not the ID of a prediction');
	return `/v1/predictions/status/${encodeURIComponent(id)}`;
}

/** @returns the id in a status URL of the API (`get_url`), absolute or relative, or undefined */
export function idInStatusUrl(url: string): string | undefined {
	const encoded = /\/v1\/predictions\/status\/([^/?#]+)\/?(?:[?#]|$)/.exec(url)?.[1];
	try {
		return encoded === undefined ? undefined : decodeURIComponent(encoded);
	} catch {
		return undefined;
	}
}

/**
 * The absolute form of a `generation_url` (wire.md 4). A relative one belongs to the API; the prefix of a gateway,
 * which the API behind it does not know, is put in front.
 *
 * @returns undefined for what is not a URL, has a user name or password in it, or has another scheme than the API's own
 * or https
 */
export function resolveResultUrl(address: ApiAddress, text: string): string | undefined {
	const isRelative = /^\/(?!\/)/.test(text);
	const withPrefix = isRelative && !text.startsWith(`${address.prefix}/v1/`) ? address.prefix + text : text;
	if (!URL.canParse(withPrefix, address.origin) || (!isRelative && !/^https?:\/\//i.test(text)))
		return undefined;
	const url = new URL(withPrefix, address.origin);
	// A backslash or a tab after the first slash makes a host of what looks like a path, and ".." leaves the gateway's.
	const isApi = url.origin === address.origin && url.pathname.startsWith(`${address.prefix}/`);
	if (isRelative && !isApi) return undefined;
	// Nothing has to log in there, and a name before the host is how "https://api.pruna.ai@elsewhere" deceives.
	if (url.username || url.password) return undefined;
	// Plain http is for a stand-in or gateway that speaks http itself; results must not be downgraded.
	const allowed =
		url.protocol === 'https:' || (url.protocol === 'http:' && address.origin.startsWith('http:'));
	return allowed ? url.href : undefined;
}
