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

/** What is known of a file. */
export interface Identified {
	/** The standard one. */
	readonly mimeType: string;
	/** Without a dot; missing for a MIME type that is not known. */
	readonly extension?: string;
	readonly kind: FileKind;
	/** For messages, with its article: "a PNG image". */
	readonly label: string;
	/** What has told it. */
	readonly by: 'bytes' | 'type' | 'name';
	/** Set when the bytes are nothing but text. */
	readonly text?: TextForm;
	/** The file within a text in Base64. */
	readonly inner?: FileType;
}

export interface FileFacts {
	/** The first bytes, best 4096 of them. */
	readonly head?: Uint8Array;
	/** As stated by whoever gave the file. */
	readonly mimeType?: string;
	readonly fileName?: string;
}

function identified({ mimeType, extensions, kind, label }: FileType, by: Identified['by']): Identified {
	return { mimeType, extension: extensions[0], kind, label, by };
}

/** What the file is said to be: by its MIME type, unless that tells nothing, else by its name. */
function stated({ head, mimeType: header, fileName = '' }: FileFacts): Identified | undefined {
	const mimeType = plainMimeType(header);
	// Many a server and n8n itself say text/plain of what they do not know; these bytes are no text.
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
 * Tells what a file is. Its bytes decide; else what it is said to be; else its name.
 *
 * @returns undefined when nothing tells it
 */
export function identifyFile(facts: FileFacts): Identified | undefined {
	const sniffed = facts.head && sniff(facts.head);
	if (!sniffed) return stated(facts);
	const { type, text, inner } = sniffed;
	if (text) return { ...identified(type, 'bytes'), text, inner };
	if (type.kind === 'video' && type.container) {
		// Sound alone lies in the same container, and only its name or stated type tells that from a video.
		const said = stated(facts);
		const isSound = said?.kind === 'audio' && fileTypeOf(said.mimeType)?.container === type.container;
		if (isSound) return said;
	}
	return identified(type, 'bytes');
}

/**
 * A safe file name that has the right extension, whatever the file was called: storages know a file by its extension
 * (wire.md 6). "photo.txt" that holds a PNG becomes "photo.png".
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
