import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { createClock } from '../core/clock';
import { settle, settleCall } from '../core/outcome';
import { createExecutionStop } from '../core/stop';
import { apiUrl, readBaseUrl, statusPath } from './address';
import { parseBody, reasonOf } from './answer';
import { isOutOfCredit } from './explain';
import { createSecrets, readApiKey } from './secrets';
import { collectText, type ByteStream } from './stream';

/** A well-formed id that no job has. Asking for its status needs the key and costs nothing (wire.md 9). */
const UNKNOWN_ID = '00000000000000000000000000';
const TIMEOUT_SECONDS = 15;
/** The API's own answer is a hundred bytes; a page of some other web server may be longer. */
const MAX_BYTES = 1024 * 1024;

/**
 * What the answer to a status request for an unknown id says about the key: 401 is a bad one, 403 a bad one unless
 * it speaks of credit, and 404 or 400 mean that the key was let in (wire.md 9).
 */
export function readCredentialTest(statusCode: number, body: unknown): INodeCredentialTestResult {
	const reason = reasonOf(body);
	const quote = reason ? ` Pruna said: “${reason}”` : '';
	if (isOutOfCredit(statusCode, reason)) {
		return {
			status: 'Error',
			message: `The API key is valid, but the account is out of credit. Add credit at https://dashboard.pruna.ai.${quote}`,
		};
	}
	if (statusCode === 401 || statusCode === 403) {
		return {
			status: 'Error',
			message: `Pruna did not accept this API key. Copy it again from https://dashboard.pruna.ai.${quote}`,
		};
	}
	// The API speaks JSON; a page of HTML comes from some other web server.
	if (typeof body === 'string' && /<html/i.test(body)) {
		return { status: 'Error', message: `There is no Pruna API at this Base URL.${quote}` };
	}
	// "no Route matched" counts as well: nobody has seen what the API says to an unknown id, and a good key that is
	// refused would be worse than a Base URL with a wrong path, which the first run shows.
	if (statusCode === 400 || statusCode === 404 || (statusCode >= 200 && statusCode < 300)) {
		return { status: 'OK', message: 'The API key is valid' };
	}
	if (statusCode === 429)
		return { status: 'OK', message: 'The API key is valid; its rate limit is used up just now' };
	return {
		status: 'Error',
		message: `Pruna could not check the key (status ${statusCode}). Try again later.${quote}`,
	};
}

interface Answer {
	readonly statusCode: number;
	readonly body: unknown;
}

/** Asks for the status of an id that nobody has. The key goes to the base URL's origin only: no redirect is followed. */
async function ask(context: ICredentialTestFunctions, url: string, apiKey: string): Promise<Answer> {
	// n8n gives a credential test this one helper only (n8n-core, CredentialTestContext).
	const { helpers } = context;
	const answer = (await helpers.request({
		method: 'GET',
		uri: url,
		headers: { apikey: apiKey, Accept: 'application/json' },
		timeout: TIMEOUT_SECONDS * 1000,
		simple: false,
		resolveWithFullResponse: true,
		followRedirect: false,
		// Of a stream the size and the time can be bounded.
		useStream: true,
	})) as { statusCode: number; body: ByteStream };
	const clock = createClock(createExecutionStop({ getExecutionCancelSignal: () => undefined }));
	const deadline = clock.now() + TIMEOUT_SECONDS * 1000;
	const limits = { idleSeconds: TIMEOUT_SECONDS, deadline, maxBytes: MAX_BYTES };
	return { statusCode: answer.statusCode, body: parseBody(await collectText(answer.body, limits, clock)) };
}

/** Tests a credential without starting anything that costs. */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { apiKey, baseUrl } = (credential.data ?? {}) as { apiKey?: unknown; baseUrl?: unknown };
	const read = await settleCall(() => ({ address: readBaseUrl(baseUrl), key: readApiKey(apiKey) }));
	if (!read.ok) return { status: 'Error', message: (read.error as Error).message };
	const { address, key } = read.value;
	if (key === '') return { status: 'Error', message: 'The API key is empty' };

	const secrets = createSecrets(key, []);
	const outcome = await settle(ask(this, apiUrl(address, statusPath(UNKNOWN_ID)), key));
	if (!outcome.ok) {
		const { code, cause } = outcome.error as { code?: string; cause?: { code?: string } };
		const why = code ?? cause?.code ?? secrets.maskText((outcome.error as Error).message);
		return { status: 'Error', message: `No answer from ${address.origin} (${why}). Check the Base URL.` };
	}
	return readCredentialTest(outcome.value.statusCode, secrets.mask(outcome.value.body));
}
