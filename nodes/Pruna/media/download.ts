import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { ApiClient } from '../api/client';
import { guardStream, type ByteStream } from '../api/stream';
import type { Clock } from '../core/clock';
import { PrunaError, type PrunaErrorFacts } from '../core/errors';
import { settle } from '../core/outcome';
import { repeatUntil } from '../core/repeat';
import type { Stop } from '../core/stop';
import { LargerThanAllowed, type DownloadLimit } from './downloadLimit';
import { nameInDisposition } from './disposition';
import { deliveredFileName, type NamedFile } from './fileName';
import { extensionIn, mimeTypeOfExtension, plainMimeType } from './fileTypes';
import { sniffMimeType } from './sniff';

/** A file to fetch, by its absolute URL, and what is to be in its name. */
export interface WantedFile extends Omit<NamedFile, 'mimeType' | 'stated'> {
	/** This run has paid for it, so that it gets time of its own when it has begun. */
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

/** Longest silence of a download before it is made again, in seconds. */
const IDLE_SECONDS = 60;
/** What is paid for gets this long even when its job, or other downloads, took all of its time, in seconds. */
export const LEAST_SECONDS = 5 * 60;
/** How often a file without a byte is fetched before it is taken for what there is. */
const MOST_EMPTY_FILES = 3;

/** Codes of a transfer that was cut or fell silent, as axios and Node report it. */
const CUT = new Set([
	'ECONNABORTED',
	'ECONNRESET',
	'EPIPE',
	'ERR_BAD_RESPONSE',
	'ERR_NETWORK',
	'ERR_STREAM_PREMATURE_CLOSE',
	'ETIMEDOUT',
]);

/** A download costs nothing, and the file is paid for. */
const AGAIN: PrunaErrorFacts = { job: 'done', repeat: { allowed: 'ifFree' } };

/** The first bytes of a stream, which are put back for the next reader before the stream can notice its end. */
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
 * What the header says, unless that is text, which no model delivers; then what the bytes say, else what the name says.
 *
 * @throws PrunaError for a web page: some proxy on the way has put it in the place of the file
 */
async function mimeTypeOf(header: string | undefined, stream: ByteStream, name: string): Promise<string> {
	const stated = plainMimeType(header);
	if (stated !== undefined && !stated.startsWith('text/')) return stated;
	const sniffed = sniffMimeType(await peek(stream));
	if (sniffed !== undefined) return sniffed;
	if (stated === 'text/html') {
		throw new PrunaError('The link to the result gave a web page instead of a file', AGAIN);
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
				advice: 'Make room in n8n’s storage.',
				job: 'done',
			});
}

/**
 * Brings one file from its URL into n8n's binary storage as a stream, so that memory does not grow with its size. A
 * transfer that is cut is made again until the deadline, an empty one a few times. Node itself tells a body that is
 * shorter than announced; the length is not compared here, because it belongs to the packed bytes where a gateway has packed
 * the file although it was asked not to.
 *
 * @param deadline Milliseconds since 1970. One try is made in any case
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
		if (Number(headers['content-length']) > mostBytes) {
			body.destroy();
			throw new LargerThanAllowed();
		}
		let bytes = 0; // counted here: n8n 2.0 and older do not tell it
		const onBytes = (received: number) => void (bytes = received);
		const limits = { idleSeconds: IDLE_SECONDS, deadline: end, onBytes };
		const stored = await settle(store(headers, guardStream(body, limits, clock)));
		if (!stored.ok) {
			body.destroy();
			stop.check();
			throw transferError(stored.error, url);
		}
		if (bytes > 0) return stored.value;
		// Taken as it is, it would pass for a result; but what stays empty is not worth the item's whole time.
		throw new PrunaError(
			'The result arrived empty',
			++emptyFiles < MOST_EMPTY_FILES ? AGAIN : { job: 'done' },
		);
	}

	async function store(headers: Readonly<Record<string, string>>, body: ByteStream): Promise<IBinaryData> {
		// A server that is not the API's does not name files in the user's storage.
		const isFromApi = new URL(url).origin === api.address.origin;
		const stated = isFromApi ? nameInDisposition(headers['content-disposition']) : undefined;
		const mimeType = await mimeTypeOf(headers['content-type'], body, stated ?? new URL(url).pathname);
		// Both are given: a stream without them becomes text/plain in n8n.
		const fileName = deliveredFileName({ ...wanted, stated, mimeType });
		return await context.helpers.prepareBinaryData(body, fileName, mimeType);
	}

	return await downloadLimit(url, async (mostBytes) => {
		return await repeatUntil({ deadline, isFree: true }, clock, async () => await transfer(mostBytes));
	});
}
