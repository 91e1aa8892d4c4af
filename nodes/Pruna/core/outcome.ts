/** How an attempt ended, as a value: the lint rules of n8n allow no error of our own to be thrown out of a catch. */
export type Outcome<T> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** Turns a promise into its outcome; the result never rejects. */
export async function settle<T>(promise: Promise<T>): Promise<Outcome<T>> {
	return await promise.then(
		(value): Outcome<T> => ({ ok: true, value }),
		(error: unknown): Outcome<T> => ({ ok: false, error }),
	);
}

/** Like Promise.all, but all have ended when it throws: nothing goes on unseen behind a failure. */
export async function settleAll<T>(promises: ReadonlyArray<Promise<T>>): Promise<T[]> {
	const outcomes = await Promise.all(promises.map(settle));
	return outcomes.map((outcome) => {
		if (outcome.ok) return outcome.value;
		throw outcome.error;
	});
}

/**
 * Gives the value, or throws what `change` makes of the error.
 *
 * @param change May do what has to be done about the failure as well; given back unchanged, the error is thrown as it was
 */
export async function mapError<T>(promise: Promise<T>, change: (error: unknown) => unknown): Promise<T> {
	const outcome = await settle(promise);
	if (outcome.ok) return outcome.value;
	throw change(outcome.error);
}

/** The same for something that may throw before it gives its promise. */
export async function settleCall<T>(action: () => T | Promise<T>): Promise<Outcome<T>> {
	return await settle(Promise.resolve().then(action));
}
