import type { IBinaryData } from 'n8n-workflow';
import { identityOfFile } from './storedFile';

/** The largest file that the API accepts, in bytes (wire.md 6). */
export const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;

/** A binary file after inspection: these facts hold, whatever its name and type claimed. */
export interface BinarySource {
	readonly kind: 'binary';
	readonly binary: IBinaryData;
	/** It is uploaded under this name and type. */
	readonly fileName: string;
	readonly mimeType: string;
	/** Bytes. */
	readonly size: number;
}

/** Where the file of a media parameter comes from. */
export type MediaSource = { readonly kind: 'url'; readonly url: string } | BinarySource;

/** A source, or what is wrong with it, as a sentence without its period. */
export type SourceResult = { readonly source: MediaSource } | { readonly finding: string };

/** Distinguishes a file from others without reading it. */
export function identityOf(source: MediaSource): string {
	return source.kind === 'url' ? source.url : identityOfFile(source.binary);
}
