import { createHash } from 'crypto';
import { createClock } from '../core/clock';
import { createAccountPace, type AccountPace } from './accountPace';
import { createPacePlan } from './pacePlan';

/**
 * The paces of this process, by account and model. They are shared between executions, because n8n runs several executions
 * at the same time and the API counts them together.
 */
const paces = new Map<string, AccountPace>();

/** A clock that keeps going when a run is stopped. */
const clock = createClock({ signal: undefined, check: () => undefined });

/** @returns What distinguishes accounts. It does not contain the key, which must not be stored anywhere. */
export function accountOf(origin: string, apiKey: string): string {
	return `${origin} ${createHash('sha256').update(apiKey).digest('hex').slice(0, 32)}`;
}

/**
 * The pace of an account and model, which is the same object for every caller. Paces that have not been used for a while
 * are forgotten here, so that no timer is needed for that.
 *
 * @param perMinute The documented limit, to start with
 */
export function sharedPace(account: string, model: string, perMinute: number | undefined): AccountPace {
	const key = `${account} ${model}`;
	for (const [other, pace] of paces) if (pace.isIdle()) paces.delete(other);
	const known = paces.get(key);
	if (known !== undefined) return known;
	const pace = createAccountPace(
		createPacePlan(perMinute, () => clock.random()),
		clock,
	);
	paces.set(key, pace);
	return pace;
}
