/** The one way in which a test waits for something that nobody announces: it asks again and again, but not for ever. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Far more than anything here takes, and less than a test may take: the sentence below is to be read, not Jest's. */
const LIMIT_SECONDS = 60;
const PAUSE_MILLISECONDS = 5;

// Bound at once, so that a test that replaces the time does not replace this one.
const now = performance.now.bind(performance);

type Falsy = false | 0 | '' | null | undefined;

/**
 * Waits until a condition holds, and returns what it gave.
 *
 * @param what Completes the sentence “Waited … in vain for”, such as “the first status request”
 * @throws Error that names what was waited for; and at once whatever the condition throws
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
			throw new Error(`Waited ${limitSeconds} seconds in vain for ${awaited}`);
		}
		await sleep(PAUSE_MILLISECONDS);
	}
}

/**
 * Waits until an assertion holds.
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
