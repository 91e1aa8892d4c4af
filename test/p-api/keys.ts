import { gatewayAnswer, type Answer } from './answer';
import type { Route } from './requests';
import type { State } from './state';

const NO_CREDIT =
	'Forbidden: no more credit available. Please go to https://dashboard.pruna.ai/ and add more credit.';

/** The refusal from Kong's key-auth, or undefined for a valid key (wire.md 2). */
export function keyRefusal(state: State, route: Route, key: string | undefined): Answer | undefined {
	const { apiKeys, noCreditKeys, deliveryNeedsKey } = state.options;
	if (route === 'delivery' && !deliveryNeedsKey) return undefined;
	const challenge = { 'www-authenticate': 'Key realm="kong"' };
	if (!key) return gatewayAnswer(401, 'No API key found in request', challenge);
	// An account without credit can still download what it has paid for.
	if (noCreditKeys.includes(key)) return route === 'delivery' ? undefined : gatewayAnswer(403, NO_CREDIT);
	return apiKeys.includes(key) ? undefined : gatewayAnswer(401, 'Unauthorized', challenge);
}
