import type { IBinaryData } from 'n8n-workflow';
import { settle } from '../core/outcome';
import type { MediaKind } from '../models/types';
import { fileTypeOf } from './fileTypes';
import { formatFinding } from './formats';
import { identifyFile, uploadNameFor, type Identified } from './identify';
import { HEAD_BYTES } from './sniffBinary';
import { MAX_UPLOAD_BYTES, type SourceResult } from './sources';
import { headOf, sizeOf, type Storage } from './storedFile';

/** What is known about a binary file. */
interface FileFacts {
	/** Bytes. */
	readonly size: number;
	readonly identified: Identified | undefined;
}

/** Which files a parameter takes. */
export interface TakenFiles {
	/** Any kind if left out. */
	readonly media?: readonly MediaKind[];
	readonly formats?: readonly string[];
}

/** Inspects binary files before anything is sent. */
export interface FileReader {
	/**
	 * Reads only the beginning of the file, once per run.
	 *
	 * @param label The subject of the sentence that says what is wrong, such as “the binary field “data””
	 */
	check(binary: IBinaryData, label: string, taken: TakenFiles): Promise<SourceResult>;
}

/** ZIP and every known image format have their own first bytes, so a file without them is something else. */
function bytesFinding(identified: Identified | undefined): string | undefined {
	if (!identified || identified.by === 'bytes' || !fileTypeOf(identified.mimeType)) return undefined;
	return identified.kind === 'image' || identified.kind === 'zip'
		? `is labeled as ${identified.label}, but its content is something else; check the node it comes from`
		: undefined;
}

function sizeFinding(label: string, size: number): string | undefined {
	if (size === 0) return `${label} is empty; check the node it comes from`;
	if (size <= MAX_UPLOAD_BYTES) return undefined;
	return `${label} is ${Math.ceil(size / 1024 / 1024)} MB; Pruna accepts files up to 100 MB, so make the file smaller or enter a public URL for it`;
}

/** @param helpers n8n's own helpers, which know where n8n keeps its files */
export function createFileReader(helpers: Storage): FileReader {
	/** By file ID: hundreds of items may share one file. */
	const stored = new Map<string, Promise<FileFacts>>();

	async function inspect(binary: IBinaryData): Promise<FileFacts> {
		const size = await sizeOf(helpers, binary);
		const head = size === 0 ? undefined : await headOf(helpers, binary, HEAD_BYTES);
		return { size, identified: identifyFile({ ...binary, head }) };
	}

	async function factsOf(binary: IBinaryData): Promise<FileFacts> {
		if (!binary.id) return await inspect(binary);
		const facts = stored.get(binary.id) ?? inspect(binary);
		stored.set(binary.id, facts);
		return await facts;
	}

	return {
		async check(binary, label, { media, formats }) {
			const facts = await settle(factsOf(binary));
			if (!facts.ok) {
				return { finding: `${label} is no longer in n8n's storage; run the node it comes from again` };
			}
			const { size, identified } = facts.value;
			const name = binary.fileName ? ` (${binary.fileName})` : '';
			const wrongFormat = media && (formatFinding(identified, media, formats) ?? bytesFinding(identified));
			const finding = sizeFinding(label, size) ?? (wrongFormat && `${label}${name} ${wrongFormat}`);
			if (finding) return { finding };
			return {
				source: {
					kind: 'binary',
					binary,
					fileName: uploadNameFor(binary.fileName, identified),
					mimeType: identified?.mimeType ?? binary.mimeType,
					size,
				},
			};
		},
	};
}
