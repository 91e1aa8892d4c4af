import { settleAll } from '../core/outcome';
import type { MediaInput } from '../media/readMedia';
import type { MediaSource } from '../media/sources';
import type { Run } from './run';

/** Adds the URLs of the files to an input, as a list if the API takes a list. */
export function withMediaUrls(
	input: Readonly<Record<string, unknown>>,
	media: readonly MediaInput[],
	urls: ReadonlyArray<readonly unknown[]>,
): Record<string, unknown> {
	const placed = media.map(({ parameter }, index) => {
		const own = urls[index] ?? [];
		return [parameter.name, parameter.type === 'url[]' ? [...own] : own[0]];
	});
	return { ...input, ...(Object.fromEntries(placed) as Record<string, unknown>) };
}

/** The input as it would be sent, with a description of each file that would be uploaded. */
export function describedInput({
	input,
	media,
}: {
	input: Readonly<Record<string, unknown>>;
	media: readonly MediaInput[];
}): Record<string, unknown> {
	const describe = (source: MediaSource) =>
		source.kind === 'url'
			? source.url
			: { fileName: source.fileName, mimeType: source.mimeType, bytes: source.size };
	return withMediaUrls(
		input,
		media,
		media.map(({ sources }) => sources.map(describe)),
	);
}

/**
 * The input as it is sent. Uploads the files and replaces each with its URL.
 *
 * @param deadline Milliseconds since 1970
 */
export async function prepareInput(
	run: Run,
	{ input, media }: { input: Readonly<Record<string, unknown>>; media: readonly MediaInput[] },
	deadline: number,
): Promise<Record<string, unknown>> {
	const urlOf = async (source: MediaSource) =>
		source.kind === 'url' ? source.url : (await run.upload(source, deadline)).url;
	const urls = await settleAll(media.map(async ({ sources }) => await settleAll(sources.map(urlOf))));
	return withMediaUrls(input, media, urls);
}
