import type { MediaKind } from '../models';
import type { Reach } from './hosts';

// Raw texts of the Python libraries that fetch and open a job's media: requests, urllib3, http.client, Pillow,
// PyAV, soundfile and zipfile. The live API was seen to hand such texts on unchanged (wire.md 1).

const ADDRESS = '0x7f3c5c1d2a90';

export const notFound = (link: string): string => `404 Client Error: Not Found for url: ${link}`;

/** A link with white space or control characters in it. */
export function controlCharacters(link: string): string {
	const path = link.replace(/^\s*https?:\/\/[^/?#]*/i, '');
	const found = /[\s\p{Cc}]/u.exec(link)?.[0] ?? ' ';
	return `URL can't contain control characters. ${quoted(path)} (found at least ${quoted(found)})`;
}

/** A text that is no URL, or one of another scheme. */
export function invalidUrl(link: string): string {
	if (/^https?:/i.test(link)) return `Invalid URL ${quoted(link)}: No host supplied`;
	if (/^[a-z][a-z\d+.-]*:/i.test(link))
		return `No connection adapters were found for ${quoted(link.slice(0, 80))}`;
	return `Invalid URL ${quoted(link)}: No scheme supplied. Perhaps you meant https://${link}?`;
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

/** A file of the right kind in a format that the model does not take. No source quotes this text: it is invented. */
export const unsupportedFormat = (format: string, supported: string[]): string =>
	`Unsupported file format '${format}'. Supported formats: ${supported.join(', ')}`;

/** A text as Python's repr() writes it, for the characters that matter here. */
const quoted = (text: string): string =>
	`'${text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}'`;
