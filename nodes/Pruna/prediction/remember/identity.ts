import { createHash } from 'crypto';
import type { IBinaryData } from 'n8n-workflow';
import { isRecord } from '../../core/json';
import type { MediaInput } from '../../media/readMedia';

/** The job that a user's key stands for. */
export interface KeyedWork {
	readonly key: string;
	readonly model: string;
	/** The input without the files. */
	readonly input: Readonly<Record<string, unknown>>;
	readonly media: readonly MediaInput[];
}

/** The parameters of a signature, which differ each time a storage signs the URL of the same file. */
const SIGNED_BY: ReadonlyArray<{ readonly mark: RegExp; readonly all: RegExp }> = [
	{ mark: /^x-amz-signature$/i, all: /^x-amz-/i },
	{ mark: /^x-goog-signature$/i, all: /^x-goog-/i },
	{ mark: /^signature$/i, all: /^(signature|expires|key-pair-id|policy|awsaccesskeyid|googleaccessid)$/i },
	{ mark: /^sig$/, all: /^(sig|se|st|sp|sv|sr|skoid|sktid|skt|ske|sks|skv|spr)$/ },
];

/** @returns The URL without its signature, so that it identifies the file */
export function unsignedUrl(text: string): string {
	if (!URL.canParse(text)) return text;
	const url = new URL(text);
	const names = [...url.searchParams.keys()];
	const signature = SIGNED_BY.find(({ mark }) => names.some((name) => mark.test(name)));
	if (signature === undefined) return text;
	for (const name of names) if (signature.all.test(name)) url.searchParams.delete(name);
	return url.href;
}

/** A JSON value in a form in which the order of keys does not matter. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isRecord(value)) return value;
	const entries = Object.keys(value).sort();
	return entries.map((key) => [key, sorted(value[key])]);
}

/**
 * The hash of everything that identifies a job: the API, the workflow, the key, the model, and the input as the user
 * entered it. Each upload has a different URL, so a file counts by its content.
 *
 * @param place `origin` of the API, and the workflow's ID
 * @param hashFile Hashes the content of a file
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
	// Through JSON, so that undefined, dates and the like count as they are sent.
	const sent: unknown = JSON.parse(JSON.stringify(input));
	const all = [place.origin, place.workflow, key, model, sorted(sent), files];
	return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 32);
}
