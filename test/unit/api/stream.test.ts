import { PassThrough, Readable } from 'stream';
import { pipeline } from 'stream/promises';
import { createGunzip, gzipSync } from 'zlib';
import fc from 'fast-check';
import { ExecutionCanceled, RunHalted } from '../../../nodes/Pruna/core/errors';
import type { Clock } from '../../../nodes/Pruna/core/clock';
import {
	guardStream,
	collectText,
	type ByteStream,
	type StreamLimits,
} from '../../../nodes/Pruna/api/stream';
import { virtualClock } from '../core/virtualClock';

const START = 1_000_000;
const HOUR = 3600;
const generous: StreamLimits = { idleSeconds: 60, deadline: START + HOUR * 1000 };

/** A source whose chunks arrive from the network, each a number of seconds after the previous one, read or not. */
function slowSource(clock: Clock, chunks: ReadonlyArray<readonly [pause: number, chunk: string]>): Readable {
	// In object mode, so that waiting chunks are not merged.
	const source = new Readable({ objectMode: true, read: () => undefined });
	void (async () => {
		for (const [pause, chunk] of chunks) {
			if (pause > 0) await clock.sleep(pause);
			if (source.destroyed) return;
			source.push(Buffer.from(chunk));
		}
		source.push(null);
	})();
	return source;
}

const silent = () => new Readable({ read: () => undefined });

async function contentOf(stream: ByteStream): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
	return Buffer.concat(chunks);
}

describe('a guarded stream', () => {
	it('passes on the chunks without copying, because copies would double the garbage of a large file', async () => {
		const chunk = Buffer.from('a part of a video');
		const seen: unknown[] = [];
		for await (const part of guardStream(Readable.from([chunk]), generous, virtualClock(START).clock))
			seen.push(part);
		expect(seen).toHaveLength(1);
		expect(seen[0]).toBe(chunk);
	});

	it('has the complete content, byte for byte', async () => {
		const chunk = fc.oneof(
			fc.uint8Array({ maxLength: 300 }),
			fc.integer({ min: 0, max: 200_000 }).map((size) => new Uint8Array(size).fill(size % 251)),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(chunk, { maxLength: 8 }), async (chunks) => {
				const { clock } = virtualClock(START);
				const source = Readable.from(chunks.map((bytes) => Buffer.from(bytes)));
				const content = await contentOf(guardStream(source, generous, clock));
				expect(content.equals(Buffer.concat(chunks))).toBe(true);
				expect(source.destroyed).toBe(true);
			}),
			{ numRuns: 50 },
		);
	});

	it('works in a pipeline', async () => {
		const { clock } = virtualClock(START);
		const target = new PassThrough();
		const read = contentOf(target);
		await pipeline(
			guardStream(Readable.from([Buffer.from('ab'), Buffer.from('c')]), generous, clock),
			target,
		);
		expect((await read).toString()).toBe('abc');
	});

	it.each([
		['a transform', () => new PassThrough(), (content: Buffer) => content],
		['a decompressed response', () => createGunzip(), gzipSync],
	])('accepts %s', async (_, make, pack) => {
		// Decompression runs outside the event loop, so this clock is real, with short seconds.
		const clock: Clock = {
			now: () => Date.now(),
			random: () => 0.5,
			sleep: async (seconds) => await new Promise((resolve) => setTimeout(resolve, seconds * 20)),
		};
		const source = make();
		const content = Buffer.from('content '.repeat(50_000));
		source.end(pack(content));
		const target = new PassThrough();
		const read = contentOf(target);
		await pipeline(guardStream(source, { idleSeconds: 60, deadline: Date.now() + 60_000 }, clock), target);
		expect((await read).equals(content)).toBe(true);
		expect(source.destroyed).toBe(true);
	});

	it('may be empty', async () => {
		const { clock } = virtualClock(START);
		expect(await contentOf(guardStream(Readable.from([]), generous, clock))).toHaveLength(0);
	});

	it('may take hours as long as data arrives', async () => {
		const { clock, elapsed } = virtualClock(START);
		const source = slowSource(
			clock,
			Array.from({ length: 100 }, () => [55, 'x'] as const),
		);
		const limits = { idleSeconds: 60, deadline: START + 2 * HOUR * 1000 };
		expect(await contentOf(guardStream(source, limits, clock))).toHaveLength(100);
		expect(elapsed()).toBeGreaterThanOrEqual(5500 * 1000);
	});

	it.each([
		['from the start', []],
		['after its first bytes', [[1, 'x'] as const]],
	])('times out if it stalls %s', async (_, chunks) => {
		const { clock, elapsed } = virtualClock(START);
		const source = slowSource(clock, [...chunks, [1000, 'never']]);
		await expect(contentOf(guardStream(source, generous, clock))).rejects.toMatchObject({
			code: 'ETIMEDOUT',
			message: 'The transfer received no data for 60 seconds',
		});
		expect(source.destroyed).toBe(true);
		expect(elapsed()).toBeGreaterThan(60_000);
		expect(elapsed()).toBeLessThan(65_000);
	});

	it('times out at the deadline, even while bytes arrive', async () => {
		const { clock, elapsed } = virtualClock(START);
		const source = slowSource(
			clock,
			Array.from({ length: 100 }, () => [10, 'x'] as const),
		);
		const limits = { idleSeconds: 60, deadline: START + 95_000 };
		await expect(contentOf(guardStream(source, limits, clock))).rejects.toMatchObject({
			code: 'ETIMEDOUT',
			message: 'The transfer took too long',
		});
		expect(source.destroyed).toBe(true);
		expect(elapsed()).toBeLessThan(98_000);
	});

	it('does not mistake a slow reader for a stalled network', async () => {
		const { clock } = virtualClock(START);
		const source = Readable.from([Buffer.from('a'), Buffer.from('b'), Buffer.from('c')]);
		let content = '';
		for await (const chunk of guardStream(source, { ...generous, idleSeconds: 5 }, clock)) {
			await clock.sleep(100);
			content += String(chunk);
		}
		expect(content).toBe('abc');
	});

	it('counts a stall only from the moment when the slow reader continues', async () => {
		const { clock, elapsed } = virtualClock(START);
		const source = slowSource(clock, [
			[0, 'a'],
			[0, 'b'],
			[0, 'c'],
			[130, 'd'],
		]);
		let content = '';
		for await (const chunk of guardStream(source, { ...generous, idleSeconds: 60 }, clock)) {
			content += String(chunk);
			if (content === 'a') await clock.sleep(100);
		}
		expect(content).toBe('abcd');
		expect(elapsed()).toBeGreaterThanOrEqual(130_000);
	});

	it.each([new RunHalted(), new ExecutionCanceled()])('ends with the run: %p', async (end) => {
		const { clock, elapsed } = virtualClock(START, () => {
			if (clock.now() >= START + 10_000) throw end;
		});
		const source = silent();
		await expect(contentOf(guardStream(source, generous, clock))).rejects.toBe(end);
		expect(source.destroyed).toBe(true);
		expect(elapsed()).toBeLessThan(13_000);
	});

	it('ends even if its source cannot be destroyed while it waits, like a stream from axios', async () => {
		async function* parts() {
			yield Buffer.from('half');
			await new Promise(() => undefined);
		}
		for (const limits of [{ idleSeconds: 3 }, { deadline: START + 3000 }]) {
			const { clock, elapsed } = virtualClock(START);
			const source = Readable.from(parts());
			await expect(contentOf(guardStream(source, { ...generous, ...limits }, clock))).rejects.toMatchObject({
				code: 'ETIMEDOUT',
			});
			expect(elapsed()).toBeLessThanOrEqual(5000);
		}
	});

	it('passes on the errors of its source unchanged', async () => {
		const { clock } = virtualClock(START);
		const cut = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
		async function* parts() {
			yield Buffer.from('beginning');
			await clock.sleep(1);
			throw cut;
		}
		const source = Readable.from(parts());
		await expect(contentOf(guardStream(source, generous, clock))).rejects.toBe(cut);
		expect(source.destroyed).toBe(true);
	});

	it('throws if its source is closed early, instead of returning a short file', async () => {
		const { clock } = virtualClock(START);
		const source = new Readable({ read: () => undefined });
		source.push('beginning');
		setImmediate(() => source.destroy());
		await expect(contentOf(guardStream(source, generous, clock))).rejects.toMatchObject({
			code: 'ERR_STREAM_PREMATURE_CLOSE',
		});
	});

	it('destroys its source if the reader stops early', async () => {
		const { clock } = virtualClock(START);
		const source = Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(1000)));
		for await (const chunk of guardStream(source, generous, clock)) {
			expect(chunk).toHaveLength(1000);
			break;
		}
		await clock.sleep(2);
		expect(source.destroyed).toBe(true);
	});

	it('destroys its source if the reader fails', async () => {
		const { clock } = virtualClock(START);
		const source = Readable.from(Array.from({ length: 1000 }, () => Buffer.alloc(100_000)));
		const target = new PassThrough({
			transform: (_chunk, _encoding, done) => done(new Error('the disk is full')),
		});
		await expect(pipeline(guardStream(source, generous, clock), target)).rejects.toThrow('the disk is full');
		await clock.sleep(2);
		expect(source.destroyed).toBe(true);
	});

	it('leaves no long timers behind', async () => {
		let checks = 0;
		const { clock } = virtualClock(START, () => checks++);
		await contentOf(guardStream(Readable.from([Buffer.from('x')]), generous, clock));
		await clock.sleep(100);
		expect(checks).toBeLessThanOrEqual(4);
	});
});

describe('a response as text', () => {
	const read = async (chunks: Buffer[], limits: Partial<StreamLimits> = {}) =>
		await collectText(Readable.from(chunks), { ...generous, ...limits }, virtualClock(START).clock);

	it('is complete, even if a character is split between two chunks', async () => {
		const bytes = Buffer.from('{"prompt":"例え 🦊"}');
		const chunks = Array.from(bytes, (byte) => Buffer.from([byte]));
		expect(await read(chunks)).toBe('{"prompt":"例え 🦊"}');
	});

	it('may be empty', async () => {
		expect(await read([])).toBe('');
	});

	it('may be as large as allowed, but not a byte larger', async () => {
		expect(await read([Buffer.from('abc'), Buffer.from('de')], { maxBytes: 5 })).toBe('abcde');
		await expect(read([Buffer.from('abc'), Buffer.from('def')], { maxBytes: 5 })).rejects.toMatchObject({
			code: 'ERR_TOO_LARGE',
			message: 'The response is larger than 5 bytes',
		});
	});

	it('is abandoned at the size limit if it is endless', async () => {
		const source = new Readable({
			read() {
				this.push(Buffer.alloc(1024, 'x'));
			},
		});
		const { clock } = virtualClock(START);
		await expect(collectText(source, { ...generous, maxBytes: 100_000 }, clock)).rejects.toMatchObject({
			code: 'ERR_TOO_LARGE',
		});
		expect(source.destroyed).toBe(true);
	});

	it('times out if it does not arrive', async () => {
		const { clock } = virtualClock(START);
		await expect(collectText(silent(), { ...generous, idleSeconds: 3 }, clock)).rejects.toMatchObject({
			code: 'ETIMEDOUT',
		});
	});
});
