import { randomUUID } from 'crypto';
import type { UploadBody } from '../api/client';
import { readableClassOf, type ByteStream } from '../api/stream';
import { settle } from '../core/outcome';

export interface MultipartFile {
	readonly fileName: string;
	readonly mimeType: string;
	/** Bytes. */
	readonly size: number;
	readonly content: Buffer | ByteStream;
}

/** Quotes a file name as browsers do: only characters that would end the header are escaped. */
function quoted(name: string): string {
	return `"${name.replace(/\r\n|\r|\n/g, '%0D%0A').replace(/"/g, '%22')}"`;
}

/** n8n's storage did not return the whole file. The error has no code, because a code would look like a network failure. */
class UnreadableFile extends Error {}

async function* joined(head: Buffer, file: MultipartFile, tail: Buffer): AsyncGenerator<Buffer> {
	yield head;
	let sent = 0;
	const chunks = (file.content as ByteStream)[Symbol.asyncIterator]();
	for (;;) {
		const step = await settle(chunks.next());
		if (!step.ok) throw new UnreadableFile(`n8n's storage: ${(step.error as Error).message}`);
		if (step.value.done) break;
		const bytes = step.value.value as Buffer;
		sent += bytes.length;
		// Surplus bytes would run into the next request on the connection.
		if (sent > file.size) break;
		yield bytes;
	}
	if (sent !== file.size) {
		throw new UnreadableFile(`n8n's storage announced ${file.size} bytes for the file but returned ${sent}`);
	}
	yield tail;
}

/**
 * One file as multipart/form-data. A stored file is not read into memory: it passes through as a stream.
 *
 * @param field The name of the part
 */
export function multipartOf(field: string, file: MultipartFile): UploadBody {
	const boundary = `----n8n-nodes-pruna-${randomUUID()}`;
	const head = Buffer.from(
		[
			`--${boundary}`,
			`Content-Disposition: form-data; name="${field}"; filename=${quoted(file.fileName)}`,
			`Content-Type: ${file.mimeType}`,
			'',
			'',
		].join('\r\n'),
	);
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
	const { content } = file;
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		contentLength: head.length + file.size + tail.length,
		body: Buffer.isBuffer(content)
			? Buffer.concat([head, content, tail])
			: readableClassOf(content).from(joined(head, file, tail)),
		// Destroying only the body would leave the file's stream open if the body was never read.
		close: () => void (Buffer.isBuffer(content) || content.destroy()),
	};
}
