import type { FastifyRequest } from 'fastify';
import type { RecordedRequest, RecordedSubmit } from './requests';
import type { State } from './state';

/** One request on its way through the stand-in. */
export interface Call {
	state: State;
	request: FastifyRequest;
	record: RecordedRequest;
	/** The entry in `PApi.submits`, of a submit only. */
	submitted?: RecordedSubmit;
	/** The API key, '' if none was sent. */
	key: string;
}
