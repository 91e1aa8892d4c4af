import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ByteStream } from '../api/stream';

/** The helpers that read n8n's storage. */
export type Storage = Pick<IExecuteFunctions['helpers'], 'getBinaryMetadata' | 'getBinaryStream'>;

/** The size of the chunks that are read from n8n's storage, in bytes. */
const CHUNK = 256 * 1024;

/** The content of a file that is in the item itself and not in n8n's storage. */
function inMemory({ data }: IBinaryData): Buffer {
	return Buffer.from(data, 'base64');
}

/** @returns Bytes. Up to 2.0, n8n does not state the size in the file object, only in its metadata */
export async function sizeOf(helpers: Storage, binary: IBinaryData): Promise<number> {
	if (!binary.id) return inMemory(binary).length;
	return typeof binary.bytes === 'number'
		? binary.bytes
		: (await helpers.getBinaryMetadata(binary.id)).fileSize;
}

/** The whole content; a stream if n8n keeps the file outside of memory. */
export async function openFile(helpers: Storage, binary: IBinaryData): Promise<Buffer | ByteStream> {
	return binary.id ? await helpers.getBinaryStream(binary.id, CHUNK) : inMemory(binary);
}

/** @returns The SHA-256 of the content, in hex. Reads the file in chunks */
export async function hashOf(helpers: Storage, binary: IBinaryData): Promise<string> {
	const hash = createHash('sha256');
	const content = await openFile(helpers, binary);
	if (Buffer.isBuffer(content)) hash.update(content);
	else for await (const chunk of content) hash.update(chunk as Buffer);
	return hash.digest('hex');
}

/** @returns The first bytes of the content, at most `length`; the rest is not read */
export async function headOf(helpers: Storage, binary: IBinaryData, length: number): Promise<Buffer> {
	if (!binary.id) {
		// Four Base64 characters encode three bytes.
		const characters = Math.ceil(length / 3) * 4;
		return Buffer.from(binary.data.slice(0, characters), 'base64').subarray(0, length);
	}
	const stream = await helpers.getBinaryStream(binary.id, length);
	const chunks: Buffer[] = [];
	let received = 0;
	for await (const chunk of stream) {
		chunks.push(chunk as Buffer);
		received += (chunk as Buffer).length;
		// Leaving the loop destroys the stream.
		if (received >= length) break;
	}
	return Buffer.concat(chunks).subarray(0, length);
}

/** Distinguishes a file from others without reading it: where n8n keeps it, or the hash of content in memory. */
export function identityOfFile({ id, data }: IBinaryData): string {
	return id ?? createHash('sha256').update(data).digest('hex');
}
