import { createHash } from 'crypto';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ByteStream } from '../api/stream';

/** How n8n's storage is read. */
export type Storage = Pick<IExecuteFunctions['helpers'], 'getBinaryMetadata' | 'getBinaryStream'>;

/** Chunks of this size are read from n8n's storage, in bytes. */
const CHUNK = 256 * 1024;

/** The content of a file that is not in n8n's storage but in the item itself. */
function inMemory({ data }: IBinaryData): Buffer {
	return Buffer.from(data, 'base64');
}

/** @returns Bytes. Older n8n (2.0 still) tells no size with the file, but keeps it beside it */
export async function sizeOf(helpers: Storage, binary: IBinaryData): Promise<number> {
	if (!binary.id) return inMemory(binary).length;
	return binary.bytes ?? (await helpers.getBinaryMetadata(binary.id)).fileSize;
}

/** The whole content: as a stream where n8n keeps the file outside of memory. */
export async function openFile(helpers: Storage, binary: IBinaryData): Promise<Buffer | ByteStream> {
	return binary.id ? await helpers.getBinaryStream(binary.id, CHUNK) : inMemory(binary);
}

/** @returns The SHA-256 of the content, in hex. The file is read in chunks */
export async function hashOf(helpers: Storage, binary: IBinaryData): Promise<string> {
	const hash = createHash('sha256');
	const content = await openFile(helpers, binary);
	if (Buffer.isBuffer(content)) hash.update(content);
	else for await (const chunk of content) hash.update(chunk as Buffer);
	return hash.digest('hex');
}

/** @returns The first bytes of the content, `length` at the most; the rest is not read */
export async function headOf(helpers: Storage, binary: IBinaryData, length: number): Promise<Buffer> {
	if (!binary.id) {
		// Four characters of base64 are three bytes.
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

/** What tells a file from others without reading it: where n8n keeps it, or (in memory) its content's hash. */
export function identityOfFile({ id, data }: IBinaryData): string {
	return id ?? createHash('sha256').update(data).digest('hex');
}
