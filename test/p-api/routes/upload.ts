import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { codedAnswer, jsonAnswer, type Answer } from '../answer';
import type { Call } from '../call';
import { randomId } from '../ids';
import { openMedium } from '../media/open';
import type { UploadedFile } from '../requests';

interface ReceivedPart {
	fileName: string;
	contentType: string;
	bytes: Buffer;
	tooLarge: boolean;
}

/** POST /v1/files (wire.md 6). */
export async function upload({ state, request }: Call): Promise<Answer> {
	const { maxUploadBytes, uploadSeconds } = state.options;
	// The storage behind the API refuses chunked bodies; its wording is unknown.
	if (request.headers['content-length'] === undefined)
		return codedAnswer(411, 'INVALID_FILE', 'Length Required: chunked uploads are not supported');
	if (!request.isMultipart()) return codedAnswer(400, 'INVALID_FILE', 'Expected a multipart/form-data body');

	let part: ReceivedPart | undefined;
	try {
		part = await receive(request, maxUploadBytes);
	} catch {
		return codedAnswer(400, 'INVALID_FILE', 'The multipart body could not be read');
	}
	if (!part) return codedAnswer(400, 'INVALID_FILE', "Missing file part 'content'");
	if (part.tooLarge)
		return codedAnswer(413, 'FILE_TOO_LARGE', `File exceeds the limit of ${maxUploadBytes} bytes`);

	const now = Date.now();
	const file: UploadedFile = {
		id: randomId(10),
		partName: 'content',
		fileName: part.fileName,
		contentType: part.contentType,
		declaredContentLength: Number(request.headers['content-length']),
		bytes: part.bytes,
		sha256: createHash('sha256').update(part.bytes).digest('hex'),
		medium: await openMedium(part.bytes),
		expiresAt: now + uploadSeconds * 1000,
	};
	state.uploads.push(file);
	return jsonAnswer(state.options.uploadStatus, {
		id: file.id,
		name: file.fileName,
		content_type: file.contentType,
		size: file.bytes.length,
		etag: `"${createHash('md5').update(file.bytes).digest('hex')}"`,
		checksums: { sha256: file.sha256 },
		// JSON omits width and height if the file is not an image.
		metadata: {
			content_length: file.bytes.length,
			width: file.medium?.width,
			height: file.medium?.height,
		},
		created_at: new Date(now).toISOString(),
		expires_at: new Date(file.expiresAt).toISOString(),
		urls: { get: state.publicUrl(`/v1/files/${file.id}`) },
	});
}

/** The part `content`. Even a refused body is read to the end, because an early answer may break the client. */
async function receive(request: FastifyRequest, maxBytes: number): Promise<ReceivedPart | undefined> {
	let received: ReceivedPart | undefined;
	for await (const part of request.parts({ limits: { fileSize: Infinity } })) {
		if (part.type !== 'file') continue;
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of part.file as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size <= maxBytes) chunks.push(chunk);
		}
		if (part.fieldname !== 'content' || !part.filename) continue;
		received ??= {
			fileName: part.filename,
			contentType: part.mimetype,
			bytes: Buffer.concat(chunks),
			tooLarge: size > maxBytes,
		};
	}
	return received;
}
