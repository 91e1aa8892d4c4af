import { apiUrl, statusPath, SUBMIT_PATH, UPLOAD_PATH, type ApiAddress } from './address';
import { parseBody } from './answer';
import { MAYBE_CHARGED, NOT_CHARGED, refusalError, type Step } from './explain';
import { ExecutionCanceled, PrunaError, RunHalted, withAdvice } from '../core/errors';
import type { Http, HttpResponse } from './http';
import { settle } from '../core/outcome';
import type { Clock } from '../core/clock';
import { repeatUntil } from '../core/repeat';
import type { Secrets } from './secrets';
import { readText, type ByteStream } from './stream';

/** Pruna's gateway gives up after 60 s (wire.md 3); its answer, late as it is, tells more than a time-out of ours. */
const SUBMIT_TIMEOUT = 90;
const STATUS_TIMEOUT = 30;
const TRANSFER_TIMEOUT = 120;
const REASON_TIMEOUT = 5;
/** How long a host that cannot be reached gets to come back before an upload or a submit is given up, in seconds. */
const UNREACHABLE_SECONDS = 20;

export interface Submit {
	readonly model: string;
	readonly input: Record<string, unknown>;
	/** Asks the API to answer with the result itself (Try-Sync). */
	readonly sync: boolean;
	/** How this submit keeps to the model's rate when it has to be sent once more. */
	readonly turn: {
		again(): Promise<void>;
		/** The API takes no more submits of this model, for so many seconds if it says so. */
		refused(seconds: number | undefined): void;
	};
}

/** What the node asks of P-API. Deadlines are milliseconds since 1970; repeated is what cannot buy anything twice. */
export interface PrunaApi {
	readonly address: ApiAddress;
	submit(submit: Submit, deadline: number): Promise<unknown>;
	status(id: string, deadline: number): Promise<unknown>;
	upload(form: () => FormData, deadline: number): Promise<unknown>;
	/** One try; its stream may still be cut. @param url Absolute */
	file(url: string): Promise<HttpResponse<ByteStream>>;
}

export function createApi(http: Http, address: ApiAddress, clock: Clock, secrets: Secrets): PrunaApi {
	const isSuccess = (statusCode: number) => statusCode >= 200 && statusCode < 300;

	function accept(step: Step, response: HttpResponse<string>): unknown {
		const body = secrets.mask(parseBody(response.body));
		if (!isSuccess(response.statusCode)) throw refusalError({ ...response, step, body, now: clock.now() });
		return body;
	}

	/** The body of a refused download; the status code tells enough when it does not come. */
	async function readReason(body: ByteStream): Promise<string> {
		const deadline = clock.now() + REASON_TIMEOUT * 1000;
		const read = await settle(
			readText(body, { idleSeconds: REASON_TIMEOUT, deadline, maxBytes: 64 * 1024 }, clock),
		);
		if (!read.ok && (read.error instanceof ExecutionCanceled || read.error instanceof RunHalted))
			throw read.error;
		return read.ok ? read.value : '';
	}

	async function sendSubmit({ model, input, sync }: Submit): Promise<unknown> {
		const response = await http.text({
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
		return accept('submit', response);
	}

	/** A mistyped Base URL should not be waited for as long as a job is; a gateway that restarts should. */
	function whileReachable(mayRepeat: (error: PrunaError) => boolean): (error: PrunaError) => boolean {
		let end: number | undefined;
		return (error) => {
			if (!error.notTaken || error.httpCode !== undefined) {
				// It has been reached, so the next outage has all of its time.
				end = undefined;
				return mayRepeat(error);
			}
			end ??= clock.now() + UNREACHABLE_SECONDS * 1000;
			return mayRepeat(error) && clock.now() < end;
		};
	}

	return {
		address,

		async submit(submit, deadline) {
			let tries = 0;
			const attempt = async () => {
				if (tries++ > 0) await submit.turn.again();
				const sent = await settle(sendSubmit(submit));
				if (sent.ok) return sent.value;
				const { error } = sent;
				if (error instanceof PrunaError && error.httpCode === '429') {
					submit.turn.refused(error.retryAfterSeconds);
				}
				throw error;
			};
			// A submit is paid for: it is repeated only where the API surely has not taken it (429, no connection).
			const mayRepeat = whileReachable((error) => error.transient && error.notTaken);
			const outcome = await settle(repeatUntil(deadline, clock, mayRepeat, attempt));
			if (outcome.ok) return outcome.value;
			throw costOf('submit', outcome.error);
		},

		async status(id, deadline) {
			const attempt = async () =>
				accept(
					'status',
					await http.text({
						method: 'GET',
						url: apiUrl(address, statusPath(id)),
						headers: { Accept: 'application/json' },
						timeoutSeconds: Math.min(STATUS_TIMEOUT, Math.max(1, (deadline - clock.now()) / 1000)),
					}),
				);
			return await repeatUntil(deadline, clock, (error) => error.transient, attempt);
		},

		async upload(form, deadline) {
			const attempt = async () =>
				accept(
					'upload',
					await http.text({
						method: 'POST',
						url: apiUrl(address, UPLOAD_PATH),
						headers: { Accept: 'application/json' },
						body: form(),
						timeoutSeconds: TRANSFER_TIMEOUT,
					}),
				);
			// An upload costs nothing, so every passing fault is worth another try.
			const mayRepeat = whileReachable((error) => error.transient);
			const outcome = await settle(repeatUntil(deadline, clock, mayRepeat, attempt));
			if (outcome.ok) return outcome.value;
			throw costOf('upload', outcome.error);
		},

		async file(url) {
			const response = await http.stream({
				method: 'GET',
				url,
				// n8n's helper unpacks what a gateway has packed, and the announced length would be of something else.
				headers: { 'Accept-Encoding': 'identity' },
				timeoutSeconds: TRANSFER_TIMEOUT,
			});
			if (isSuccess(response.statusCode)) return response;
			const body = secrets.mask(parseBody(await readReason(response.body)));
			throw refusalError({ ...response, step: 'delivery', body, now: clock.now() });
		},
	};
}

/** What a request that got no answer means for the bill: the user has to know before paying again. */
function costOf(step: 'upload' | 'submit', error: unknown): unknown {
	if (!(error instanceof PrunaError) || error.httpCode !== undefined) return error;
	if (step === 'upload' || error.notTaken) return withAdvice(error, NOT_CHARGED);
	return new PrunaError(error.message, { description: MAYBE_CHARGED, inDoubt: true, details: error.details });
}
