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

/** A well-formed ID that no prediction has. Asking for its status requires the key and costs nothing (wire.md 9). */
const UNKNOWN_ID = '00000000000000000000000000';
const TIMEOUT_SECONDS = 15;
/** The API's own response is about a hundred bytes long; a page from another web server may be longer. */
const MAX_BYTES = 1024 * 1024;

/**
 * What the response to a status request for an unknown ID says about the key: 401 means a bad key, 403 means a bad key
 * unless the body mentions credit, and 404 or 400 mean that the key was accepted (wire.md 9).
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
	// The API returns JSON; an HTML page comes from another web server.
	if (typeof body === 'string' && /<html/i.test(body)) {
		return { status: 'Error', message: `There is no Pruna API at this Base URL.${quote}` };
	}
	// "no Route matched" counts as well, because nobody has seen the API's response to an unknown ID. Refusing a good key
	// would be worse than accepting a Base URL with a wrong path, which the first run reveals.
	if (statusCode === 400 || statusCode === 404 || (statusCode >= 200 && statusCode < 300)) {
		return { status: 'OK', message: 'The API key is valid' };
	}
	if (statusCode === 429)
		return { status: 'OK', message: 'The API key is valid, but its rate limit has been reached' };
	return {
		status: 'Error',
		message: `Pruna could not check the key (status ${statusCode}). Try again later.${quote}`,
	};
}

interface Answer {
	readonly statusCode: number;
	readonly body: unknown;
}

/** Sends the status request. The key goes only to the Base URL's origin, because redirects are not followed. */
async function ask(context: ICredentialTestFunctions, url: string, apiKey: string): Promise<Answer> {
	// This is the only helper that n8n gives to a credential test (n8n-core, CredentialTestContext).
	const { helpers } = context;
	const answer = (await helpers.request({
		method: 'GET',
		uri: url,
		headers: { apikey: apiKey, Accept: 'application/json' },
		timeout: TIMEOUT_SECONDS * 1000,
		simple: false,
		resolveWithFullResponse: true,
		followRedirect: false,
		// Only a stream can be limited in size and time.
		useStream: true,
	})) as { statusCode: number; body: ByteStream };
	const clock = createClock(createExecutionStop({ getExecutionCancelSignal: () => undefined }));
	const deadline = clock.now() + TIMEOUT_SECONDS * 1000;
	const limits = { idleSeconds: TIMEOUT_SECONDS, deadline, maxBytes: MAX_BYTES };
	return { statusCode: answer.statusCode, body: parseBody(await collectText(answer.body, limits, clock)) };
}

/** Tests a credential at no cost. */
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
		return { status: 'Error', message: `No response from ${address.origin} (${why}). Check the Base URL.` };
	}
	return readCredentialTest(outcome.value.statusCode, secrets.mask(outcome.value.body));
}
