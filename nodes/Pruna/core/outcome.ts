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
