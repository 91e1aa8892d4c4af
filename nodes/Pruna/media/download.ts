import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ApiClient } from '../api/client';
import { guardStream, type ByteStream } from '../api/stream';
import type { Clock } from '../core/clock';
import { PrunaError, type PrunaErrorFacts } from '../core/errors';
import { settle } from '../core/outcome';
import { repeatUntil } from '../core/repeat';
import type { Stop } from '../core/stop';
import { isLarger, LargerThanAllowed, type DownloadLimit } from './downloadLimit';
import { nameInDisposition } from './disposition';
import { deliveredFileName, type NamedFile } from './fileName';
import { extensionIn, mimeTypeOfExtension, plainMimeType } from './fileTypes';
import { sniffMimeType } from './sniff';

/** A file to download, by its absolute URL, and what its name is made of. */
export interface WantedFile extends Omit<NamedFile, 'mimeType' | 'stated'> {
	/** This run has paid for the file, so the download gets time of its own once it has started. */
	readonly isPaid: boolean;
}

/** What a download needs of its run. */
interface Downloader {
	readonly context: IExecuteFunctions;
	readonly api: ApiClient;
	readonly clock: Clock;
	readonly stop: Stop;
	readonly downloadLimit: DownloadLimit;
}

/** How long a download may receive nothing before it is repeated, in seconds. */
const IDLE_SECONDS = 60;
/** The time that a paid file gets at least, even if its job or other downloads have used up all of the time, in seconds. */
export const LEAST_SECONDS = 5 * 60;
/** How many times an empty file is downloaded before the node accepts that it is empty. */
const MOST_EMPTY_FILES = 3;

/** Error codes from axios and Node for a transfer that was cut off or stalled. */
const CUT = new Set([
	'ECONNABORTED',
	'ECONNRESET',
	'EPIPE',
	'ERR_BAD_RESPONSE',
	'ERR_NETWORK',
	'ERR_STREAM_PREMATURE_CLOSE',
	'ETIMEDOUT',
]);

/** A download costs nothing, and the file is already paid for. */
const AGAIN: PrunaErrorFacts = { job: 'done', repeat: { allowed: 'ifFree' } };

/** Reads the first bytes of a stream and puts them back before the stream can end, so that the next reader gets them. */
async function peek(stream: ByteStream): Promise<Uint8Array> {
	if (stream.readableLength === 0 && !stream.readableEnded) {
		await new Promise<void>((resolve, reject) => {
			stream.once('readable', resolve).once('end', resolve).once('error', reject);
		});
	}
	const chunk = stream.read() as Buffer | null;
	if (chunk === null) return new Uint8Array();
	stream.unshift(chunk);
	return chunk;
}

/**
 * The type in the header, unless that is text, which no model produces; then the type that the bytes show, and then the
 * type that the name implies.
 *
 * @throws PrunaError for a web page: a proxy on the way has returned it instead of the file
 */
async function mimeTypeOf(header: string | undefined, stream: ByteStream, name: string): Promise<string> {
	const stated = plainMimeType(header);
	if (stated !== undefined && !stated.startsWith('text/')) return stated;
	const sniffed = sniffMimeType(await peek(stream));
	if (sniffed !== undefined) return sniffed;
	if (stated === 'text/html') {
		throw new PrunaError('The result URL returned a web page instead of a file', AGAIN);
	}
	return stated ?? mimeTypeOfExtension(extensionIn(name)) ?? 'application/octet-stream';
}

function transferError(error: unknown, url: string): PrunaError {
	if (error instanceof PrunaError) return error;
	const { code } = error as { code?: unknown };
	const message = error instanceof Error ? error.message : String(error);
	const isCut = (typeof code === 'string' && CUT.has(code)) || /^aborted$/i.test(message);
	return isCut
		? new PrunaError(`The download from ${new URL(url).host} was cut off`, AGAIN)
		: new PrunaError(`n8n could not store the result: ${message}`, {
				advice: 'Free up space in n8n’s storage.',
				job: 'done',
			});
}

/**
 * Streams one file from its URL into n8n's binary storage, so that memory use does not grow with the file's size. A
 * transfer that is cut off is repeated until the deadline, and an empty one a few times. Node itself detects a body that is
 * shorter than announced. The length is not compared here, because it is that of the compressed bytes when a gateway has
 * compressed the file although it was asked not to.
 *
 * @param deadline Milliseconds since 1970. At least one attempt is made
 */
export async function download(
	{ context, api, clock, stop, downloadLimit }: Downloader,
	wanted: WantedFile,
	deadline: number,
): Promise<IBinaryData> {
	const { url } = wanted;
	let emptyFiles = 0;

	async function transfer(mostBytes: number): Promise<IBinaryData> {
		const end = wanted.isPaid ? Math.max(deadline, clock.now() + LEAST_SECONDS * 1000) : deadline;
		const { headers, body } = await api.file(url, end);
		if (isLarger(headers, mostBytes)) {
			body.destroy();
			throw new LargerThanAllowed();
		}
		let bytes = 0; // counted here, because n8n 2.0 and older do not report it
		const onBytes = (received: number) => void (bytes = received);
		const limits = { idleSeconds: IDLE_SECONDS, deadline: end, onBytes };
		const stored = await settle(store(headers, guardStream(body, limits, clock)));
		if (!stored.ok) {
			body.destroy();
			stop.check();
			throw transferError(stored.error, url);
		}
		if (bytes > 0) return stored.value;
		// An empty file does not count as a result, but trying again must not use up the item's whole time.
		throw new PrunaError(
			'The result is an empty file',
			++emptyFiles < MOST_EMPTY_FILES ? AGAIN : { job: 'done' },
		);
	}

	async function store(headers: Readonly<Record<string, string>>, body: ByteStream): Promise<IBinaryData> {
		// Only the API may name files in the user's storage.
		const isFromApi = new URL(url).origin === api.address.origin;
		const stated = isFromApi ? nameInDisposition(headers['content-disposition']) : undefined;
		const mimeType = await mimeTypeOf(headers['content-type'], body, stated ?? new URL(url).pathname);
		// Without a name and a type, n8n treats the stream as text/plain.
		const fileName = deliveredFileName({ ...wanted, stated, mimeType });
		return await context.helpers.prepareBinaryData(body, fileName, mimeType);
	}

	return await downloadLimit(url, async (mostBytes) => {
		return await repeatUntil({ deadline, isFree: true }, clock, async () => await transfer(mostBytes));
	});
}
