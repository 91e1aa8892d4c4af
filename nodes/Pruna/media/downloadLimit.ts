import { createLimit } from '../core/limit';
import { mapError, settle } from '../core/outcome';
import { extensionIn, mediaKindOf, plainMimeType } from './fileTypes';

/**
 * When n8n keeps files in its database, in S3 or in memory, it holds each whole file in memory while it stores it. So only
 * a few files that may be large are downloaded at a time.
 */
const LARGE_FILES_AT_A_TIME = 4;

/**
 * Hundreds of files may finish at the same time, and a download mostly waits for its turn in n8n: with four at a time,
 * some of 250 waited for several seconds.
 */
const SMALL_FILES_AT_A_TIME = 16;

/** The largest file that counts as small, in bytes. An upscaled PNG may have hundreds of megabytes. */
const MAX_SMALL_BYTES = 8 * 1024 * 1024;

/** Thrown by a download whose file is larger than allowed. */
export class LargerThanAllowed extends Error {}

/** Whether the server announces more. A file of unknown size, which is rare (wire.md 5), counts as small if it is an image. */
export function isLarger(headers: Readonly<Record<string, string>>, mostBytes: number): boolean {
	const announced = Number(headers['content-length']);
	if (!Number.isNaN(announced)) return announced > mostBytes;
	return mostBytes < Infinity && plainMimeType(headers['content-type'])?.startsWith('image/') !== true;
}

/**
 * Runs a download when its turn comes. The extension in the URL says whether the file is an image, which is probably small.
 * Any other file is probably large, but if others keep it waiting, it is worth a try. A file that turns out not to be
 * small is aborted and downloaded again in the queue of large files: if it waited there with an open connection, it would
 * be cut off.
 *
 * @param url Absolute
 * @param download Receives the maximum size in bytes; throws LargerThanAllowed when the server announces more
 */
export type DownloadLimit = <T>(url: string, download: (mostBytes: number) => Promise<T>) => Promise<T>;

/** The limit of one run of the node. */
export function createDownloadLimit(): DownloadLimit {
	const smallFiles = createLimit(SMALL_FILES_AT_A_TIME);
	const largeFiles = createLimit(LARGE_FILES_AT_A_TIME);
	/** Extensions, apart from images, of files that turned out to be large. The next ones probably are, too. */
	const largeTypes = new Set<string>();

	return async (url, download) => {
		const { pathname: fileName } = new URL(url);
		const isImage = mediaKindOf({ fileName }) === 'image';
		const type = extensionIn(fileName);
		if (isImage || (largeFiles.isFull() && !largeTypes.has(type))) {
			const attempt = smallFiles(async () => {
				// This may have turned out while the file was waiting for its turn.
				if (largeTypes.has(type)) throw new LargerThanAllowed();
				return await mapError(download(MAX_SMALL_BYTES), (error) => {
					if (error instanceof LargerThanAllowed && !isImage) largeTypes.add(type);
					return error;
				});
			});
			const outcome = await settle(attempt);
			if (outcome.ok) return outcome.value;
			if (!(outcome.error instanceof LargerThanAllowed)) throw outcome.error;
		}
		return await largeFiles(async () => await download(Infinity));
	};
}
