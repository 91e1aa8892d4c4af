import { gatewayAnswer, jsonAnswer, type Answer } from '../answer';
import type { Call } from '../call';
import { generationUrl } from '../urls';
import { failureOf, phaseOf, type Prediction } from '../prediction';
import type { State } from '../state';

/** GET /v1/predictions/status/{id} (wire.md 4). */
export function status({ state, request }: Call): Answer {
	const { id = '' } = request.params as { id?: string };
	const prediction = state.predictions.get(id);
	// No source quotes the body of this 404 (wire.md 2), so the text is invented.
	if (!prediction) return gatewayAnswer(404, 'Prediction not found');
	const phase = phaseOf(prediction);
	const body =
		phase === 'ended' ? endedBody(state, prediction) : { status: phase, message: 'Generation in progress' };
	return jsonAnswer(200, body, paceHeaders(state));
}

function paceHeaders({ options: { pollIntervalSeconds, maxWaitSeconds } }: State): Record<string, string> {
	return {
		...(pollIntervalSeconds > 0 && { 'x-poll-interval': String(pollIntervalSeconds) }),
		...(maxWaitSeconds > 0 && { 'x-max-wait': String(maxWaitSeconds) }),
	};
}

/** The answer for a job that has ended; a sync submit gets the same one (wire.md 3). */
export function endedBody(state: State, prediction: Prediction): Record<string, unknown> {
	const failure = failureOf(state, prediction);
	if (!failure) return { status: 'succeeded', generation_url: generationUrl(state, prediction) };
	const { error, status: word, withoutStatus } = failure;
	const message = word === 'canceled' ? 'Prediction was canceled' : 'Prediction failed';
	// A canceled job may have no error; JSON omits it if undefined.
	return withoutStatus ? { message, error } : { status: word, message, error };
}
