import { shorten } from './cleanUrl';
import { describedFile } from './describedFile';

/** The URLs in a value, or what is wrong with it, as a sentence without its period. */
export type LinksIn = { readonly links: readonly string[] } | { readonly finding: string };

/** How deep nested objects are searched. */
const MOST_LEVELS = 6;

/**
 * Keys under which APIs and databases give the URL of a file, or an object or list that contains it; the best first.
 * Download and signed URLs come before `url`, which may lead to a page or an API. Thumbnails, previews, pages and icons
 * are left out.
 */
const KEYS: readonly string[] = [
	...['generation_url', 'output'], // this node's own output, and Replicate's
	...['downloadUrl', 'downloadURL', 'download_url', '@microsoft.graph.downloadUrl'],
	...['signedUrl', 'signedURL', 'signed_url', 'secure_url', 'presignedUrl', 'presigned_url'],
	...['publicUrl', 'publicURL', 'public_url', 'directUrl', 'direct_url'],
	...['originalUrl', 'original_url', 'largeImageURL', 'source_url'],
	...['fileUrl', 'fileURL', 'file_url', 'mediaUrl', 'media_url', 'contentUrl', 'content_url'],
	...['image_url', 'imageUrl', 'imageURL', 'video_url', 'videoUrl', 'audio_url', 'audioUrl'],
	...['external', 'file', 'files'], // Notion
	...['image', 'images', 'video', 'videos', 'audio', 'media', 'attachment', 'attachments'],
	...['src', 'url', 'uri', 'href'],
	...['urls', 'data', 'result', 'json', 'links', 'link'],
	// The sizes of one image, as photo libraries name them.
	...['original', 'raw', 'full', 'large2x', 'large', 'regular', 'download'],
];

/** Keys whose value may be a URL without its server. */
const PATH_KEYS: readonly string[] = ['signedPath', 'url', 'src', 'href', 'path'];

function isUrl(value: unknown): value is string {
	return typeof value === 'string' && /^\s*(https?:\/\/.|data:)/i.test(value.slice(0, 200));
}

function own(fields: object, key: string): unknown {
	return Object.hasOwn(fields, key) ? (fields as Record<string, unknown>)[key] : undefined;
}

/** In the API's answer to an upload, `urls.get` is the file's URL; in a prediction, it is that of the status. */
function uploadUrl(fields: object): string | undefined {
	const urls = own(fields, 'urls');
	const url = typeof urls === 'object' && urls !== null ? own(urls, 'get') : undefined;
	const isUpload = own(fields, 'content_type') !== undefined && own(fields, 'status') === undefined;
	return isUpload && isUrl(url) ? url : undefined;
}

/** All URLs of a list, or those under the first key of an object that has any. */
function find(value: unknown, level: number, seen: Set<unknown>): string[] {
	if (isUrl(value)) return [value];
	if (typeof value !== 'object' || value === null || level > MOST_LEVELS || seen.has(value)) return [];
	seen.add(value); // an object may contain itself
	if (Array.isArray(value)) return (value as unknown[]).flatMap((entry) => find(entry, level + 1, seen));
	for (const key of KEYS) {
		const found = find(own(value, key), level + 1, seen);
		if (found.length > 0) return found;
	}
	const base64 = own(value, 'b64_json'); // OpenAI
	if (typeof base64 === 'string' && base64 !== '') return [base64];
	const upload = uploadUrl(value);
	return upload === undefined ? [] : [upload];
}

/** Finds a URL without its server, as NocoDB and Strapi give it. */
function pathFinding(value: object): string | undefined {
	const path = PATH_KEYS.map((key) => own(value, key)).find(
		(part): part is string => typeof part === 'string' && part.includes('/'),
	);
	return path === undefined
		? undefined
		: `“${shorten(path)}” is a path, not a URL; add the server’s address (https://…) in front of it`;
}

function findingOf(value: object): string {
	return (
		describedFile(value) ??
		pathFinding(value) ??
		'this object contains no URL; enter the URL of the file, or the name of its binary field'
	);
}

/**
 * The URLs that an object or a list contains: the answers of other APIs, the attachments of databases, this node's own
 * output. In a list, texts count as well if they are URLs. A description of a file, and a list with an entry that has no
 * URL, give a finding that says what to do.
 *
 * @param value Not an n8n binary file
 * @returns undefined for a value that is neither an object nor a list, and for an empty list. Instead of a URL, an entry
 * may be a data URI or Base64 text
 */
export function linksIn(value: unknown): LinksIn | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const entries = Array.isArray(value) ? (value as unknown[]).flat(MOST_LEVELS) : [value];
	if (entries.length === 0) return undefined;
	const found = entries.map((entry) => find(entry, 0, new Set()));
	const without = entries.filter((_, index) => found[index]!.length === 0);
	if (without.length === 0) return { links: found.flat().map((url) => url.trim()) };
	const [first] = without;
	const isObject = typeof first === 'object' && first !== null;
	return { finding: isObject ? findingOf(first) : 'the list has an entry without a URL' };
}
