import { createLimit } from '../core/limit';
import { settle } from '../core/outcome';
import { mediaKindOf } from './fileTypes';

/**
 * When n8n keeps files in its database, in S3 or in memory, it holds each whole file in memory while it stores it. So only
 * a few files that may be large are downloaded at a time.
 */
const LARGE_FILES_AT_A_TIME = 4;

/**
 * Hundreds of images may finish at the same time, and a download mostly waits for its turn in n8n: with four at a time,
 * some of 250 waited for more than a second.
 */
const IMAGES_AT_A_TIME = 16;

/** The largest image that counts as small, in bytes. An upscaled PNG may have hundreds of megabytes. */
const MAX_SMALL_IMAGE_BYTES = 8 * 1024 * 1024;

/** Thrown by a download whose file is larger than allowed. */
export class LargerThanAllowed extends Error {}

/**
 * Runs a download when its turn comes. The extension in the URL says whether the file is an image; any other file may be
 * large. An image that turns out not to be small is aborted and downloaded again in the queue of large files: if it waited
 * there with an open connection, it would be cut off. An image of unknown size, which is rare (wire.md 5), counts as small.
 *
 * @param url Absolute
 * @param download Receives the maximum size in bytes; throws LargerThanAllowed when the server announces more
 */
export type DownloadLimit = <T>(url: string, download: (mostBytes: number) => Promise<T>) => Promise<T>;

/** The limit of one run of the node. */
export function createDownloadLimit(): DownloadLimit {
	const images = createLimit(IMAGES_AT_A_TIME);
	const largeFiles = createLimit(LARGE_FILES_AT_A_TIME);

	return async (url, download) => {
		if (mediaKindOf({ fileName: new URL(url).pathname }) === 'image') {
			const outcome = await settle(images(async () => await download(MAX_SMALL_IMAGE_BYTES)));
			if (outcome.ok) return outcome.value;
			if (!(outcome.error instanceof LargerThanAllowed)) throw outcome.error;
		}
		return await largeFiles(async () => await download(Infinity));
	};
}
