import type { IExecuteFunctions } from 'n8n-workflow';
import type { ApiClient } from '../api/client';
import type { Clock } from '../core/clock';
import { PrunaError } from '../core/errors';
import { createLimit } from '../core/limit';
import { mapError } from '../core/outcome';
import { multipartOf } from './multipart';
import { createSharedUploads } from './sharedUploads';
import type { BinarySource } from './sources';
import { hashOf, identityOfFile, openFile } from './storedFile';
import { readUpload, type UploadedFile } from './uploadedFile';

/**
 * Uploads a file of an input item to the API, as a stream. Equal files of one run are uploaded once.
 *
 * @param deadline The item's deadline, in milliseconds since 1970
 */
export type Uploader = (source: BinarySource, deadline: number) => Promise<UploadedFile>;

/** Uploads share the connection, so more at a time would only slow each of them down. */
const UPLOADS_AT_A_TIME = 4;
/** The name of the form part that the API reads (wire.md 6). */
const PART = 'content';

/** Explains to the workflow's author that n8n's storage could not return a file. */
function storageError(error: unknown, fileName: string): unknown {
	if (error instanceof PrunaError || !(error instanceof Error)) return error;
	return new PrunaError(`The file “${fileName}” could not be read from n8n's storage: ${error.message}`, {
		advice: 'n8n may have deleted the file. Run the node it comes from again.',
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

	async function send(source: BinarySource, deadline: number): Promise<UploadedFile> {
		const { binary, fileName, mimeType, size } = source;
		const open = async () => {
			const content = await mapError(openFile(helpers, binary), (error) => storageError(error, fileName));
			return multipartOf(PART, { fileName, mimeType, size, content });
		};
		return readUpload(api.address, await api.upload(open, deadline), clock.now());
	}

	return async (source, deadline) => {
		const { binary, fileName, mimeType, size } = source;
		const file = {
			identity: identityOfFile(binary),
			// The API's answer contains the name and type, so files that differ in them are not equal.
			kind: JSON.stringify([fileName, mimeType, size]),
			hash: async () => await limited(async () => await hashOf(helpers, binary)),
		};
		const upload = async () => await limited(async () => await send(source, deadline));
		return await shared(file, upload, deadline);
	};
}
