// What the servers of queue mode share: a port, a log, and the wait until they accept connections.
import net from 'node:net';
import { until } from '../../test/until';
import { Failure, tail, type Started } from '../../scripts/process.cjs';

/** A server on 127.0.0.1. */
export interface Server {
	readonly port: number;
	stop(): Promise<void>;
}

/** Resolves when the program accepts connections on the port. @throws Error if it ends first or takes too long */
export async function whenListening(what: string, started: Started, port: number): Promise<void> {
	let ended: string | undefined;
	void started.exited.then(({ reason }) => (ended = reason));
	const isUp = async () => {
		if (ended) throw new Failure(`${what} stopped while it was starting (${ended}).`, tail(started.log));
		return await acceptsConnections(port);
	};
	try {
		// The limit is far more than the usual second.
		await until(isUp, () => `${what} to start. Its last output:\n${tail(started.log)}`);
	} catch (error) {
		await started.stop();
		throw error;
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
