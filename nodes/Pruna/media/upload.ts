import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { apiUrl, canBeId, resolveResultUrl, UPLOAD_PATH } from '../api/address';
import type { ApiClient } from '../api/client';
import type { Clock } from '../core/clock';
import { PrunaError } from '../core/errors';
import { isRecord } from '../core/json';
import { createLimit } from '../core/limit';
import { mapError } from '../core/outcome';
import { safeFileName } from './fileName';
import { extensionIn, extensionOf, plainMimeType } from './fileTypes';
import { multipartOf } from './multipart';
import { createSharedUploads } from './sharedUploads';
import { sizeFinding, type BinarySource } from './sources';
import { hashOf, identityOfFile, openFile, sizeOf } from './storedFile';

/** A file at the API: its answer to the upload, and the URL that predictions take. */
export interface UploadedFile {
	readonly url: string;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
	readonly answer: Record<string, unknown>;
}

/**
 * Puts a file of an input item onto the API, as a stream. Equal files of one run are uploaded once.
 *
 * @param deadline The item's own, in milliseconds since 1970
 */
export type Uploader = (source: BinarySource, deadline: number) => Promise<UploadedFile>;

/** What an upload lives at the least, in milliseconds: the documents contradict each other (wire.md 6). */
const SHORTEST_LIFE = 30 * 60 * 1000;
/** Several uploads share the line; more at a time would only make each slower. */
const UPLOADS_AT_A_TIME = 4;
/** The name of the part that the API reads (wire.md 6). */
const PART = 'content';

/** The storage behind the API knows a file by its name, so the extension has to be right (wire.md 6). */
function uploadName(binary: IBinaryData): string {
	const name = safeFileName(binary.fileName ?? '') || 'file';
	const extension = extensionOf(plainMimeType(binary.mimeType)) ?? safeFileName(binary.fileExtension ?? '');
	return extensionIn(name) !== '' || !extension ? name : `${name}.${extension}`;
}

/** The URL that predictions take, and the API's whole answer (wire.md 6). */
function readUpload(api: ApiClient, answer: unknown, now: number): UploadedFile {
	const body = isRecord(answer) ? answer : {};
	const urls = isRecord(body.urls) ? body.urls : {};
	const stated = typeof body.expires_at === 'string' ? Date.parse(body.expires_at) : NaN;
	const expiresAt = Number.isNaN(stated) ? now + SHORTEST_LIFE : stated;
	if (typeof urls.get === 'string' && urls.get !== '') {
		const url = resolveResultUrl(api.address, urls.get);
		if (url) return { url, expiresAt, answer: body };
	}
	if (typeof body.id === 'string' && canBeId(body.id)) {
		const url = apiUrl(api.address, `${UPLOAD_PATH}/${encodeURIComponent(body.id)}`);
		return { url, expiresAt, answer: body };
	}
	throw new PrunaError('Pruna took the file but gave no link to it', {
		advice: 'Try again later.',
		job: 'none',
	});
}

/** What n8n's storage cannot give, in words for the workflow's author. */
function storageError(error: unknown, fileName: string): unknown {
	if (error instanceof PrunaError || !(error instanceof Error)) return error;
	return new PrunaError(`The file “${fileName}” could not be read from n8n's storage: ${error.message}`, {
		advice: 'Run the node that gave it again; n8n may have deleted the file.',
		job: 'none',
	});
}

export function createUploader(
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
	api: ApiClient,
	clock: Clock,
): Uploader {
	const limited = createLimit(UPLOADS_AT_A_TIME);
	const shared = createSharedUploads(clock);

	async function send(binary: IBinaryData, size: number, deadline: number): Promise<UploadedFile> {
		const fileName = uploadName(binary);
		const open = async () => {
			const content = await mapError(openFile(helpers, binary), (error) => storageError(error, fileName));
			return multipartOf(PART, { fileName, mimeType: binary.mimeType, size, content });
		};
		return readUpload(api, await api.upload(open, deadline), clock.now());
	}

	return async ({ binary }, deadline) => {
		const size = await sizeOf(helpers, binary);
		const label = `The file “${binary.fileName ?? 'file'}”`;
		const finding = size === 0 ? `${label} is empty` : sizeFinding(label, size);
		if (finding) throw new PrunaError(finding, { job: 'none' });
		const file = {
			identity: identityOfFile(binary),
			// The API answers with the name and the type, so files that differ in them are not the same.
			kind: JSON.stringify([uploadName(binary), binary.mimeType, size]),
			hash: async () => await limited(async () => await hashOf(helpers, binary)),
		};
		const upload = async () => await limited(async () => await send(binary, size, deadline));
		return await shared(file, upload, deadline);
	};
}
