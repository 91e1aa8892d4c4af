import { gatewayAnswer, type Answer } from '../answer';
import type { Call } from '../call';
import { deliveryExpiresAt, findDelivery } from '../links';
import { failureOf, phaseOf } from '../prediction';

// After expiry sources expect one of these three (wire.md 5); the texts are invented.
const EXPIRED = { 403: 'Forbidden', 404: 'File not found', 410: 'File expired' };

/** GET /v1/predictions/delivery/{path} (wire.md 5). */
export async function delivery({ state, record }: Call): Promise<Answer> {
	const found = findDelivery(state, record.path);
	if (!found) return gatewayAnswer(404, EXPIRED[404]);
	const { prediction, file } = found;
	if (phaseOf(prediction) !== 'ended' || failureOf(state, prediction))
		return gatewayAnswer(404, EXPIRED[404]);
	if (Date.now() >= deliveryExpiresAt(state, prediction)) {
		const code = state.options.deliveryExpiredStatus;
		return gatewayAnswer(code, EXPIRED[code]);
	}
	file.delivered ??= await file.bytes();
	const real = state.options.deliveryContentType === 'real';
	return {
		status: 200,
		headers: { 'content-type': real ? file.contentType : 'application/octet-stream' },
		body: file.delivered,
	};
}
