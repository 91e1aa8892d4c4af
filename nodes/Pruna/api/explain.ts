import { PrunaError, type JobKnowledge, type PrunaErrorFacts, type Repeat } from '../core/errors';
import { reasonOf, retryAfterSeconds, invalidFieldsOf, statusOfCode } from './answer';
import { rateOf } from './rate';

/** The four kinds of requests to the API. */
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

const KEY_ADVICE =
	'Check the API Key in the Pruna credential. You can create keys at https://dashboard.pruna.ai.';
const URL_ADVICE = 'Check the Base URL in the Pruna credential.';
const VALUES_ADVICE = 'Check the field values for this item.';
const EXPIRED_ADVICE = 'Result URLs work for a limited time. Download the files as soon as the job is done.';

const OUT_OF_CREDIT: Explanation = {
	message: 'The Pruna account is out of credit',
	advice: 'The API key is valid. Add credit at https://dashboard.pruna.ai, then run this again.',
	failureCause: 'quota-exhausted',
};
export const RATE_LIMITED: Explanation = {
	message: "Pruna's rate limit has been reached",
	advice: "Run fewer items per minute, or ask Pruna to raise your account's limit.",
	failureCause: 'rate-limited',
};

/** @returns true if the account is out of credit: the API sends 402, or a 403 that mentions credit (wire.md 2) */
export function isOutOfCredit(statusCode: number, reason: string | undefined): boolean {
	return statusCode === 402 || (statusCode === 403 && /credit/i.test(reason ?? ''));
}

/** Recognizes the response to a missing or unknown Model header (wire.md 2). Its wording has not been seen. */
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
					'If the API has changed since this version of the node, update the node, or set the new field through Options → Extra Input.',
				failureCause,
			}
		: { message: `Pruna refused the request${words}`, advice: VALUES_ADVICE, failureCause };
}

function forbidden(step: Step): Explanation {
	return step === 'delivery'
		? {
				message: 'Pruna denied access to the result',
				advice: EXPIRED_ADVICE,
				failureCause: 'configuration-invalid',
			}
		: {
				message: 'Pruna denied access with this API key',
				advice: KEY_ADVICE,
				failureCause: 'credential-invalid',
			};
}

const NOT_FOUND: Record<Step, Explanation> = {
	submit: {
		message: 'Pruna does not recognize this model',
		advice: 'Check the model ID, and the Base URL in the Pruna credential.',
	},
	status: {
		message: 'Pruna does not recognize this prediction ID',
		advice: 'The ID may be mistyped, too old, or from another account.',
	},
	delivery: { message: 'The result is no longer available', advice: EXPIRED_ADVICE },
	upload: { message: 'Pruna does not accept uploads at this URL', advice: URL_ADVICE },
};

function tooLarge(step: Step): Explanation {
	return step === 'upload'
		? {
				message: 'The file is too large for Pruna',
				advice: 'Pruna accepts files of up to 100 MB. Make the file smaller, or use a public URL.',
			}
		: { message: 'The request is too large for Pruna', advice: 'Make the input smaller.' };
}

/** A disabled model is nobody's mistake. In all other cases, the input is to blame. */
function unprocessable(reason: string | undefined): Explanation {
	return /disabled/i.test(reason ?? '')
		? {
				message: 'Pruna has disabled this model',
				advice: 'Choose another model, or try again later.',
				failureCause: 'temporarily-unavailable',
			}
		: {
				message: 'Pruna could not process the input',
				advice: 'Check the input, or try another model.',
				failureCause: 'configuration-invalid',
			};
}

/** Only a submit in doubt must not get the advice to try again. */
function outage(step: Step, statusCode: number): Explanation {
	return {
		message: `Pruna did not complete the request (${statusCode})`,
		advice: step === 'submit' ? undefined : 'This is usually temporary. Try again later.',
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

/** The status, refined by the error code in the body, but not after 408 and 5xx: the API may have accepted the request. */
function meaningOf(statusCode: number, body: unknown): number {
	const isRefusal = statusCode >= 400 && statusCode < 500 && statusCode !== 408;
	return (isRefusal ? statusOfCode(body) : undefined) ?? statusCode;
}

/** Whether the same request is worth another attempt, and when (wire.md 2). */
function repeatAfter({ statusCode, headers, now }: Refusal): Repeat {
	const afterSeconds = retryAfterSeconds(headers['retry-after'], now);
	if (statusCode === 429) {
		const { perMinute, resetSeconds } = rateOf(headers);
		// The API documents RateLimit-Reset; its gateway adds Retry-After (wire.md 2).
		const repeat: Repeat = { allowed: 'always', afterSeconds: afterSeconds ?? resetSeconds };
		return perMinute === undefined ? repeat : { ...repeat, perMinute };
	}
	return statusCode === 408 || statusCode >= 500
		? { allowed: 'ifFree', afterSeconds }
		: { allowed: 'never', afterSeconds };
}

/** What is known about the job after a refusal. */
function jobAfter(step: Step, statusCode: number, reason: string | undefined): JobKnowledge {
	switch (step) {
		case 'upload':
			return 'none';
		case 'submit':
			// In these cases the gateway may have forwarded the submit before it failed (wire.md 2 and 3).
			return isRedirect(statusCode) || statusCode === 408 || statusCode >= 500 ? 'maybe' : 'none';
		case 'status':
			// If the API does not know the ID, nothing is known about the job.
			return statusCode === 404 || statusCode === 410 ? undefined : 'running';
		case 'delivery':
			return [403, 404, 410].includes(statusCode) && !isOutOfCredit(statusCode, reason) ? 'lost' : 'done';
	}
}

/** Turns a refusal into an error: what it means, the API's own words, and what is known about the job. */
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
