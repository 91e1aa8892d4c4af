import { createLimit } from '../timing/limit';
import { mediaKindOf } from './fileTypes';

/** Where n8n keeps files in its database or in S3, it holds each in memory until it is stored, so only few at a time. */
const FILES_AT_A_TIME = 4;

/**
 * Pictures are small and end in hundreds at once, and fetching one is mostly waiting for n8n's turn: with the number of
 * the files, 250 that end together took a second longer, for the same memory (bench/report.md).
 */
const PICTURES_AT_A_TIME = 16;

/** Runs downloads in the order of their arrival, those of pictures more at a time than those of other files. */
export type DownloadLimit = <T>(url: string, task: () => Promise<T>) => Promise<T>;

/** One for a run of the node. What a file is, its link tells by its ending; what has none may be of any size. */
export function createDownloadLimit(): DownloadLimit {
	const files = createLimit(FILES_AT_A_TIME);
	const pictures = createLimit(PICTURES_AT_A_TIME);
	return async (url, task) => {
		const isPicture = mediaKindOf({ fileName: new URL(url).pathname }) === 'image';
		return await (isPicture ? pictures : files)(task);
	};
}
