import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { apiUrl, canBeId, resolveResultUrl, UPLOAD_PATH } from '../api/address';
import type { ApiClient } from '../api/client';
import type { Clock } from '../core/clock';
import { PrunaError } from '../core/errors';
import { isRecord } from '../core/json';
import { safeFileName } from './fileName';
import { extensionIn, extensionOf, plainMimeType } from './fileTypes';
import { sizeFinding, type BinarySource } from './sources';

/** A file at the API: its answer to the upload, and the URL that predictions take. */
export interface UploadedFile {
	readonly url: string;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
	readonly answer: Record<string, unknown>;
}

/**
 * Puts a file of an input item onto the API; equal files of one execution are uploaded once.
 *
 * @param deadline Milliseconds since 1970
 */
export type Uploader = (
	itemIndex: number,
	source: BinarySource,
	deadline: number,
	/** Shares an upload only with files of the same name and type, for whom the API's answer is the result. */
	options?: { ownName: boolean },
) => Promise<UploadedFile>;

/** What an upload lives at the least, in milliseconds: the documents contradict each other (wire.md 6). */
const SHORTEST_LIFE = 30 * 60 * 1000;
/** How long a link must live on for a job to read it, in milliseconds. */
const NEEDED_LIFE = 5 * 60 * 1000;

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

export function createUploader(
	context: IExecuteFunctions,
	api: ApiClient,
	clock: Pick<Clock, 'now'>,
	limited: <T>(task: () => Promise<T>) => Promise<T>,
): Uploader {
	const uploads = new Map<string, Promise<UploadedFile>>();

	/** Older n8n (2.0 still) tells no size with the file, but keeps it beside it. */
	async function sizeOf({ bytes, id }: IBinaryData): Promise<number | undefined> {
		return bytes ?? (id ? (await context.helpers.getBinaryMetadata(id)).fileSize : undefined);
	}

	async function content(itemIndex: number, { reference, binary }: BinarySource): Promise<Buffer> {
		if (typeof reference === 'string') return await context.helpers.getBinaryDataBuffer(itemIndex, reference);
		// Not handed to the same helper, which takes objects only since n8n 1.120.
		if (!binary.id) return Buffer.from(binary.data, 'base64');
		return await context.helpers.binaryToBuffer(await context.helpers.getBinaryStream(binary.id));
	}

	async function read(itemIndex: number, source: BinarySource): Promise<Buffer> {
		const { reference, binary } = source;
		const label = binary.fileName ?? (typeof reference === 'string' ? reference : 'file');
		const checkSize = (size: number) => {
			const finding = sizeFinding(`The file “${label}”`, size);
			const advice = 'Make the file smaller, or give its public URL instead.';
			if (finding) throw new PrunaError(finding, { advice, job: 'none' });
		};
		// Before it is read: four such files in memory at once could end the worker.
		checkSize((await sizeOf(binary)) ?? 0);
		const bytes = await content(itemIndex, source);
		checkSize(bytes.length);
		if (bytes.length === 0) {
			throw new PrunaError(`The file “${label}” is empty`, { job: 'none' });
		}
		return bytes;
	}

	async function send(bytes: Buffer, binary: IBinaryData, deadline: number): Promise<UploadedFile> {
		const answer = await api.upload(() => {
			const form = new FormData();
			// A Blob knows its size, so that the request has a Content-Length: chunked uploads are refused (wire.md 6).
			const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: binary.mimeType });
			form.append('content', blob, uploadName(binary));
			return form;
		}, deadline);
		return readUpload(api, answer, clock.now());
	}

	function begin(key: string, bytes: Buffer, binary: IBinaryData, deadline: number): Promise<UploadedFile> {
		const upload = send(bytes, binary, deadline);
		uploads.set(key, upload);
		// A failed upload must not fail the items after it as well.
		upload.catch(() => forget(key, upload));
		return upload;
	}

	function forget(key: string, upload: Promise<UploadedFile>): void {
		if (uploads.get(key) === upload) uploads.delete(key);
	}

	return async (itemIndex, source, deadline, options) =>
		await limited(async () => {
			const bytes = await read(itemIndex, source);
			const hash = createHash('sha256').update(bytes);
			if (options?.ownName) hash.update(`${uploadName(source.binary)} ${source.binary.mimeType}`);
			const key = hash.digest('hex');
			for (;;) {
				// Looked up and begun without a pause between, in which another item could begin the same upload.
				const known = uploads.get(key);
				const upload = known ?? begin(key, bytes, source.binary, deadline);
				const file = await upload;
				const isFresh = upload !== known;
				if (isFresh || file.expiresAt - clock.now() > NEEDED_LIFE) return file;
				forget(key, upload);
			}
		});
}
