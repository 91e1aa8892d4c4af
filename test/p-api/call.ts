import type { FastifyRequest } from 'fastify';
import { findDelivery } from './urls';
import type { RecordedRequest, RecordedSubmit } from './requests';
import type { State } from './state';

/** One request on its way through the stand-in. */
export interface Call {
	state: State;
	request: FastifyRequest;
	record: RecordedRequest;
	/** The entry in `PApi.submits`, for a submit only. */
	submitted?: RecordedSubmit;
	/** The API key, or '' if none was sent. */
	key: string;
}

/** Starts a call. A submit is also added to the list of submits, as not yet accepted. */
export function openCall(state: State, request: FastifyRequest, record: RecordedRequest): Call {
	const key = String(request.headers.apikey ?? '');
	if (record.route !== 'submit') return { state, request, record, key };
	record.body = parseJson(request.body);
	const input = (record.body as { input?: unknown } | null | undefined)?.input;
	const submitted = {
		model: String(request.headers.model ?? ''),
		input: (input ?? {}) as Record<string, unknown>,
		accepted: false,
		sync: /^true$/i.test(String(request.headers['try-sync'] ?? '')),
	};
	state.submits.push(submitted);
	return { state, request, record, submitted, key };
}

function parseJson(body: unknown): unknown {
	try {
		return JSON.parse(String(body)) as unknown;
	} catch {
		return undefined;
	}
}

/** The model that a request concerns: the one that the submit names, or else the job's. */
export function modelOf({ state, request, record, submitted }: Call): string | undefined {
	if (submitted) return submitted.model;
	if (record.route === 'delivery') return findDelivery(state, record.path)?.prediction.model.id;
	const { id = '' } = (request.params ?? {}) as { id?: string };
	return state.predictions.get(id)?.model.id;
}
