import type { Clock } from '../core/clock';
import { PrunaError } from '../core/errors';
import { settle } from '../core/outcome';
import type { UploadedFile } from './uploadedFile';

/** What distinguishes one file from another. */
export interface FileToShare {
	/** Where n8n keeps it. Equal identities mean the same file, but equal files may have different identities. */
	readonly identity: string;
	/** Name, type and size: files that differ in any of them are never equal. */
	readonly kind: string;
	/** Reads the file. Called only if there is another file of the same kind. */
	hash(): Promise<string>;
}

/** How long a URL must still be valid for a job to read it, in milliseconds. */
const NEEDED_LIFE = 5 * 60 * 1000;
/** How often an item that waits for another item's upload checks its own deadline, in seconds. */
const CHECK_INTERVAL = 1;

interface SharedUpload {
	readonly file: FileToShare;
	hash?: Promise<string>;
	readonly upload: Promise<UploadedFile>;
	isOver: boolean;
}

/**
 * Shares the uploads of equal files. Files with the same identity are equal. Files with different identities are read and
 * compared only if they have the same name, type and size. An item that shares an upload keeps its own deadline. If the
 * upload fails, only the item that started it fails; the others upload the file themselves.
 *
 * @returns A function that waits for the upload of an equal file, or starts one. It throws PrunaError when the item's time
 * is up first
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

	/** The upload of an equal file, or a new one. Nothing is awaited between the last comparison and the start. */
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
			// A file that cannot be read equals no other.
			const hashes = await settle(Promise.all([file.hash(), other.hash]));
			if (!hashes.ok || hashes.value[0] !== hashes.value[1]) different.add(other);
			else if (uploads.includes(other)) return { entry: other, isOwn: false };
		}
	}

	/** Waits for another item's upload, but not beyond this item's deadline. */
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
