import { reasonOf, retryAfterSeconds } from './answer';
import { PrunaError, type PrunaErrorFacts } from '../core/errors';

/** The four things that the node asks of the API. */
export type Step = 'upload' | 'submit' | 'status' | 'delivery';

export interface Refusal {
	readonly step: Step;
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
	/** Milliseconds since 1970, for a Retry-After that is a date. */
	readonly now: number;
}

export const NOT_CHARGED = 'Nothing was started and nothing was charged.';
export const MAYBE_CHARGED =
	'Whether the job was taken is not known: it may be running and may be billed, so it was not submitted again. ' +
	'Look at https://dashboard.pruna.ai before you run this item once more.';

const CREDIT_ADVICE = 'The API key is fine. Add credit at https://dashboard.pruna.ai and run again.';
const KEY_ADVICE = 'Check the API Key in the Pruna credential. Keys are made at https://dashboard.pruna.ai.';
const EXPIRED_ADVICE =
	'Result links live for a limited time. Download right after the job; with its ID, Prediction → Get Result may find it once more.';
const EXPIRED: Explanation = {
	message: 'The result is no longer there',
	advice: EXPIRED_ADVICE,
	cause: 'configuration-invalid',
};
export const FEWER_ADVICE = 'Run fewer items per minute, or ask Pruna to raise the limit of the account.';
const LATER_ADVICE = 'It should pass by itself. Try again later.';

export const JOB_GOES_ON =
	'The job itself goes on at Pruna and may be billed; Prediction → Get Result fetches it later by its ID.';
export const JOB_IS_DONE = 'The job is done and paid; Prediction → Get Result fetches it by its ID.';

interface Explanation {
	message: string;
	advice: string;
	cause?: PrunaErrorFacts['cause'];
}

/** @returns true for an account without credit, which the API tells by 402 or by a 403 that speaks of credit (wire.md 2) */
export function isOutOfCredit(statusCode: number, reason: string | undefined): boolean {
	return statusCode === 402 || (statusCode === 403 && /credit/i.test(reason ?? ''));
}

function explainInput(reason: string | undefined): Explanation {
	return {
		message: reason ? `Pruna did not accept the input: ${reason}` : 'Pruna did not accept the input',
		advice:
			'If the API has changed since this version of the node, Options → Extra Input can set any key, and an update of the node may know the new one.',
		cause: 'configuration-invalid',
	};
}

function explainNotFound(step: Step): Explanation {
	switch (step) {
		case 'submit':
			return {
				message: 'Pruna does not know this model',
				advice: 'Check the model, and the Base URL in the Pruna credential.',
				cause: 'configuration-invalid',
			};
		case 'status':
			return {
				message: 'Pruna does not know this prediction',
				advice: 'The ID may be mistyped, too old, or from another account.',
				cause: 'configuration-invalid',
			};
		case 'delivery':
			return EXPIRED;
		case 'upload':
			return {
				message: 'Pruna does not take uploads at this address',
				advice: 'Check the Base URL in the Pruna credential.',
				cause: 'configuration-invalid',
			};
	}
}

/** A model that is switched off is nobody's mistake; everything else that Pruna could not work with is the input's. */
function explainUnprocessable(reason: string | undefined): Explanation {
	return /disabled/i.test(reason ?? '')
		? {
				message: 'Pruna has switched this model off',
				advice: 'Choose another model, or try again later.',
				cause: 'temporarily-unavailable',
			}
		: {
				message: 'Pruna could not work with the input',
				advice: 'Check the input, or try another model.',
				cause: 'configuration-invalid',
			};
}

const REFUSED = 'Pruna refused the request';

/** @param step Only a submit in doubt must not be told to try again */
function explainOutage(step: Step, statusCode: number): Explanation {
	return {
		message: `Pruna did not complete the request (${statusCode})`,
		advice: step === 'submit' ? '' : LATER_ADVICE,
		cause: 'temporarily-unavailable',
	};
}

function explain(step: Step, statusCode: number, reason: string | undefined): Explanation {
	if (isOutOfCredit(statusCode, reason)) {
		return {
			message: 'The Pruna account is out of credit',
			advice: CREDIT_ADVICE,
			cause: 'quota-exhausted',
		};
	}
	switch (statusCode) {
		case 400:
			return step === 'submit'
				? explainInput(reason)
				: {
						message: `${REFUSED}${reason ? `: ${reason}` : ''}`,
						advice: 'Check the values that this item uses.',
						cause: 'configuration-invalid',
					};
		case 401:
			return {
				message: 'Pruna did not accept the API key',
				advice: KEY_ADVICE,
				cause: 'credential-invalid',
			};
		case 403:
			return step === 'delivery'
				? { ...EXPIRED, message: 'Pruna refused access to the result' }
				: {
						message: 'Pruna refused access with this API key',
						advice: KEY_ADVICE,
						cause: 'credential-invalid',
					};
		case 404:
		case 410:
			return explainNotFound(step);
		case 408:
			return explainOutage(step, statusCode);
		case 413:
			return step === 'upload'
				? {
						message: 'The file is too large for Pruna',
						advice: 'Pruna takes files of up to 100 MB. Make it smaller, or give its public URL.',
					}
				: { message: 'The request is too large for Pruna', advice: 'Make the input smaller.' };
		case 422:
			return explainUnprocessable(reason);
		case 429:
			return {
				message: 'Pruna takes no more requests at the moment (rate limit)',
				advice: FEWER_ADVICE,
				cause: 'rate-limited',
			};
	}
	if (statusCode >= 300 && statusCode < 400) {
		return {
			message: `Pruna redirected the request (${statusCode})`,
			advice: 'Check the Base URL in the Pruna credential.',
			cause: 'configuration-invalid',
		};
	}
	return statusCode >= 500
		? explainOutage(step, statusCode)
		: { message: `${REFUSED} (${statusCode})`, advice: 'Check the values that this item uses.' };
}

/** Answers after which the same GET, or an upload, is worth another try (wire.md 2). */
function isTransient(statusCode: number): boolean {
	return statusCode === 408 || statusCode === 429 || statusCode >= 500;
}

/** After these the gateway may have handed a submit on before it gave up (wire.md 2 and 3). */
function isInDoubt(step: Step, statusCode: number): boolean {
	const isRedirect = statusCode >= 300 && statusCode < 400;
	return step === 'submit' && (isRedirect || statusCode === 408 || statusCode >= 500);
}

/** What a refusal means for the job and its bill. Nothing is known of a job that the API does not know. */
function cost(step: Step, statusCode: number, advice: string): string {
	if (isInDoubt(step, statusCode)) return MAYBE_CHARGED;
	switch (step) {
		case 'upload':
		case 'submit':
			return NOT_CHARGED;
		case 'status':
			return statusCode === 404 || statusCode === 410 ? '' : JOB_GOES_ON;
		case 'delivery':
			return advice === EXPIRED_ADVICE ? '' : JOB_IS_DONE;
	}
}

/** @returns a sentence; the API's own full stop ends it as well */
export function quotation(reason: string): string {
	return `The API said: “${reason}”${/[.!?…]$/.test(reason) ? '' : '.'}`;
}

/**
 * An answer of the API that is not a success, as an error that tells what it means, what it cost and what to do,
 * beside the API's own words. A submit that was answered 408 or 5xx may have been taken, so it says that.
 */
export function refusalError(refusal: Refusal): PrunaError {
	const { step, statusCode, headers, body, now } = refusal;
	const reason = reasonOf(body);
	const { message, advice, cause } = explain(step, statusCode, reason);
	const quote = reason && !message.includes(reason) ? quotation(reason) : '';
	return new PrunaError(message, {
		description: [quote, advice, cost(step, statusCode, advice)].filter((text) => text !== '').join(' '),
		reason,
		cause,
		httpCode: String(statusCode),
		details: { httpCode: String(statusCode) },
		transient: isTransient(statusCode),
		notTaken: statusCode === 429,
		inDoubt: isInDoubt(step, statusCode),
		retryAfterSeconds: retryAfterSeconds(headers['retry-after'], now),
	});
}
