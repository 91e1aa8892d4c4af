import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { FaultSpec } from './faults';
import { findDelivery } from './urls';
import { defaultOptions, type PApiOptions } from './options';
import type { FailNextSpec, OutputOverride, Prediction } from './prediction';
import type { RecordedRequest, RecordedSubmit, UploadedFile } from './requests';
import { createServer } from './server';
import { State } from './state';

export type { FaultSpec, SocketFault } from './faults';
export type { PApiOptions } from './options';
export type { FailNextSpec, OutputOverride, Prediction } from './prediction';
export type { RecordedRequest, RecordedSubmit, UploadedFile } from './requests';

export interface PApi {
	/** Base URL with the prefix, without a trailing slash. */
	readonly url: string;
	/** May be changed while the server runs. */
	options: Required<PApiOptions>;
	/** In order of arrival. */
	requests: RecordedRequest[];
	submits: RecordedSubmit[];
	uploads: UploadedFile[];
	predictions: Map<string, Prediction>;
	/** The bytes that were served for a generation_url; undefined until it is downloaded. */
	deliveredFile(url: string): Buffer | undefined;
	/** Makes jobs that are accepted from now on fail. */
	failNext(spec: FailNextSpec): void;
	fault(spec: FaultSpec): void;
	clearFaults(): void;
	/** What jobs that are accepted from now on return; undefined restores their own files. */
	setFiles(files: OutputOverride[] | undefined): void;
	/** Clears logs, faults, jobs, and overrides, but keeps the options. */
	reset(): void;
	/** Refuses new connections, and cuts those that are open. */
	goOffline(): Promise<void>;
	/** Listens again, on the same port. */
	goOnline(): Promise<void>;
	/** Stops immediately, even with connections that hang. */
	close(): Promise<void>;
}

/** Starts a stand-in for Pruna's P-API on 127.0.0.1. */
export async function startPApi(options: PApiOptions = {}): Promise<PApi> {
	const state = new State({ ...defaultOptions, ...options });
	const server = await createServer(state);
	await server.listen({ host: '127.0.0.1', port: state.options.port });
	const { port } = server.server.address() as AddressInfo;
	state.options.port = port;
	state.origin = `http://127.0.0.1:${port}`;

	return {
		get url() {
			return state.url;
		},
		options: state.options,
		requests: state.requests,
		submits: state.submits,
		uploads: state.uploads,
		predictions: state.predictions,
		deliveredFile: (url) => findDelivery(state, url)?.file.delivered,
		failNext: (spec) => {
			if (spec.error === undefined && spec.status !== 'canceled')
				throw new Error('A failed job needs an error; only a canceled job can omit it.');
			state.failures.push({ ...spec });
		},
		fault: (spec) => state.faults.add(spec),
		clearFaults: () => state.faults.clear(),
		setFiles: (files) => void (state.files = files),
		reset: () => state.reset(),
		goOffline: async () => {
			const closed = once(server.server, 'close');
			server.server.close().closeAllConnections();
			await closed;
		},
		goOnline: async () => {
			server.server.listen({ host: '127.0.0.1', port });
			await once(server.server, 'listening');
		},
		close: async () => {
			state.closing.abort();
			server.server.closeAllConnections();
			await server.close();
		},
	};
}
