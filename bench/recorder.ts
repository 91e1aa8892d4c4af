// Records every request to a server in this process, with its times, whatever the server is built with.
import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Exchange {
	port: number;
	method: string;
	path: string;
	/** When the headers of the request had arrived, in milliseconds since 1970. */
	startedAt: number;
	/** When the last byte of the response was passed to the operating system; undefined if it never was. */
	endedAt?: number;
	statusCode?: number;
}

const exchanges: Exchange[] = [];
const open = new WeakMap<ServerResponse, Exchange>();

interface ServerMessage {
	request: IncomingMessage;
	response: ServerResponse;
}

diagnostics.subscribe('http.server.request.start', (message) => {
	const { request, response } = message as ServerMessage;
	const exchange: Exchange = {
		port: request.socket.localPort ?? 0,
		method: request.method ?? '',
		path: request.url ?? '',
		startedAt: Date.now(),
	};
	open.set(response, exchange);
	exchanges.push(exchange);
});

diagnostics.subscribe('http.server.response.finish', (message) => {
	const { response } = message as ServerMessage;
	Object.assign(open.get(response) ?? {}, { endedAt: Date.now(), statusCode: response.statusCode });
});

/** What a server has received since the last forgetExchanges(). */
export function exchangesOf(port: number): Exchange[] {
	return exchanges.filter((exchange) => exchange.port === port);
}

export function forgetExchanges(port: number): void {
	const others = exchanges.filter((exchange) => exchange.port !== port);
	exchanges.splice(0, exchanges.length, ...others);
}
