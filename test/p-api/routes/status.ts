import { gatewayAnswer, jsonAnswer, type Answer } from '../answer';
import type { Call } from '../call';
import { generationUrl } from '../links';
import { failureOf, phaseOf, type Prediction } from '../prediction';
import type { State } from '../state';

/** GET /v1/predictions/status/{id} (wire.md 4). */
export function status({ state, request }: Call): Answer {
	const { id = '' } = request.params as { id?: string };
	const prediction = state.predictions.get(id);
	// No source quotes the body of this 404 (wire.md 2): the text is invented.
	if (!prediction) return gatewayAnswer(404, 'Prediction not found');
	const phase = phaseOf(prediction);
	if (phase === 'ended') return jsonAnswer(200, endedBody(state, prediction));
	return jsonAnswer(200, { status: phase, message: 'Generation in progress' });
}

/** The answer about a job that has ended; a sync submit gets the same (wire.md 3). */
export function endedBody(state: State, prediction: Prediction): Record<string, unknown> {
	const failure = failureOf(state, prediction);
	if (!failure) return { status: 'succeeded', generation_url: generationUrl(state, prediction) };
	const { error, status: word, withoutStatus } = failure;
	const message = word === 'canceled' ? 'canceled by user' : 'Prediction failed';
	return withoutStatus ? { message, error } : { status: word, message, error };
}
