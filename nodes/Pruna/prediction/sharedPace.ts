import { createHash } from 'crypto';
import { createClock } from '../core/clock';
import { createAccountPace, type AccountPace } from './accountPace';
import { createPacePlan } from './pacePlan';

/**
 * The paces of this process, by account and model. This is all that the node remembers between executions; n8n runs
 * several of them at once, and the API counts them together.
 */
const paces = new Map<string, AccountPace>();

/** A clock that goes on whichever run is stopped. */
const clock = createClock({ signal: undefined, check: () => undefined });

/** @returns What tells accounts apart. Not the key, which is to be kept nowhere. */
export function accountOf(origin: string, apiKey: string): string {
	return `${origin} ${createHash('sha256').update(apiKey).digest('hex').slice(0, 32)}`;
}

/**
 * The pace of an account and model, which is the same for all that ask. What nobody has used for a while is forgotten
 * here, so that nothing has to wake up for it.
 *
 * @param perMinute The documented limit, to begin with
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
