import { apiUrl, canBeId, resolveResultUrl, UPLOAD_PATH, type ApiAddress } from '../api/address';
import { PrunaError } from '../core/errors';
import { isRecord } from '../core/json';

/** An uploaded file: the URL that predictions take, and the API's answer. */
export interface UploadedFile {
	readonly url: string;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
	readonly answer: Record<string, unknown>;
}

/** How long an upload is valid at least, in milliseconds. Pruna's documents contradict each other (wire.md 6). */
const SHORTEST_LIFE = 30 * 60 * 1000;

/**
 * Reads the API's answer to an upload (wire.md 6).
 *
 * @throws PrunaError if the answer has no URL
 */
export function readUpload(address: ApiAddress, answer: unknown, now: number): UploadedFile {
	const body = isRecord(answer) ? answer : {};
	const urls = isRecord(body.urls) ? body.urls : {};
	const stated = typeof body.expires_at === 'string' ? Date.parse(body.expires_at) : NaN;
	const expiresAt = Number.isNaN(stated) ? now + SHORTEST_LIFE : stated;
	if (typeof urls.get === 'string' && urls.get !== '') {
		const url = resolveResultUrl(address, urls.get);
		if (url) return { url, expiresAt, answer: body };
	}
	if (typeof body.id === 'string' && canBeId(body.id)) {
		const url = apiUrl(address, `${UPLOAD_PATH}/${encodeURIComponent(body.id)}`);
		return { url, expiresAt, answer: body };
	}
	throw new PrunaError('Pruna accepted the file but returned no URL for it', {
		advice: 'Try again later.',
		job: 'none',
	});
}
