import { createLimit } from '../core/limit';
import { settle } from '../core/outcome';
import { mediaKindOf } from './fileTypes';

/**
 * Where n8n keeps files in its database, in S3 or in memory, it has the whole of each in memory while it stores them, so
 * only few that may be large at a time.
 */
const LARGE_FILES_AT_A_TIME = 4;

/**
 * Pictures end in hundreds at once, and fetching one is mostly waiting for n8n's turn: in a queue of four, some of 250
 * waited for more than a second.
 */
const PICTURES_AT_A_TIME = 16;

/** Most bytes of a picture that goes for small; an upscaled PNG may have hundreds of megabytes. */
const MOST_BYTES_OF_PICTURE = 8 * 1024 * 1024;

/** Thrown by a download that finds its file larger than it may be. */
export class LargerThanAllowed extends Error {}

/**
 * Runs a download in its turn. What a file is, the ending of its link tells; one without may be of any size. A picture
 * that turns out not to be small is given up and begun again among the large files: waiting there with an open
 * connection, it would be cut off. Where its size is not announced, which is rare (wire.md 5), it goes for small.
 *
 * @param url Absolute
 * @param download Told how many bytes the file may have; throws LargerThanAllowed when more are announced
 */
export type DownloadLimit = <T>(url: string, download: (mostBytes: number) => Promise<T>) => Promise<T>;

/** The limit of one run of the node. */
export function createDownloadLimit(): DownloadLimit {
	const pictures = createLimit(PICTURES_AT_A_TIME);
	const largeFiles = createLimit(LARGE_FILES_AT_A_TIME);

	return async (url, download) => {
		if (mediaKindOf({ fileName: new URL(url).pathname }) === 'image') {
			const outcome = await settle(pictures(async () => await download(MOST_BYTES_OF_PICTURE)));
			if (outcome.ok) return outcome.value;
			if (!(outcome.error instanceof LargerThanAllowed)) throw outcome.error;
		}
		return await largeFiles(async () => await download(Infinity));
	};
}
