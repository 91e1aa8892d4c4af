/** How tests wait for something that no event announces: they check it repeatedly, up to a time limit. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Far more than anything here takes, but less than jest's limit, so that the message below appears instead of jest's. */
const LIMIT_SECONDS = 60;
const PAUSE_MILLISECONDS = 5;

// Bound when this file is loaded, so that a test with fake timers does not replace it.
const now = performance.now.bind(performance);

type Falsy = false | 0 | '' | null | undefined;

/**
 * Waits until a condition returns something truthy, and returns that.
 *
 * @param what Completes the message “Timed out after … waiting for”, such as “the first status request”
 * @throws Error that names what was awaited. What the condition throws is thrown immediately
 */
export async function until<T>(
	condition: () => T | Promise<T>,
	what: string | (() => string),
	limitSeconds = LIMIT_SECONDS,
): Promise<Exclude<T, Falsy>> {
	const deadline = now() + limitSeconds * 1000;
	for (;;) {
		const result = await condition();
		if (result) return result as Exclude<T, Falsy>;
		if (now() > deadline) {
			const awaited = typeof what === 'string' ? what : what();
			throw new Error(`Timed out after ${limitSeconds} seconds waiting for ${awaited}`);
		}
		await sleep(PAUSE_MILLISECONDS);
	}
}

/**
 * Waits until an assertion passes.
 *
 * @throws What the assertion threw last
 */
export async function eventually(assertion: () => unknown, limitSeconds = LIMIT_SECONDS): Promise<void> {
	let failure: unknown;
	const holds = async (): Promise<boolean> => {
		try {
			await assertion();
			return true;
		} catch (error) {
			failure = error;
			return false;
		}
	};
	await until(holds, 'an assertion', limitSeconds).catch(() => {
		throw failure;
	});
}
