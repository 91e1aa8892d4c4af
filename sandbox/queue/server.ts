// What the servers of queue mode have in common: a port, a log, and a moment in which they begin to answer.
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, tail, type Started } from '../../scripts/process.cjs';

/** A server on 127.0.0.1. */
export interface Server {
	readonly port: number;
	stop(): Promise<void>;
}

/** Resolves when the program takes connections at the port. @throws Failure when it ends before, or takes too long */
export async function whenListening(what: string, started: Started, port: number): Promise<void> {
	let ended: string | undefined;
	void started.exited.then(({ reason }) => (ended = reason));
	const deadline = Date.now() + 60_000; // far more than the second that it takes
	while (!(await acceptsConnections(port))) {
		if (ended) throw new Failure(`${what} stopped while it was starting (${ended}).`, tail(started.log));
		if (Date.now() > deadline) {
			await started.stop();
			throw new Failure(`${what} did not come up in a minute.`, tail(started.log));
		}
		await sleep(100);
	}
}

async function acceptsConnections(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = net.connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true));
		socket.once('error', () => resolve(false));
		socket.once('close', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}
