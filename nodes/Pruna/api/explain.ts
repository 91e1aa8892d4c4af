import { PrunaError, type JobKnowledge, type PrunaErrorFacts, type Repeat } from '../core/errors';
import { reasonOf, retryAfterSeconds, invalidFieldsOf, statusOfCode } from './answer';
import { rateOf } from './rate';

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

/** What a refusal means, and what to do about it. */
interface Explanation {
	readonly message: string;
	readonly advice?: string;
	readonly failureCause?: PrunaErrorFacts['failureCause'];
}

const KEY_ADVICE = 'Check the API Key in the Pruna credential. Keys are made at https://dashboard.pruna.ai.';
const URL_ADVICE = 'Check the Base URL in the Pruna credential.';
const VALUES_ADVICE = 'Check the values that this item uses.';
const EXPIRED_ADVICE = 'Result links live for a limited time. Download right after the job.';

const OUT_OF_CREDIT: Explanation = {
	message: 'The Pruna account is out of credit',
	advice: 'The API key is fine. Add credit at https://dashboard.pruna.ai and run again.',
	failureCause: 'quota-exhausted',
};
export const RATE_LIMITED: Explanation = {
	message: 'Pruna takes no more requests at the moment (rate limit)',
	advice: 'Run fewer items per minute, or ask Pruna to raise the limit of the account.',
	failureCause: 'rate-limited',
};

/** @returns true for an account without credit, which the API tells by 402 or by a 403 that speaks of credit (wire.md 2) */
export function isOutOfCredit(statusCode: number, reason: string | undefined): boolean {
	return statusCode === 402 || (statusCode === 403 && /credit/i.test(reason ?? ''));
}

/** An answer to a missing or unknown Model header, which lists all models (wire.md 2); its wording has not been seen. */
function namesUnknownModel(reason: string): boolean {
	if (/^property /i.test(reason)) return false;
	return (
		/\b(unknown|missing|invalid|unsupported|available|supported)\b[^.]*\bmodels?\b/i.test(reason) ||
		/\bmodels?\b[^.]*\b(unknown|missing|invalid|unsupported|not (found|available|supported)|does not exist)\b/i.test(
			reason,
		)
	);
}

function badRequest(step: Step, reason: string | undefined): Explanation {
	if (step === 'submit' && reason !== undefined && namesUnknownModel(reason)) {
		return { ...NOT_FOUND.submit, failureCause: 'configuration-invalid' };
	}
	const words = reason ? `: ${reason}` : '';
	const failureCause = 'configuration-invalid';
	return step === 'submit'
		? {
				message: `Pruna did not accept the input${words}`,
				advice:
					'If the API has changed since this version of the node, Options → Extra Input can set any key, and an update of the node may know the new one.',
				failureCause,
			}
		: { message: `Pruna refused the request${words}`, advice: VALUES_ADVICE, failureCause };
}

function forbidden(step: Step): Explanation {
	return step === 'delivery'
		? {
				message: 'Pruna refused access to the result',
				advice: EXPIRED_ADVICE,
				failureCause: 'configuration-invalid',
			}
		: {
				message: 'Pruna refused access with this API key',
				advice: KEY_ADVICE,
				failureCause: 'credential-invalid',
			};
}

const NOT_FOUND: Record<Step, Explanation> = {
	submit: {
		message: 'Pruna does not know this model',
		advice: 'Check the model, and the Base URL in the Pruna credential.',
	},
	status: {
		message: 'Pruna does not know this prediction',
		advice: 'The ID may be mistyped, too old, or from another account.',
	},
	delivery: { message: 'The result is no longer there', advice: EXPIRED_ADVICE },
	upload: { message: 'Pruna does not take uploads at this address', advice: URL_ADVICE },
};

function tooLarge(step: Step): Explanation {
	return step === 'upload'
		? {
				message: 'The file is too large for Pruna',
				advice: 'Pruna takes files of up to 100 MB. Make it smaller, or give its public URL.',
			}
		: { message: 'The request is too large for Pruna', advice: 'Make the input smaller.' };
}

/** A model that is switched off is nobody's mistake; everything else that Pruna could not work with is the input's. */
function unprocessable(reason: string | undefined): Explanation {
	return /disabled/i.test(reason ?? '')
		? {
				message: 'Pruna has switched this model off',
				advice: 'Choose another model, or try again later.',
				failureCause: 'temporarily-unavailable',
			}
		: {
				message: 'Pruna could not work with the input',
				advice: 'Check the input, or try another model.',
				failureCause: 'configuration-invalid',
			};
}

/** Only a submit in doubt must not be told to try again. */
function outage(step: Step, statusCode: number): Explanation {
	return {
		message: `Pruna did not complete the request (${statusCode})`,
		advice: step === 'submit' ? undefined : 'It should pass by itself. Try again later.',
		failureCause: 'temporarily-unavailable',
	};
}

function explain(step: Step, statusCode: number, reason: string | undefined): Explanation {
	if (isOutOfCredit(statusCode, reason)) return OUT_OF_CREDIT;
	switch (statusCode) {
		case 400:
			return badRequest(step, reason);
		case 401:
			return {
				message: 'Pruna did not accept the API key',
				advice: KEY_ADVICE,
				failureCause: 'credential-invalid',
			};
		case 403:
			return forbidden(step);
		case 404:
		case 410:
			return { ...NOT_FOUND[step], failureCause: 'configuration-invalid' };
		case 408:
			return outage(step, statusCode);
		case 413:
			return tooLarge(step);
		case 422:
			return unprocessable(reason);
		case 429:
			return RATE_LIMITED;
	}
	if (isRedirect(statusCode)) {
		return {
			message: `Pruna redirected the request (${statusCode})`,
			advice: URL_ADVICE,
			failureCause: 'configuration-invalid',
		};
	}
	return statusCode >= 500
		? outage(step, statusCode)
		: { message: `Pruna refused the request (${statusCode})`, advice: VALUES_ADVICE };
}

function isRedirect(statusCode: number): boolean {
	return statusCode >= 300 && statusCode < 400;
}

/** The status, made more exact by the code in the body. What may have been taken (408, 5xx) no code makes harmless. */
function meaningOf(statusCode: number, body: unknown): number {
	const isRefusal = statusCode >= 400 && statusCode < 500 && statusCode !== 408;
	return (isRefusal ? statusOfCode(body) : undefined) ?? statusCode;
}

/** Answers after which the same GET, or an upload, is worth another try (wire.md 2). */
function repeatAfter({ statusCode, headers, now }: Refusal): Repeat {
	const afterSeconds = retryAfterSeconds(headers['retry-after'], now);
	if (statusCode === 429) {
		const { perMinute, resetSeconds } = rateOf(headers);
		// The API documents RateLimit-Reset; Retry-After is what its gateway adds (wire.md 2).
		const repeat: Repeat = { allowed: 'always', afterSeconds: afterSeconds ?? resetSeconds };
		return perMinute === undefined ? repeat : { ...repeat, perMinute };
	}
	return statusCode === 408 || statusCode >= 500
		? { allowed: 'ifFree', afterSeconds }
		: { allowed: 'never', afterSeconds };
}

/** What is known of the job after a refusal. */
function jobAfter(step: Step, statusCode: number, reason: string | undefined): JobKnowledge {
	switch (step) {
		case 'upload':
			return 'none';
		case 'submit':
			// After these the gateway may have handed a submit on before it gave up (wire.md 2 and 3).
			return isRedirect(statusCode) || statusCode === 408 || statusCode >= 500 ? 'maybe' : 'none';
		case 'status':
			// Nothing is known of a job that the API does not know.
			return statusCode === 404 || statusCode === 410 ? undefined : 'running';
		case 'delivery':
			return [403, 404, 410].includes(statusCode) && !isOutOfCredit(statusCode, reason) ? 'lost' : 'done';
	}
}

/** An answer of the API that is not a success, as an error: what it means, the API's own words, and what is known of the job. */
export function refusalError(refusal: Refusal): PrunaError {
	const { step, statusCode, body } = refusal;
	const reason = reasonOf(body);
	const meaning = meaningOf(statusCode, body);
	const { message, ...explanation } = explain(step, meaning, reason);
	return new PrunaError(message, {
		...explanation,
		reason,
		invalidFields: invalidFieldsOf(body),
		job: jobAfter(step, meaning, reason),
		repeat: repeatAfter(refusal),
		httpCode: String(statusCode),
		details: { httpCode: String(statusCode) },
	});
}
