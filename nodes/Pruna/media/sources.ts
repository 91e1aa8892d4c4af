import type { IBinaryData } from 'n8n-workflow';
import { identityOfFile } from './storedFile';

/** The largest file that the API takes, in bytes (wire.md 6). */
export const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;

/** A file of n8n's, looked into: it is what it says here, whatever it was called. */
export interface BinarySource {
	readonly kind: 'binary';
	readonly binary: IBinaryData;
	/** The name and the type under which it is uploaded. */
	readonly fileName: string;
	readonly mimeType: string;
	/** Bytes. */
	readonly size: number;
}

/** Where the file of a media parameter comes from. */
export type MediaSource = { readonly kind: 'url'; readonly url: string } | BinarySource;

/** A source, or a sentence without its period that tells what is wrong with it. */
export type SourceResult = { readonly source: MediaSource } | { readonly finding: string };

/** What tells a file from other files without reading it. */
export function identityOf(source: MediaSource): string {
	return source.kind === 'url' ? source.url : identityOfFile(source.binary);
}
