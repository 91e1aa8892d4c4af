/** How an attempt ended, as a value, because n8n's lint rules forbid throwing our own errors from a catch block. */
export type Outcome<T> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** Turns a promise into its outcome. The returned promise never rejects. */
export async function settle<T>(promise: Promise<T>): Promise<Outcome<T>> {
	return await promise.then(
		(value): Outcome<T> => ({ ok: true, value }),
		(error: unknown): Outcome<T> => ({ ok: false, error }),
	);
}

/** Like Promise.all, but waits for all promises before it throws, so that nothing keeps running after a failure. */
export async function settleAll<T>(promises: ReadonlyArray<Promise<T>>): Promise<T[]> {
	const outcomes = await Promise.all(promises.map(settle));
	return outcomes.map((outcome) => {
		if (outcome.ok) return outcome.value;
		throw outcome.error;
	});
}

/**
 * Returns the value, or throws what `change` returns for the error.
 *
 * @param change May also handle the failure; it returns the error itself to throw it unchanged
 */
export async function mapError<T>(promise: Promise<T>, change: (error: unknown) => unknown): Promise<T> {
	const outcome = await settle(promise);
	if (outcome.ok) return outcome.value;
	throw change(outcome.error);
}

/** Like `settle`, for an action that may throw before it returns a promise. */
export async function settleCall<T>(action: () => T | Promise<T>): Promise<Outcome<T>> {
	return await settle(Promise.resolve().then(action));
}
