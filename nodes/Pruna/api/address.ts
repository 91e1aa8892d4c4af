import { PrunaError } from './errors';

export const DEFAULT_BASE_URL = 'https://api.pruna.ai';

/** Where the API is: its origin, and the path prefix of a gateway in front of it ('' for none). */
export interface ApiAddress {
	readonly origin: string;
	readonly prefix: string;
}

/**
 * Reads the credential's base URL. A trailing slash and the API's own "/v1" are taken off.
 *
 * @throws PrunaError for a text that is no http(s) URL, or one that carries a user name or password
 */
export function readBaseUrl(text: string | undefined): ApiAddress {
	const baseUrl = (text ?? '').trim() || DEFAULT_BASE_URL;
	const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
	if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
		throw new PrunaError('The Base URL of the Pruna credential is not a web address', {
			description: `It must start with https://, such as ${DEFAULT_BASE_URL}.`,
		});
	}
	if (url.username || url.password) {
		throw new PrunaError('The Base URL of the Pruna credential contains a user name or password', {
			description: 'Take it out of the URL; the API key alone identifies the account.',
		});
	}
	return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '') };
}

/** @param path A path of the API that starts with /v1/ */
export function apiUrl(address: ApiAddress, path: string): string {
	return `${address.origin}${address.prefix}${path}`;
}

export const SUBMIT_PATH = '/v1/predictions';
export const UPLOAD_PATH = '/v1/files';

/**
 * The id is encoded, so that nothing in it can lead to another path.
 *
 * @throws PrunaError for what cannot be an id at all
 */
export function statusPath(id: string): string {
	// No encoding keeps a URL from climbing up over dots, and half a character cannot be encoded.
	if (/^\.{1,2}$|\p{Surrogate}/u.test(id)) throw new PrunaError('This is not the ID of a prediction');
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
 * @returns undefined for what is not a URL, or has another scheme than the API's own or https
 */
export function resolveResultUrl(address: ApiAddress, text: string): string | undefined {
	const isRelative = /^\/(?!\/)/.test(text);
	const withPrefix = isRelative && !text.startsWith(`${address.prefix}/v1/`) ? address.prefix + text : text;
	if (!URL.canParse(withPrefix, address.origin) || (!isRelative && !/^https?:\/\//i.test(text)))
		return undefined;
	const url = new URL(withPrefix, address.origin);
	// A backslash or a tab after the first slash makes a host of what looks like a path.
	if (isRelative && url.origin !== address.origin) return undefined;
	// Plain http is for a stand-in or gateway that speaks http itself; results must not be downgraded.
	const allowed =
		url.protocol === 'https:' || (url.protocol === 'http:' && address.origin.startsWith('http:'));
	return allowed ? url.href : undefined;
}
