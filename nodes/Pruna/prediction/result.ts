import { resolveResultUrl, type ApiAddress } from '../api/address';
import { PrunaError } from '../core/errors';
import { isRecord } from '../core/json';

/** What a finished job offers: links to files, or (scoring models) the result itself. */
export type PredictionResult =
	| { readonly kind: 'files'; readonly urls: readonly string[] }
	| { readonly kind: 'output'; readonly output: unknown };

/**
 * Reads the four forms of a `generation_url`: absolute, relative, a list of either, or an object that is no link at
 * all (wire.md 4).
 *
 * @throws PrunaError when there is nothing in it, or a link that the node must not follow
 */
export function readResult(address: ApiAddress, generationUrl: unknown): PredictionResult {
	if (isRecord(generationUrl)) return { kind: 'output', output: generationUrl };
	const entries = Array.isArray(generationUrl) ? (generationUrl as unknown[]) : [generationUrl];
	if (entries.length > 0 && entries.every(isRecord)) return { kind: 'output', output: generationUrl };

	const urls = entries.map((entry) =>
		typeof entry === 'string' && entry.trim() !== '' ? resolveResultUrl(address, entry.trim()) : undefined,
	);
	const missing = urls.findIndex((url) => url === undefined);
	const usable = urls.filter((url) => url !== undefined);
	if (missing >= 0 || urls.length === 0) {
		const shown = JSON.stringify(entries[missing]) ?? 'nothing';
		throw new PrunaError('Pruna gave no usable link to the result', {
			advice: `Instead of a link the answer held: ${shown.slice(0, 200)}.`,
			job: 'done',
			// The other files of the job are paid as well, and Prediction → Download fetches them by these.
			details: usable.length > 0 ? { generation_url: usable } : {},
		});
	}
	return { kind: 'files', urls: usable };
}
