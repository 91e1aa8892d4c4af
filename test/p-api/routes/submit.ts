import { gatewayAnswer, jsonAnswer, type Answer } from '../answer';
import type { Call } from '../call';
import { getUrl } from '../urls';
import { findModel, models } from '../models';
import { startPrediction } from '../prediction';
import { submitBodyFinding, type BodyFinding } from '../schema';
import { endedBody } from './status';

/** POST /v1/predictions (wire.md 1 and 3). */
export async function submit({ state, request, record, submitted, key }: Call): Promise<Answer> {
	const id = String(request.headers.model ?? '');
	const model = findModel(id);
	if (!model) return gatewayAnswer(400, unknownModel(id));

	const contentType = request.headers['content-type'] ?? '';
	if (!/^application\/json\b/i.test(contentType))
		return gatewayAnswer(400, 'specified Content-Type is not allowed');
	if (record.body === undefined) return gatewayAnswer(400, 'request body is not valid JSON'); // text invented
	const finding = submitBodyFinding(model, record.body);
	if (finding)
		return state.options.inputErrors === 'model'
			? inputErrorAnswer(finding)
			: gatewayAnswer(400, finding.message);

	// In Kong, the rate limit runs after the schema check, so refused bodies do not count.
	const rate =
		state.options.rateLimit && model.rate_limit_per_minute !== null
			? state.rates.take(key, model.id, model.rate_limit_per_minute, state.options.rateLimitHeaders)
			: { headers: {} };
	if (rate.refusal) return rate.refusal;

	const { input } = record.body as { input: Record<string, unknown> };
	const sync = submitted?.sync ?? false;
	const prediction = startPrediction(state, model, input, sync);
	Object.assign(submitted ?? {}, { accepted: true, id: prediction.id });

	if (!sync || state.options.sync === 'handle') {
		// JSON omits get_url if undefined.
		const handle = { id: prediction.id, model: model.id, input, get_url: getUrl(state, prediction.id) };
		return jsonAnswer(state.options.submitStatus, handle, rate.headers);
	}
	const limit = state.options.syncTimeoutSeconds;
	const seconds = (prediction.endsAt - Date.now()) / 1000;
	if (state.options.sync === 'timeout' || seconds > limit) {
		await state.pause(limit);
		return gatewayAnswer(504, 'The upstream server is timing out', rate.headers);
	}
	await state.pause(seconds);
	return jsonAnswer(state.options.syncStatus, endedBody(state, prediction), rate.headers);
}

/** According to a client, the answer lists all models (wire.md 2); the wording is invented. */
function unknownModel(header: string): string {
	const problem = header === '' ? "Missing 'Model' header" : `Unknown model '${header}'`;
	return `${problem}. Available models: ${models.map(({ id }) => id).join(', ')}`;
}

/** A model's own check of its input (wire.md 2). */
function inputErrorAnswer({ type, field, description }: BodyFinding): Answer {
	return jsonAnswer(422, {
		title: 'Input validation failed',
		status: 422,
		detail: `- ${field}: ${description}`,
		invalid_fields: [{ type, field, description }],
	});
}
