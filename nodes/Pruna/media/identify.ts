import { safeFileName } from './fileName';
import { type FileKind, type FileType } from './fileTypeTable';
import {
	extensionIn,
	fileTypeOf,
	fileTypeOfExtension,
	kindOfMimeType,
	mimeTypeOfExtension,
	plainMimeType,
} from './fileTypes';
import { sniff, type TextForm } from './sniff';

/** What is known about a file. */
export interface Identified {
	/** The standard MIME type, not an alias. */
	readonly mimeType: string;
	/** Without a dot; missing for an unknown MIME type. */
	readonly extension?: string;
	readonly kind: FileKind;
	/** For messages, with an article: "a PNG image". */
	readonly label: string;
	/** What identified the file. */
	readonly by: 'bytes' | 'type' | 'name';
	/** Set if the file is plain text. */
	readonly text?: TextForm;
	/** The file that Base64 text encodes. */
	readonly inner?: FileType;
}

export interface FileFacts {
	/** The first bytes, ideally 4096 of them. */
	readonly head?: Uint8Array;
	/** As stated by the source of the file. */
	readonly mimeType?: string;
	readonly fileName?: string;
}

function identified({ mimeType, extensions, kind, label }: FileType, by: Identified['by']): Identified {
	return { mimeType, extension: extensions[0], kind, label, by };
}

/** What the file claims to be: by its MIME type, or by its name when the type says nothing. */
function stated({ head, mimeType: header, fileName = '' }: FileFacts): Identified | undefined {
	const mimeType = plainMimeType(header);
	// Many servers, and n8n itself, say text/plain for unknown files. The bytes have already shown that this is not text.
	const saysText = head !== undefined && head.length > 0 && mimeType?.startsWith('text/');
	if (mimeType !== undefined && !saysText) {
		const type = fileTypeOf(mimeType);
		if (type) return identified(type, 'type');
		return { mimeType, kind: kindOfMimeType(mimeType), label: `a file of the type ${mimeType}`, by: 'type' };
	}
	const type = fileTypeOfExtension(extensionIn(fileName));
	return type && identified(type, 'name');
}

/**
 * Identifies a file by its bytes, else by its MIME type, else by its name.
 *
 * @returns undefined when none of them says what it is
 */
export function identifyFile(facts: FileFacts): Identified | undefined {
	const sniffed = facts.head && sniff(facts.head);
	if (!sniffed) return stated(facts);
	const { type, text, inner } = sniffed;
	if (text) return { ...identified(type, 'bytes'), text, inner };
	if (type.kind === 'video' && type.container) {
		// Audio uses the same container, and only the file's name or stated type distinguishes it from a video.
		const claimed = stated(facts);
		const isAudio = claimed?.kind === 'audio' && fileTypeOf(claimed.mimeType)?.container === type.container;
		if (isAudio) return claimed;
	}
	return identified(type, 'bytes');
}

/**
 * A safe file name with the right extension, whatever the file was called, because storage services go by the extension
 * (wire.md 6). A "photo.txt" that contains a PNG becomes "photo.png".
 */
export function uploadNameFor(fileName: string | undefined, file: Identified | undefined): string {
	const name = safeFileName(fileName ?? '') || 'file';
	if (file?.extension === undefined) return name;
	const fits = (candidate: string) => mimeTypeOfExtension(extensionIn(candidate)) === file.mimeType;
	if (fits(name)) return name;
	const given = extensionIn(name);
	const isExtension = mimeTypeOfExtension(given) !== undefined;
	const stem = isExtension ? name.slice(0, -given.length - 1) : name;
	return fits(stem) ? stem : `${stem}.${file.extension}`;
}
