import type { MediaKind } from '../models';
import type { Reach } from './hosts';

// Raw texts of the Python libraries that download and open a job's media: requests, urllib3, http.client, Pillow,
// PyAV, soundfile, and zipfile. The live API has been seen to return such texts unchanged (wire.md 1).

const ADDRESS = '0x7f3c5c1d2a90';

export const notFound = (url: string): string => `404 Client Error: Not Found for url: ${url}`;

/** A URL that contains whitespace or control characters. */
export function controlCharacters(url: string): string {
	const path = url.replace(/^\s*https?:\/\/[^/?#]*/i, '');
	const found = /[\s\p{Cc}]/u.exec(url)?.[0] ?? ' ';
	return `URL can't contain control characters. ${quoted(path)} (found at least ${quoted(found)})`;
}

/** Text that is not a URL, or a URL with another scheme. */
export function invalidUrl(url: string): string {
	if (/^https?:/i.test(url)) return `Invalid URL ${quoted(url)}: No host supplied`;
	if (/^[a-z][a-z\d+.-]*:/i.test(url))
		return `No connection adapters were found for ${quoted(url.slice(0, 80))}`;
	return `Invalid URL ${quoted(url)}: No scheme supplied. Perhaps you meant https://${url}?`;
}

/** A host that cannot be reached. */
export function unreachable(url: URL, reach: Exclude<Reach, 'public'>): string {
	const secure = url.protocol === 'https:';
	const scheme = secure ? 'HTTPS' : 'HTTP';
	const host = url.hostname;
	const port = url.port || (secure ? '443' : '80');
	const connection = `<urllib3.connection.${scheme}Connection object at ${ADDRESS}>`;
	const causes = {
		'unknown name': `NameResolutionError("${connection}: Failed to resolve '${host}' ([Errno -2] Name or service not known)")`,
		refuses: `NewConnectionError('${connection}: Failed to establish a new connection: [Errno 111] Connection refused')`,
		silent: `ConnectTimeoutError(${connection}, 'Connection to ${host} timed out. (connect timeout=30)')`,
	};
	return (
		`${scheme}ConnectionPool(host='${host}', port=${port}): Max retries exceeded with url: ` +
		`${url.pathname}${url.search} (Caused by ${causes[reach]})`
	);
}

const UNREADABLE: Record<MediaKind, string> = {
	image: `cannot identify image file <_io.BytesIO object at ${ADDRESS}>`,
	video: "[Errno 1094995529] Invalid data found when processing input: '<none>'",
	audio: `Error opening <_io.BytesIO object at ${ADDRESS}>: Format not recognised.`,
	zip: 'File is not a zip file',
};

/** A file that is not of the kind that the model opens. */
export const unreadable = (kind: MediaKind): string => UNREADABLE[kind];

/** A file of the right kind in a format that the model does not accept. The text is invented: no source quotes it. */
export const unsupportedFormat = (format: string, supported: string[]): string =>
	`Unsupported file format '${format}'. Supported formats: ${supported.join(', ')}`;

/** Text as Python's repr() shows it, for the characters that matter here. */
const quoted = (text: string): string =>
	`'${text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}'`;
