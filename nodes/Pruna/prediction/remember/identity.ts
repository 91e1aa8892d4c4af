import { createHash } from 'crypto';
import type { IBinaryData } from 'n8n-workflow';
import { isRecord } from '../../core/json';
import type { MediaInput } from '../../media/readMedia';

/** What a user's key stands for. */
export interface KeyedWork {
	readonly key: string;
	readonly model: string;
	/** The input, but for the files. */
	readonly input: Readonly<Record<string, unknown>>;
	readonly media: readonly MediaInput[];
}

/** Parameters of a signature, which differ each time that a storage gives a link to the same file. */
const SIGNED_BY: ReadonlyArray<{ readonly mark: RegExp; readonly all: RegExp }> = [
	{ mark: /^x-amz-signature$/i, all: /^x-amz-/i },
	{ mark: /^x-goog-signature$/i, all: /^x-goog-/i },
	{ mark: /^signature$/i, all: /^(signature|expires|key-pair-id|policy|awsaccesskeyid|googleaccessid)$/i },
	{ mark: /^sig$/, all: /^(sig|se|st|sp|sv|sr|skoid|sktid|skt|ske|sks|skv|spr)$/ },
];

/** @returns The link without its signature: what tells the file */
export function unsignedUrl(link: string): string {
	if (!URL.canParse(link)) return link;
	const url = new URL(link);
	const names = [...url.searchParams.keys()];
	const signature = SIGNED_BY.find(({ mark }) => names.some((name) => mark.test(name)));
	if (signature === undefined) return link;
	for (const name of names) if (signature.all.test(name)) url.searchParams.delete(name);
	return url.href;
}

/** JSON in which the order of keys does not count. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isRecord(value)) return value;
	const entries = Object.keys(value).sort();
	return entries.map((key) => [key, sorted(value[key])]);
}

/**
 * The hash of all that makes a job the same one: where it is bought and for which workflow, the key, the model, and the
 * input as the user gave it. An upload has another URL each time, so a file counts by its content.
 *
 * @param place `origin` of the API, and the workflow's ID
 * @param hashFile Reads the file
 */
export async function jobHash(
	place: { readonly origin: string; readonly workflow: string },
	{ key, model, input, media }: KeyedWork,
	hashFile: (binary: IBinaryData) => Promise<string>,
): Promise<string> {
	const files: unknown[] = [];
	for (const { parameter, sources } of media) {
		const contents = sources.map(async (source) =>
			source.kind === 'url' ? unsignedUrl(source.url) : await hashFile(source.binary),
		);
		files.push([parameter.name, ...(await Promise.all(contents))]);
	}
	// As JSON first: undefined, dates and the like count as what is sent of them.
	const sent: unknown = JSON.parse(JSON.stringify(input));
	const all = [place.origin, place.workflow, key, model, sorted(sent), files];
	return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 32);
}
