import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Answer } from './answer';
import type { SocketFault } from './faults';
import type { State } from './state';

const SLOW_DRIP_SECONDS = 10;
const SLOW_DRIP_PIECES = 100;
/** Lets the written bytes reach the client before the reset, which would otherwise overtake them. */
const FLUSH_SECONDS = 0.02;

export async function send(reply: FastifyReply, answer: Answer): Promise<void> {
	await reply.code(answer.status).headers(answer.headers).send(answer.body);
}

/** Answers that the stand-in itself cut off. Any other answer that ends early was dropped by the client. */
export const cutHere = new WeakSet<ServerResponse>();

/** Cuts the connection like a crashed peer: with a reset instead of an orderly close. */
export function cut(reply: FastifyReply): void {
	reply.hijack();
	cutHere.add(reply.raw);
	reply.raw.socket?.resetAndDestroy();
}

/** Cuts the connection while the request is still coming in. */
export function cutAtFirstChunk(reply: FastifyReply, body: Readable): void {
	reply.hijack();
	body.once('data', () => cut(reply));
}

/** Accepts the request and never answers. Reading on reveals when the client disconnects. */
export function stall(reply: FastifyReply): void {
	reply.hijack();
	reply.request.raw.resume();
}

/** Sends an answer over a connection with this fault. */
export async function sendDamaged(
	state: State,
	reply: FastifyReply,
	answer: Answer,
	fault: SocketFault,
	seconds = SLOW_DRIP_SECONDS,
): Promise<void> {
	if (fault === 'reset-after-accept') return cut(reply);
	reply.hijack();
	const { raw } = reply;
	const body = Buffer.from(answer.body);
	const length: Record<string, string> = fault === 'endless' ? {} : { 'content-length': String(body.length) };
	raw.writeHead(answer.status, { ...answer.headers, ...length });
	raw.flushHeaders();

	if (fault === 'endless') return await pour(state, reply, body);
	if (fault === 'slow-drip') return await drip(state, reply, body, seconds);
	if (fault !== 'reset-after-headers') raw.write(body.subarray(0, Math.floor(body.length / 2)));
	if (fault === 'stall-body') return;
	await state.pause(FLUSH_SECONDS);
	cutHere.add(raw);
	if (fault === 'truncate') raw.socket?.destroy();
	else raw.socket?.resetAndDestroy();
}

async function drip(state: State, reply: FastifyReply, body: Buffer, seconds: number): Promise<void> {
	const size = Math.max(1, Math.ceil(body.length / SLOW_DRIP_PIECES));
	const pieces = Math.ceil(body.length / size);
	for (let at = 0; at < body.length && !reply.raw.destroyed; at += size) {
		reply.raw.write(body.subarray(at, at + size));
		await state.pause(seconds / pieces);
	}
	reply.raw.end();
}

async function pour(state: State, reply: FastifyReply, body: Buffer): Promise<void> {
	const piece = body.length > 0 ? body : Buffer.from(' ');
	while (!reply.raw.destroyed && !state.closing.signal.aborted) {
		reply.raw.write(piece);
		await state.pause(0.002);
		while (reply.raw.writableNeedDrain && !reply.raw.destroyed && !state.closing.signal.aborted)
			await state.pause(0.01);
	}
}
