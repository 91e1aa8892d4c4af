/** A third-party server on loopback: it records every request and answers as the test wants. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { PNG } from '../engine/fixture';

export interface Received {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export type Handler = (request: Received, response: ServerResponse) => void;

export interface ForeignServer {
	readonly origin: string;
	/** Host and port. */
	readonly host: string;
	readonly requests: Received[];
	/** Sets the response to every request of the running test. The default is an image. */
	answer(handler: Handler): void;
}

const sendImage: Handler = (_, response) => {
	response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
};

export const sendJson =
	(status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
	(_, response) => {
		response
			.writeHead(status, { 'content-type': 'application/json', ...headers })
			.end(typeof body === 'string' ? body : JSON.stringify(body));
	};

/** A server that lives as long as the test file and is reset after each test. @param address a loopback address */
export function useForeignServer(address = '127.0.0.1'): ForeignServer {
	const requests: Received[] = [];
	let handler = sendImage;
	let port = 0;
	const server = createServer((request, response) => {
		void text(request)
			.catch(() => '')
			.then((body) => {
				const { method = '', url = '', headers } = request;
				const received = { method, url, headers, body };
				requests.push(received);
				handler(received, response);
			});
	});

	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, address, resolve));
		({ port } = server.address() as AddressInfo);
	});
	afterEach(() => {
		requests.length = 0;
		handler = sendImage;
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	return {
		requests,
		get host() {
			return `${address}:${port}`;
		},
		get origin() {
			return `http://${this.host}`;
		},
		answer: (next) => void (handler = next),
	};
}
