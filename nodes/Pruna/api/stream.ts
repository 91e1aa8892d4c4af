import type { IExecuteFunctions } from 'n8n-workflow';
import { settle } from '../core/outcome';
import type { Clock } from '../core/clock';

/** Node's Readable, taken from n8n's types because n8n Cloud does not allow the import of `stream`. */
export type ByteStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

export interface StreamLimits {
	/** Longest silence, in seconds. n8n's own timeout ends with the headers of a streamed response. */
	readonly idleSeconds: number;
	/** When the last byte must have arrived, in milliseconds since 1970. */
	readonly deadline: number;
	/** Maximum size, in bytes; undefined for no limit. */
	readonly maxBytes?: number;
	/** Called after each chunk with the number of bytes received so far. */
	readonly onBytes?: (received: number) => void;
}

/** How often a transfer is checked, in seconds. */
const CHECK_INTERVAL = 1;

/** A transfer that the node itself aborted. The code is the one that a socket would report. */
class TransferError extends Error {
	constructor(
		message: string,
		readonly code: string,
	) {
		super(message);
	}
}

/** The chunks of a stream. It is destroyed when it exceeds its limits, or when the run ends. */
async function* guardedChunks(body: ByteStream, limits: StreamLimits, clock: Clock): AsyncGenerator<Buffer> {
	let lastByte = clock.now();
	let received = 0;
	let done = false;
	/** False while the reader is busy with a chunk: a slow disk is not a silent network. */
	let waiting = true;
	let aborted: { error: Error } | undefined;
	let endWaiting: (error: Error) => void = () => undefined;

	function abort(error: Error): void {
		aborted = { error };
		endWaiting(error);
		body.destroy();
	}

	// A destroyed stream may not end: the stream of axios 1.18 first waits for its next chunk, which may never arrive.
	async function next(source: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
		if (aborted) throw aborted.error;
		return await new Promise((resolve, reject) => {
			endWaiting = reject;
			source.next().then(resolve, reject);
		});
	}

	async function watch(): Promise<void> {
		while (!done) {
			await clock.sleep(CHECK_INTERVAL);
			const isLate = clock.now() > limits.deadline;
			const isSilent = waiting && clock.now() - lastByte > limits.idleSeconds * 1000;
			if (!done && (isLate || isSilent)) {
				const what = isLate ? 'took too long' : `received no data for ${limits.idleSeconds} seconds`;
				abort(new TransferError(`The transfer ${what}`, 'ETIMEDOUT'));
				return;
			}
		}
	}
	// The watcher's sleep ends with the run, and so does the transfer.
	void settle(watch()).then((outcome) => {
		if (!outcome.ok && !done) abort(outcome.error as Error);
	});

	try {
		const source = body[Symbol.asyncIterator]();
		for (;;) {
			const step = await next(source);
			if (step.done) return;
			// Not copied: for a large file, the copies would be as much garbage as the file itself.
			const bytes = Buffer.isBuffer(step.value) ? step.value : Buffer.from(step.value as Uint8Array | string);
			received += bytes.length;
			limits.onBytes?.(received);
			if (limits.maxBytes !== undefined && received > limits.maxBytes) {
				throw new TransferError(`The response is larger than ${limits.maxBytes} bytes`, 'ERR_TOO_LARGE');
			}
			waiting = false;
			yield bytes;
			waiting = true;
			lastByte = clock.now();
		}
	} finally {
		done = true;
		body.destroy();
	}
}

/** The same bytes, as a stream that ends with an error when it exceeds its limits. */
export function guardStream(body: ByteStream, limits: StreamLimits, clock: Clock): ByteStream {
	return readableClassOf(body).from(guardedChunks(body, limits, clock));
}

interface ReadableClass {
	readonly name: string;
	from(chunks: AsyncIterable<Buffer>): ByteStream;
}

/** Node's Readable, from which every stream class descends. ByteStream says why it is not imported. */
export function readableClassOf(body: ByteStream): ReadableClass {
	let found = body.constructor as unknown as ReadableClass;
	while (found.name !== 'Readable') found = Object.getPrototypeOf(found) as ReadableClass;
	return found;
}

/** Reads a whole stream as text. */
export async function collectText(body: ByteStream, limits: StreamLimits, clock: Clock): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of guardedChunks(body, limits, clock)) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}
