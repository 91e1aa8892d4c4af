import type { IBinaryData } from 'n8n-workflow';
import { settle } from '../core/outcome';
import type { MediaKind } from '../models/types';
import { fileTypeOf } from './fileTypes';
import { formatFinding } from './formats';
import { identifyFile, uploadNameFor, type Identified } from './identify';
import { HEAD_BYTES } from './sniffBinary';
import { MAX_UPLOAD_BYTES, type SourceResult } from './sources';
import { headOf, sizeOf, type Storage } from './storedFile';

/** What was found out about a file of n8n's. */
interface FileFacts {
	/** Bytes. */
	readonly size: number;
	readonly identified: Identified | undefined;
}

/** What a parameter takes. */
export interface TakenFiles {
	/** Any kind when left out. */
	readonly media?: readonly MediaKind[];
	readonly formats?: readonly string[];
}

/** Looks into files of n8n's before anything is sent. */
export interface FileReader {
	/**
	 * Only the beginning of the file is read, once per run.
	 *
	 * @param label Begins the sentence that tells what is wrong, such as “the binary field “data””
	 */
	check(binary: IBinaryData, label: string, taken: TakenFiles): Promise<SourceResult>;
}

/** Every image and every ZIP file of a known type begins in its own way, so one that does not is none. */
function bytesFinding(identified: Identified | undefined): string | undefined {
	if (!identified || identified.by === 'bytes' || !fileTypeOf(identified.mimeType)) return undefined;
	return identified.kind === 'image' || identified.kind === 'zip'
		? `is said to be ${identified.label}, but its bytes are not; check the node that gives it`
		: undefined;
}

function sizeFinding(label: string, size: number): string | undefined {
	if (size === 0) return `${label} is empty; check the node that gives it`;
	if (size <= MAX_UPLOAD_BYTES) return undefined;
	return `${label} is ${Math.ceil(size / 1024 / 1024)} MB large; Pruna takes files of up to 100 MB, so make it smaller or give its public URL`;
}

/** @param helpers n8n's own, which know where it keeps its files */
export function createFileReader(helpers: Storage): FileReader {
	/** By their ID: hundreds of items may share one file. */
	const stored = new Map<string, Promise<FileFacts>>();

	async function look(binary: IBinaryData): Promise<FileFacts> {
		const size = await sizeOf(helpers, binary);
		const head = size === 0 ? undefined : await headOf(helpers, binary, HEAD_BYTES);
		return { size, identified: identifyFile({ ...binary, head }) };
	}

	async function factsOf(binary: IBinaryData): Promise<FileFacts> {
		if (!binary.id) return await look(binary);
		const facts = stored.get(binary.id) ?? look(binary);
		stored.set(binary.id, facts);
		return await facts;
	}

	return {
		async check(binary, label, { media, formats }) {
			const facts = await settle(factsOf(binary));
			if (!facts.ok) {
				return { finding: `${label} is no longer in n8n's storage; run the node that gives it again` };
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
