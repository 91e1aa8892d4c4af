import type { Clock } from '../core/clock';
import { ExecutionCanceled, PrunaError, RunHalted, type JobKnowledge } from '../core/errors';
import { createLimit } from '../core/limit';
import { mapError, settle } from '../core/outcome';
import { repeatUntil } from '../core/repeat';
import { apiUrl, statusPath, SUBMIT_PATH, UPLOAD_PATH, type ApiAddress } from './address';
import { parseBody, readPollAdvice, type PollAdvice } from './answer';
import { refusalError, type Step } from './explain';
import type { Http, HttpResponse } from './http';
import { rateOf, type Rate } from './rate';
import type { Secrets } from './secrets';
import { collectText, type ByteStream } from './stream';

/** In seconds. Pruna's gateway times out after 60 s (wire.md 3). Its late response says more than our own timeout. */
const SUBMIT_TIMEOUT = 90;
const STATUS_TIMEOUT = 30;
const TRANSFER_TIMEOUT = 120;
const REASON_TIMEOUT = 5;
/**
 * Most status requests that a run has in progress. For each one, n8n's helper reads the credential from the database, and
 * if hundreds wait for that, n8n considers its database lost.
 */
const STATUS_REQUESTS_AT_A_TIME = 32;
/** How long an upload or a submit waits for an unreachable host before it fails, in seconds. */
export const UNREACHABLE_SECONDS = 20;

export interface Submit {
	readonly model: string;
	readonly input: Record<string, unknown>;
	/** Asks the API to respond with the result itself (Try-Sync). */
	readonly sync: boolean;
}

/** A body of known size, because the API refuses chunked uploads (wire.md 6). */
export interface UploadBody {
	readonly contentType: string;
	/** Bytes. */
	readonly contentLength: number;
	readonly body: Buffer | ByteStream;
	/** Releases the file behind the body, whether or not the request succeeded. */
	close(): void;
}

/** The response to a status request. */
export interface StatusAnswer {
	readonly body: unknown;
	readonly advice: PollAdvice;
}

/** The response to a submit, and what it says about the rate limit. */
export interface SubmitAnswer {
	readonly body: unknown;
	readonly rate: Rate;
}

/**
 * The requests that the node sends to P-API. Deadlines are milliseconds since 1970. Status requests and uploads cost
 * nothing, so the client repeats them until their deadline. A submit or a download is one attempt.
 */
export interface ApiClient {
	readonly address: ApiAddress;
	submit(submit: Submit): Promise<SubmitAnswer>;
	status(id: string, deadline: number): Promise<StatusAnswer>;
	/** @param open Creates the body, once for each attempt */
	upload(open: () => Promise<UploadBody>, deadline: number): Promise<unknown>;
	/** The stream may still break off. @param url Absolute */
	file(url: string, deadline: number): Promise<HttpResponse<ByteStream>>;
}

export function createApiClient(http: Http, address: ApiAddress, clock: Clock, secrets: Secrets): ApiClient {
	const statusLimit = createLimit(STATUS_REQUESTS_AT_A_TIME);
	const isSuccess = (statusCode: number) => statusCode >= 200 && statusCode < 300;
	const secondsUntil = (deadline: number, max: number) =>
		Math.min(max, Math.max(1, (deadline - clock.now()) / 1000));

	function accept(step: Step, response: HttpResponse<string>): unknown {
		const body = secrets.mask(parseBody(response.body));
		if (!isSuccess(response.statusCode)) throw refusalError({ ...response, step, body, now: clock.now() });
		return body;
	}

	/** Reads the body of a refused download. If it does not arrive, the status code says enough. */
	async function readReason(body: ByteStream): Promise<string> {
		const deadline = clock.now() + REASON_TIMEOUT * 1000;
		const limits = { idleSeconds: REASON_TIMEOUT, deadline, maxBytes: 64 * 1024 };
		const read = await settle(collectText(body, limits, clock));
		if (!read.ok && (read.error instanceof ExecutionCanceled || read.error instanceof RunHalted))
			throw read.error;
		return read.ok ? read.value : '';
	}

	return {
		address,

		async submit({ model, input, sync }) {
			const request = http.text({
				method: 'POST',
				url: apiUrl(address, SUBMIT_PATH),
				headers: {
					'Content-Type': 'application/json',
					Accept: 'application/json',
					Model: model,
					...(sync ? { 'Try-Sync': 'true' } : {}),
				},
				body: { input },
				timeoutSeconds: SUBMIT_TIMEOUT,
			});
			// Without a response, the API may have accepted the submit, unless the error says otherwise.
			const response = await mapError(request, (error) => assumeJob('maybe', error));
			return { body: accept('submit', response), rate: rateOf(response.headers) };
		},

		async status(id, deadline) {
			const attempt = async () => {
				const request = async () =>
					await http.text({
						method: 'GET',
						url: apiUrl(address, statusPath(id)),
						headers: { Accept: 'application/json' },
						timeoutSeconds: secondsUntil(deadline, STATUS_TIMEOUT),
					});
				const response = await statusLimit(request);
				return { body: accept('status', response), advice: readPollAdvice(response.headers) };
			};
			const answer = repeatUntil({ deadline, isFree: true }, clock, attempt);
			return await mapError(answer, (error) => jobAtStep('running', error));
		},

		async upload(open, deadline) {
			const attempt = async () => {
				const form = await open();
				const { body, contentType, contentLength } = form;
				const request = http.text({
					method: 'POST',
					url: apiUrl(address, UPLOAD_PATH),
					headers: {
						'Content-Type': contentType,
						'Content-Length': String(contentLength),
						Accept: 'application/json',
					},
					body,
					timeoutSeconds: TRANSFER_TIMEOUT,
				});
				const sent = await settle(request);
				if (!Buffer.isBuffer(body)) body.destroy();
				form.close();
				if (!sent.ok) throw sent.error;
				return accept('upload', sent.value);
			};
			const policy = { deadline, isFree: true, unreachableSeconds: UNREACHABLE_SECONDS };
			return await mapError(repeatUntil(policy, clock, attempt), (error) => jobAtStep('none', error));
		},

		async file(url, deadline) {
			const request = http.stream({
				method: 'GET',
				url,
				// n8n's helper would unpack a compressed response, and its announced length would no longer match.
				headers: { 'Accept-Encoding': 'identity' },
				timeoutSeconds: secondsUntil(deadline, TRANSFER_TIMEOUT),
			});
			const response = await mapError(request, (error) => jobAtStep('done', error));
			if (isSuccess(response.statusCode)) return response;
			const body = secrets.mask(parseBody(await readReason(response.body)));
			throw refusalError({ ...response, step: 'delivery', body, now: clock.now() });
		},
	};
}

/** Adds what is known about the job to a network failure that does not say it itself. */
function assumeJob(job: JobKnowledge, error: unknown): unknown {
	return error instanceof PrunaError && error.job === undefined ? error.with({ job }) : error;
}

/** A network failure says nothing about the job by itself, but at this step the state of the job is known. */
function jobAtStep(job: JobKnowledge, error: unknown): unknown {
	return error instanceof PrunaError && error.httpCode === undefined ? error.with({ job }) : error;
}
