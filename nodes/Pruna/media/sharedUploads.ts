import type { Clock } from '../core/clock';
import { PrunaError } from '../core/errors';
import { settle } from '../core/outcome';
import type { UploadedFile } from './uploadedFile';

/** What tells one file from another. */
export interface FileToShare {
	/** Where n8n keeps it: the same for the same file, but not the other way round. */
	readonly identity: string;
	/** Name, type and size: only files that agree in them may be equal. */
	readonly kind: string;
	/** Reads the file, which is done only where another one of its kind is there. */
	hash(): Promise<string>;
}

/** How long a URL must live on for a job to read it, in milliseconds. */
const NEEDED_LIFE = 5 * 60 * 1000;
/** How often a file that waits for the upload of another item looks at its own time, in seconds. */
const CHECK_INTERVAL = 1;

interface SharedUpload {
	readonly file: FileToShare;
	hash?: Promise<string>;
	readonly upload: Promise<UploadedFile>;
	isOver: boolean;
}

/**
 * Shares the uploads of equal files. They are known by their identity; only where another file of the same name, type
 * and size is there, both are read to be compared. An item that shares an upload still keeps its own time, and where the
 * upload fails, the failure is that of the item that began it: the others try for themselves.
 *
 * @returns Gives the upload of an equal file, or begins one; throws PrunaError when the item's time is up first
 */
export function createSharedUploads(
	clock: Clock,
): (file: FileToShare, begin: () => Promise<UploadedFile>, deadline: number) => Promise<UploadedFile> {
	const uploads: SharedUpload[] = [];

	function forget(entry: SharedUpload): void {
		const index = uploads.indexOf(entry);
		if (index >= 0) uploads.splice(index, 1);
	}

	function start(file: FileToShare, begin: () => Promise<UploadedFile>): SharedUpload {
		const entry: SharedUpload = { file, upload: begin(), isOver: false };
		uploads.push(entry);
		void settle(entry.upload).then((outcome) => {
			entry.isOver = true;
			if (!outcome.ok) forget(entry);
		});
		return entry;
	}

	/** The upload of an equal file, or a new one. Between the last comparison and the beginning nothing is awaited. */
	async function findOrStart(
		file: FileToShare,
		begin: () => Promise<UploadedFile>,
	): Promise<{ entry: SharedUpload; isOwn: boolean }> {
		const different = new Set<SharedUpload>();
		for (;;) {
			const ofKind = uploads.filter((entry) => entry.file.kind === file.kind && !different.has(entry));
			const same = ofKind.find((entry) => entry.file.identity === file.identity);
			const [other] = ofKind;
			if (same) return { entry: same, isOwn: false };
			if (other === undefined) return { entry: start(file, begin), isOwn: true };
			other.hash ??= other.file.hash();
			// A file that cannot be read is nobody's equal.
			const hashes = await settle(Promise.all([file.hash(), other.hash]));
			if (!hashes.ok || hashes.value[0] !== hashes.value[1]) different.add(other);
			else if (uploads.includes(other)) return { entry: other, isOwn: false };
		}
	}

	/** Waits for somebody else's upload, but not beyond the item's own time. */
	async function awaitOther(entry: SharedUpload, deadline: number): Promise<void> {
		const over = settle(entry.upload);
		while (!entry.isOver) {
			const rest = (deadline - clock.now()) / 1000;
			if (rest <= 0) {
				throw new PrunaError('The file was not uploaded in time', {
					advice: 'Raise Options → Timeout, or make the file smaller.',
					job: 'none',
				});
			}
			await Promise.race([over, clock.sleep(Math.min(rest, CHECK_INTERVAL))]);
		}
	}

	return async (file, begin, deadline) => {
		for (;;) {
			const { entry, isOwn } = await findOrStart(file, begin);
			if (isOwn) return await entry.upload;
			await awaitOther(entry, deadline);
			const outcome = await settle(entry.upload);
			if (outcome.ok && outcome.value.expiresAt - clock.now() > NEEDED_LIFE) return outcome.value;
			forget(entry);
		}
	};
}
