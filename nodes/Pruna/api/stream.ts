import type { IExecuteFunctions } from 'n8n-workflow';
import { settle } from '../core/outcome';
import type { Clock } from '../core/clock';

/** Node's Readable, by way of n8n's types: n8n Cloud allows no import of `stream`. */
export type ByteStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

export interface StreamLimits {
	/** Longest silence, in seconds. n8n's own time-out ends with the headers of a streamed answer. */
	readonly idleSeconds: number;
	/** When the last byte must be here, in milliseconds since 1970. */
	readonly deadline: number;
	/** Most bytes; undefined for any number. */
	readonly maxBytes?: number;
	/** Told of the bytes that have arrived so far, after each chunk. */
	readonly onBytes?: (received: number) => void;
}

/** How often the guard checks a transfer, in seconds. */
const CHECK_INTERVAL = 1;

/** A transfer that the node itself has given up; the code is the one that a socket would have given. */
class TransferError extends Error {
	constructor(
		message: string,
		readonly code: string,
	) {
		super(message);
	}
}

/** The chunks of a stream, as long as it keeps its limits; it is destroyed when it does not, or when the run ends. */
async function* guardedChunks(body: ByteStream, limits: StreamLimits, clock: Clock): AsyncGenerator<Buffer> {
	let lastByte = clock.now();
	let received = 0;
	let done = false;
	/** True while the reader is busy with a chunk: a slow disk is not a silent network. */
	let waiting = true;
	let givenUp: { error: Error } | undefined;
	let endWaiting: (error: Error) => void = () => undefined;

	function giveUp(error: Error): void {
		givenUp = { error };
		endWaiting(error);
		body.destroy();
	}

	// A destroyed stream need not end: the one of axios 1.18 waits for its next chunk first, which may never come.
	async function next(source: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
		if (givenUp) throw givenUp.error;
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
				const what = isLate ? 'took too long' : `was silent for ${limits.idleSeconds} seconds`;
				giveUp(new TransferError(`The transfer ${what}`, 'ETIMEDOUT'));
				return;
			}
		}
	}
	// The sleep of the guard ends with the run, and so does the transfer.
	void settle(watch()).then((outcome) => {
		if (!outcome.ok && !done) giveUp(outcome.error as Error);
	});

	try {
		const source = body[Symbol.asyncIterator]();
		for (;;) {
			const step = await next(source);
			if (step.done) return;
			// Not copied: of a large file, the copies would be as much garbage as the file itself.
			const bytes = Buffer.isBuffer(step.value) ? step.value : Buffer.from(step.value as Uint8Array | string);
			received += bytes.length;
			limits.onBytes?.(received);
			if (limits.maxBytes !== undefined && received > limits.maxBytes) {
				throw new TransferError(`The answer is larger than ${limits.maxBytes} bytes`, 'ERR_TOO_LARGE');
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

/** The same bytes as a stream that ends with an error when the limits are not kept. */
export function guardStream(body: ByteStream, limits: StreamLimits, clock: Clock): ByteStream {
	return readableClassOf(body).from(guardedChunks(body, limits, clock));
}

interface ReadableClass {
	readonly name: string;
	from(chunks: AsyncIterable<Buffer>): ByteStream;
}

/** Node's Readable, from which every stream class descends; see ByteStream for why it is not imported. */
export function readableClassOf(body: ByteStream): ReadableClass {
	let found = body.constructor as unknown as ReadableClass;
	while (found.name !== 'Readable') found = Object.getPrototypeOf(found) as ReadableClass;
	return found;
}

/** The whole of a stream as text. */
export async function collectText(body: ByteStream, limits: StreamLimits, clock: Clock): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of guardedChunks(body, limits, clock)) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}
