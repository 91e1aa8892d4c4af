import { resolveResultUrl, type ApiAddress } from '../api/address';
import { PrunaError } from '../core/errors';
import { isRecord } from '../core/json';

/** What a finished job returns: URLs of files, or (for scoring models) the result itself. */
export type PredictionResult =
	| { readonly kind: 'files'; readonly urls: readonly string[] }
	| { readonly kind: 'output'; readonly output: unknown };

/**
 * Reads the four forms of a `generation_url`: absolute, relative, a list of either, or an object that is not a URL at
 * all (wire.md 4).
 *
 * @throws PrunaError if it is empty, or contains a URL that the node must not follow
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
		throw new PrunaError('Pruna returned no usable URL for the result', {
			advice: `Instead of a URL, the answer contained: ${shown.slice(0, 200)}.`,
			job: 'done',
			// The job's other files are paid as well. Prediction → Download gets them by these URLs.
			details: usable.length > 0 ? { generation_url: usable } : {},
		});
	}
	return { kind: 'files', urls: usable };
}
