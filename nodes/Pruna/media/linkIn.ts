import { shorten } from './cleanUrl';
import { describedFile } from './describedFile';

/** The links in a value, or what is wrong with it, as a sentence without its period. */
export type LinksIn = { readonly links: readonly string[] } | { readonly finding: string };

/** Objects in objects are read so deep. */
const MOST_LEVELS = 6;

/**
 * Keys under which APIs and databases give the address of a file, or an object or a list with it; the best first. What
 * says download or is signed comes before `url`, which may lead to a page or an API. Thumbnails, previews, pages and
 * icons are not among them.
 */
const KEYS: readonly string[] = [
	...['generation_url', 'output'], // this node's own output, and that of Replicate
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
	// The sizes of one image, as libraries of photos give them.
	...['original', 'raw', 'full', 'large2x', 'large', 'regular', 'download'],
];

/** Keys whose value may be the part of an address that comes after its server. */
const PATH_KEYS: readonly string[] = ['signedPath', 'url', 'src', 'href', 'path'];

function isLink(value: unknown): value is string {
	return typeof value === 'string' && /^\s*(https?:\/\/.|data:)/i.test(value.slice(0, 200));
}

function own(fields: object, key: string): unknown {
	return Object.hasOwn(fields, key) ? (fields as Record<string, unknown>)[key] : undefined;
}

/** The API's answer to an upload has its address where predictions have that of their status. */
function uploadLink(fields: object): string | undefined {
	const urls = own(fields, 'urls');
	const link = typeof urls === 'object' && urls !== null ? own(urls, 'get') : undefined;
	const isUpload = own(fields, 'content_type') !== undefined && own(fields, 'status') === undefined;
	return isUpload && isLink(link) ? link : undefined;
}

/** All links of a list, and those under the first key of an object that has any. */
function find(value: unknown, level: number, seen: Set<unknown>): string[] {
	if (isLink(value)) return [value];
	if (typeof value !== 'object' || value === null || level > MOST_LEVELS || seen.has(value)) return [];
	seen.add(value); // an object may hold itself
	if (Array.isArray(value)) return (value as unknown[]).flatMap((entry) => find(entry, level + 1, seen));
	for (const key of KEYS) {
		const links = find(own(value, key), level + 1, seen);
		if (links.length > 0) return links;
	}
	const base64 = own(value, 'b64_json'); // OpenAI
	if (typeof base64 === 'string' && base64 !== '') return [base64];
	const upload = uploadLink(value);
	return upload === undefined ? [] : [upload];
}

/** An address without its server, as NocoDB and Strapi give it. */
function pathFinding(value: object): string | undefined {
	const path = PATH_KEYS.map((key) => own(value, key)).find(
		(part): part is string => typeof part === 'string' && part.includes('/'),
	);
	return path === undefined
		? undefined
		: `“${shorten(path)}” is an address without its server; put the server’s address (https://…) in front of it`;
}

function findingOf(value: object): string {
	return (
		describedFile(value) ??
		pathFinding(value) ??
		'this is an object without a URL; give the URL of the file, or the name of its binary field'
	);
}

/**
 * The links that an object or a list of objects carries: what other APIs give for a file, attachments of databases, this
 * node's own output. The texts of a list are taken when they are links. A description of a file is told, with what to
 * do; so is a list in which one entry has no link.
 *
 * @param value Not a binary file of n8n
 * @returns undefined for what is neither an object nor a list, and for an empty list. A link may also be a data URI or a
 * text in Base64
 */
export function linksIn(value: unknown): LinksIn | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const entries = Array.isArray(value) ? (value as unknown[]).flat(MOST_LEVELS) : [value];
	if (entries.length === 0) return undefined;
	const found = entries.map((entry) => find(entry, 0, new Set()));
	const without = entries.filter((_, index) => found[index]!.length === 0);
	if (without.length === 0) return { links: found.flat().map((link) => link.trim()) };
	const [first] = without;
	const isObject = typeof first === 'object' && first !== null;
	return { finding: isObject ? findingOf(first) : 'the list has an entry without a URL' };
}
