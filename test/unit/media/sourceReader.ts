/** A reader for media parameters, with files made for a test. */
import { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import type { BinaryFields } from '../../../nodes/Pruna/media/binaryFields';
import { createFileReader } from '../../../nodes/Pruna/media/fileFacts';
import type { SourceReader } from '../../../nodes/Pruna/media/readSource';
import type { Storage } from '../../../nodes/Pruna/media/storedFile';

const base64 = (bytes: string) => Buffer.from(bytes, 'latin1').toString('base64');

/** Files in memory, just large enough to be identified. */
export const photo: IBinaryData = {
	mimeType: 'image/png',
	data: base64('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0'),
	fileName: 'photo.png',
};
export const clip: IBinaryData = {
	mimeType: 'video/mp4',
	data: base64('\0\0\0\x14ftypisom\0\0\0\0isom'),
	fileName: 'clip.mp4',
};
export const song: IBinaryData = {
	mimeType: 'audio/mpeg',
	data: base64('ID3\x04\0\0\0\0\x23\x76TSSE\0\0'),
	fileName: 'song.mp3',
};

export function fieldsOf(files: Readonly<Record<string, IBinaryData>> = {}): BinaryFields {
	return {
		names: Object.keys(files),
		find: (name) => (Object.hasOwn(files, name) ? files[name] : undefined),
	};
}

/** A fake of n8n's storage that counts its reads. A missing file is an error, as in n8n. */
export function storageOf(contents: Readonly<Record<string, Buffer>> = {}) {
	const asked = { metadata: 0, streams: 0, bytes: 0 };
	const contentOf = (id: string) => {
		const content = contents[id];
		if (content === undefined) throw new Error(`ENOENT: no such file ${id}`);
		return content;
	};
	const storage: Storage = {
		getBinaryMetadata: async (id: string) => {
			asked.metadata++;
			return await Promise.resolve({ fileSize: contentOf(id).length });
		},
		getBinaryStream: async (id: string, chunkSize: number) => {
			asked.streams++;
			const content = contentOf(id);
			const chunks = function* () {
				for (let start = 0; start < content.length; start += chunkSize) {
					const chunk = content.subarray(start, start + chunkSize);
					asked.bytes += chunk.length;
					yield chunk;
				}
			};
			return await Promise.resolve(Readable.from(chunks(), { highWaterMark: 1 }));
		},
	};
	return { storage, asked };
}

/** A stored file. n8n puts the storage's name where a file in memory has its content. */
export function stored(id: string, facts: Partial<IBinaryData> = {}): IBinaryData {
	return { mimeType: 'image/png', data: 'filesystem-v2', id, ...facts };
}

export function readerOf(
	files: Readonly<Record<string, IBinaryData>> = {},
	storage: Storage = storageOf().storage,
): SourceReader {
	return {
		fields: fieldsOf(files),
		files: createFileReader(storage),
		address: readBaseUrl('https://api.pruna.ai'),
	};
}
