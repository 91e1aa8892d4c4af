import { gatewayAnswer, jsonAnswer, noRoute, type Answer } from '../answer';
import type { Call } from '../call';
import { getUrl } from '../links';
import { findModel } from '../models';
import { startPrediction } from '../prediction';
import { submitBodyError } from '../schema';
import { endedBody } from './status';

/** POST /v1/predictions (wire.md 1 and 3). */
export async function submit({ state, request, record, submitted, key }: Call): Promise<Answer> {
	const model = findModel(request.headers.model);
	// What the API says to an unknown or missing model is not known; Kong answers so when it routes by the header.
	if (!model) return noRoute();

	const contentType = request.headers['content-type'] ?? '';
	if (!/^application\/json\b/i.test(contentType))
		return gatewayAnswer(400, 'specified Content-Type is not allowed');
	if (record.body === undefined) return gatewayAnswer(400, 'request body is not valid JSON'); // text invented
	const error = submitBodyError(model, record.body);
	if (error !== undefined) return gatewayAnswer(400, error);

	// In Kong the rate limit has a lower priority than the schema: refused bodies do not count.
	const rate =
		state.options.rateLimit && model.rate_limit_per_minute !== null
			? state.rates.take(key, model.id, model.rate_limit_per_minute)
			: { headers: {} };
	if (rate.refusal) return rate.refusal;

	const { input } = record.body as { input: Record<string, unknown> };
	const sync = /^true$/i.test(String(request.headers['try-sync'] ?? ''));
	const prediction = startPrediction(state, model, input, sync);
	Object.assign(submitted ?? {}, { accepted: true, id: prediction.id });

	if (!sync || state.options.sync === 'handle') {
		// JSON drops an undefined get_url.
		const handle = { id: prediction.id, model: model.id, input, get_url: getUrl(state, prediction.id) };
		return jsonAnswer(201, handle, rate.headers);
	}
	const limit = state.options.syncTimeoutSeconds;
	const seconds = (prediction.endsAt - Date.now()) / 1000;
	if (state.options.sync === 'timeout' || seconds > limit) {
		await state.pause(limit);
		return gatewayAnswer(504, 'The upstream server is timing out', rate.headers);
	}
	await state.pause(seconds);
	return jsonAnswer(200, endedBody(state, prediction), rate.headers);
}
