import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { apiUrl, UPLOAD_PATH } from '../api/address';
import { isRecord } from '../api/answer';
import type { PrunaApi } from '../api/client';
import { PrunaError } from '../api/errors';
import { safeFileName } from './fileName';
import { extensionIn, extensionOf, plainMimeType } from './fileTypes';
import { MAX_UPLOAD_BYTES, type MediaSource } from './sources';

/** A file at the API: its answer to the upload, and the URL that predictions take. */
export interface UploadedFile {
	readonly url: string;
	readonly answer: Record<string, unknown>;
}

/**
 * Puts a file of an input item onto the API; equal files of one execution are uploaded once.
 *
 * @param deadline Milliseconds since 1970
 */
export type Uploader = (itemIndex: number, source: BinarySource, deadline: number) => Promise<UploadedFile>;

type BinarySource = Extract<MediaSource, { kind: 'binary' }>;

/** The storage behind the API knows a file by its name, so the extension has to be right (wire.md 6). */
function uploadName(binary: IBinaryData): string {
	const name = safeFileName(binary.fileName ?? '') || 'file';
	const extension = extensionOf(plainMimeType(binary.mimeType)) ?? safeFileName(binary.fileExtension ?? '');
	return extensionIn(name) !== '' || !extension ? name : `${name}.${extension}`;
}

/** The URL that predictions take, and the API's whole answer (wire.md 6). */
function readUpload(api: PrunaApi, answer: unknown): UploadedFile {
	const body = isRecord(answer) ? answer : {};
	const urls = isRecord(body.urls) ? body.urls : {};
	if (typeof urls.get === 'string' && urls.get !== '') {
		const { get } = urls;
		const url = URL.canParse(get) ? get : apiUrl(api.address, get);
		return { url, answer: body };
	}
	if (typeof body.id === 'string' && body.id !== '') {
		return { url: apiUrl(api.address, `${UPLOAD_PATH}/${encodeURIComponent(body.id)}`), answer: body };
	}
	throw new PrunaError('Pruna took the file but gave no link to it', {
		description: 'Nothing was started and nothing was charged. Try again later.',
	});
}

export function createUploader(
	context: IExecuteFunctions,
	api: PrunaApi,
	limited: <T>(task: () => Promise<T>) => Promise<T>,
): Uploader {
	const uploads = new Map<string, Promise<UploadedFile>>();

	async function read(itemIndex: number, { reference, binary }: BinarySource): Promise<Buffer> {
		const content = await context.helpers.getBinaryDataBuffer(itemIndex, reference);
		const label = binary.fileName ?? (typeof reference === 'string' ? reference : 'file');
		if (content.length > MAX_UPLOAD_BYTES) {
			throw new PrunaError(`The file “${label}” is larger than the 100 MB that Pruna takes`, {
				description: 'Nothing was sent. Make the file smaller, or give its public URL instead.',
			});
		}
		if (content.length === 0) {
			throw new PrunaError(`The file “${label}” is empty`, { description: 'Nothing was sent.' });
		}
		return content;
	}

	async function send(content: Buffer, binary: IBinaryData, deadline: number): Promise<UploadedFile> {
		const answer = await api.upload(() => {
			const form = new FormData();
			// A Blob knows its size, so that the request has a Content-Length: chunked uploads are refused (wire.md 6).
			const blob = new Blob([content as Uint8Array<ArrayBuffer>], { type: binary.mimeType });
			form.append('content', blob, uploadName(binary));
			return form;
		}, deadline);
		return readUpload(api, answer);
	}

	return async (itemIndex, source, deadline) =>
		await limited(async () => {
			const content = await read(itemIndex, source);
			const hash = createHash('sha256').update(content).digest('hex');
			const known = uploads.get(hash);
			if (known) return await known;
			const upload = send(content, source.binary, deadline);
			uploads.set(hash, upload);
			// A failed upload must not fail the items after it as well.
			upload.catch(() => uploads.delete(hash));
			return await upload;
		});
}
