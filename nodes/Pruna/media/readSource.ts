import type { IBinaryData } from 'n8n-workflow';
import { resolveResultUrl, type ApiAddress } from '../api/address';
import { isRecord } from '../core/json';
import { isBinaryData, type BinaryFields } from './binaryFields';
import { cleanUrl, shorten } from './cleanUrl';
import type { FileReader, TakenFiles } from './fileFacts';
import { inlineFile } from './inlineFile';
import { linksIn } from './linkIn';
import { unreachableReason } from './publicAddress';
import { sharePageFinding } from './sharePages';
import type { SourceResult } from './sources';

/** What is needed to interpret an entry of a media parameter. */
export interface SourceReader {
	readonly fields: BinaryFields;
	readonly files: FileReader;
	/** URLs at this address are always allowed: the API can reach its own files, even behind the user's own gateway. */
	readonly address: ApiAddress;
}

function readUrl(text: string, address: ApiAddress): SourceResult | undefined {
	const ownUrl = /^\/v1\//.test(text) ? resolveResultUrl(address, text) : undefined;
	if (ownUrl) return { source: { kind: 'url', url: ownUrl } };
	const cleaned = cleanUrl(text);
	if (cleaned === undefined || 'finding' in cleaned) return cleaned;
	const url = new URL(cleaned.url);
	if (url.origin !== address.origin) {
		const finding = sharePageFinding(url)?.finding ?? unreachableReason(url);
		if (finding) return { finding };
	}
	return { source: { kind: 'url', url: cleaned.url } };
}

/** Turns content that was given directly into an n8n binary file in memory. */
function inMemory(bytes: Buffer, mimeType: string): IBinaryData {
	return { data: bytes.toString('base64'), mimeType, bytes: bytes.length };
}

function availableFields({ names }: BinaryFields): string {
	return names.length === 0
		? 'this item has no binary fields'
		: `this item's binary fields are ${names.map((name) => `“${name}”`).join(', ')}`;
}

async function readText(text: string, reader: SourceReader, taken: TakenFiles): Promise<SourceResult> {
	const { fields, files, address } = reader;
	const binary = fields.find(text);
	if (binary) return await files.check(binary, `the binary field “${text}”`, taken);
	const inline = inlineFile(text);
	if (inline) {
		if ('finding' in inline) return inline;
		const { bytes, mimeType } = inline.file;
		return await files.check(inMemory(bytes, mimeType), 'the decoded file', taken);
	}
	return (
		readUrl(text, address) ?? {
			finding: `“${shorten(text)}” is neither a URL (https://…) nor the name of a binary field; ${availableFields(fields)}`,
		}
	);
}

/**
 * The file that an expression returned. When n8n keeps files in memory, `$binary` leaves out their content, so the value
 * stands for the item's own file whose other properties all match.
 */
function fileOf(value: unknown, fields: BinaryFields): IBinaryData | undefined {
	if (isBinaryData(value)) return value;
	if (!isRecord(value) || typeof value.mimeType !== 'string') return undefined;
	const facts = Object.entries(value).filter(([, fact]) => fact !== undefined && fact !== '');
	const own = fields.names.map((name) => fields.find(name)).filter((file) => file !== undefined);
	return own.find((file) =>
		facts.every(([key, fact]) => (file as unknown as Record<string, unknown>)[key] === fact),
	);
}

/** All files of an item, if the value is the whole of `$binary`. */
function allFiles(value: object, fields: BinaryFields): IBinaryData[] | undefined {
	const files = Object.values(value).map((file: unknown) => fileOf(file, fields));
	return files.length > 0 && files.every((file) => file !== undefined) ? files : undefined;
}

/**
 * Interprets one entry of a media parameter: a public URL, the name of a binary field, a binary object from an expression,
 * the file itself as text, or an object that contains any of them. Only the beginning of a file is read; nothing is sent
 * and no host name is resolved.
 *
 * @returns More than one result for an object that contains several files
 */
export async function readSource(
	value: unknown,
	reader: SourceReader,
	taken: TakenFiles,
): Promise<SourceResult[]> {
	if (typeof value === 'string') return [await readText(value, reader, taken)];
	const file = fileOf(value, reader.fields);
	if (file) return [await reader.files.check(file, 'the binary file', taken)];
	if (typeof value !== 'object' || value === null) {
		return [{ finding: 'needs a URL or the name of a binary field as text' }];
	}
	const inline = inlineFile(value);
	if (inline) {
		if ('finding' in inline) return [inline];
		const { bytes, mimeType } = inline.file;
		return [await reader.files.check(inMemory(bytes, mimeType), 'the file in the buffer', taken)];
	}
	const files = allFiles(value, reader.fields);
	if (files) {
		return await Promise.all(files.map((one) => reader.files.check(one, 'the binary file', taken)));
	}
	const found = linksIn(value) ?? { finding: 'needs a URL or the name of a binary field as text' };
	if ('finding' in found) return [found];
	return await Promise.all(found.links.map((link) => readText(link, reader, taken)));
}
