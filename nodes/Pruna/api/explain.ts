import { reasonOf, retryAfterSeconds } from './answer';
import { PrunaError } from './errors';

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

interface Explanation {
	message: string;
	advice: string;
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
	};
}

function explainNotFound(step: Step): Explanation {
	switch (step) {
		case 'submit':
			return {
				message: 'Pruna does not know this model',
				advice: 'Check the model, and the Base URL in the Pruna credential.',
			};
		case 'status':
			return {
				message: 'Pruna does not know this prediction',
				advice: 'The ID may be mistyped, too old, or from another account.',
			};
		case 'delivery':
			return { message: 'The result is no longer there', advice: EXPIRED_ADVICE };
		case 'upload':
			return {
				message: 'Pruna does not take uploads at this address',
				advice: 'Check the Base URL in the Pruna credential.',
			};
	}
}

function explain(step: Step, statusCode: number, reason: string | undefined): Explanation {
	if (isOutOfCredit(statusCode, reason)) {
		return { message: 'The Pruna account is out of credit', advice: CREDIT_ADVICE };
	}
	switch (statusCode) {
		case 400:
			return step === 'submit'
				? explainInput(reason)
				: {
						message: `Pruna refused the request${reason ? `: ${reason}` : ''}`,
						advice: 'Check the values that this item uses.',
					};
		case 401:
			return { message: 'Pruna did not accept the API key', advice: KEY_ADVICE };
		case 403:
			return step === 'delivery'
				? { message: 'Pruna refused access to the result', advice: EXPIRED_ADVICE }
				: { message: 'Pruna refused access with this API key', advice: KEY_ADVICE };
		case 404:
			return explainNotFound(step);
		case 410:
			return { message: 'The result is no longer there', advice: EXPIRED_ADVICE };
		case 413:
			return {
				message: 'The file is too large for Pruna',
				advice: 'Pruna takes files of up to 100 MB. Make it smaller, or give its public URL.',
			};
		case 422:
			return {
				message: /disabled/i.test(reason ?? '')
					? 'Pruna has switched this model off'
					: 'Pruna could not work with the input',
				advice: /disabled/i.test(reason ?? '')
					? 'Choose another model, or try again later.'
					: 'Check the input, or try another model.',
			};
		case 429:
			return {
				message: 'Pruna takes no more requests at the moment (rate limit)',
				advice: 'Run fewer items per minute, or ask Pruna to raise the limit of the account.',
			};
	}
	if (statusCode >= 300 && statusCode < 400) {
		return {
			message: `Pruna redirected the request (${statusCode})`,
			advice: 'Check the Base URL in the Pruna credential.',
		};
	}
	return {
		message: `Pruna did not complete the request (${statusCode})`,
		advice: step === 'submit' || statusCode < 500 ? '' : 'Try again later.',
	};
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

/** What a refusal means for the bill. Once a job runs, only its own end says anything about that. */
function cost(step: Step, statusCode: number): string {
	if (isInDoubt(step, statusCode)) return MAYBE_CHARGED;
	return step === 'upload' || step === 'submit' ? NOT_CHARGED : '';
}

/**
 * An answer of the API that is not a success, as an error that tells what it means, what it cost and what to do,
 * beside the API's own words. A submit that was answered 408 or 5xx may have been taken, so it says that.
 */
export function refusalError(refusal: Refusal): PrunaError {
	const { step, statusCode, headers, body, now } = refusal;
	const reason = reasonOf(body);
	const { message, advice } = explain(step, statusCode, reason);
	const quote = reason && !message.includes(reason) ? `The API said: “${reason}”.` : '';
	return new PrunaError(message, {
		description: [quote, advice, cost(step, statusCode)].filter((text) => text !== '').join(' '),
		reason,
		httpCode: String(statusCode),
		details: { httpCode: String(statusCode) },
		transient: isTransient(statusCode),
		notTaken: statusCode === 429,
		inDoubt: isInDoubt(step, statusCode),
		retryAfterSeconds: retryAfterSeconds(headers['retry-after'], now),
	});
}
