import { apiUrl, statusPath, SUBMIT_PATH, UPLOAD_PATH, type ApiAddress } from './address';
import { parseBody } from './answer';
import { MAYBE_CHARGED, refusalError, type Step } from './explain';
import { PrunaError } from './errors';
import type { ByteStream, Http, HttpResponse } from './http';
import { settle } from './outcome';
import { repeatUntil, type Clock } from './repeat';

/** Pruna's gateway gives up after 60 s (wire.md 3); its answer, late as it is, tells more than a time-out of ours. */
const SUBMIT_TIMEOUT = 90;
const STATUS_TIMEOUT = 30;
const TRANSFER_TIMEOUT = 120;
/** How long a host that cannot be reached gets to come back before the first request of an item is given up. */
const UNREACHABLE_SECONDS = 20;

export interface Submit {
	readonly model: string;
	readonly input: Record<string, unknown>;
	/** Asks the API to answer with the result itself (Try-Sync). */
	readonly sync: boolean;
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

export function createApi(http: Http, address: ApiAddress, clock: Clock): PrunaApi {
	const isSuccess = (statusCode: number) => statusCode >= 200 && statusCode < 300;

	function accept(step: Step, response: HttpResponse<string>): unknown {
		const body = parseBody(response.body);
		if (!isSuccess(response.statusCode)) throw refusalError({ ...response, step, body, now: clock.now() });
		return body;
	}

	/** A mistyped Base URL should not be waited for as long as a job is; a gateway that restarts should. */
	function whileReachable(mayRepeat: (error: PrunaError) => boolean): (error: PrunaError) => boolean {
		const end = clock.now() + UNREACHABLE_SECONDS * 1000;
		return (error) =>
			mayRepeat(error) && (!error.notTaken || error.httpCode !== undefined || clock.now() < end);
	}

	return {
		address,

		async submit({ model, input, sync }, deadline) {
			// A submit is paid for: it is repeated only where the API surely has not taken it (429, no connection).
			const outcome = await settle(
				repeatUntil(
					deadline,
					clock,
					whileReachable((error) => error.transient && error.notTaken),
					async () =>
						accept(
							'submit',
							await http.text({
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
							}),
						),
				),
			);
			if (outcome.ok) return outcome.value;
			throw inDoubt(outcome.error);
		},

		async status(id, deadline) {
			return await repeatUntil(
				deadline,
				clock,
				(error) => error.transient,
				async () =>
					accept(
						'status',
						await http.text({
							method: 'GET',
							url: apiUrl(address, statusPath(id)),
							headers: { Accept: 'application/json' },
							timeoutSeconds: STATUS_TIMEOUT,
						}),
					),
			);
		},

		async upload(form, deadline) {
			// An upload costs nothing, so every passing fault is worth another try.
			return await repeatUntil(
				deadline,
				clock,
				whileReachable((error) => error.transient),
				async () =>
					accept(
						'upload',
						await http.text({
							method: 'POST',
							url: apiUrl(address, UPLOAD_PATH),
							headers: { Accept: 'application/json' },
							body: form(),
							timeoutSeconds: TRANSFER_TIMEOUT,
						}),
					),
			);
		},

		async file(url) {
			const response = await http.stream({ method: 'GET', url, timeoutSeconds: TRANSFER_TIMEOUT });
			if (isSuccess(response.statusCode)) return response;
			const body = parseBody(await readStart(response.body));
			throw refusalError({ ...response, step: 'delivery', body, now: clock.now() });
		},
	};
}

/** A submit that got no answer may have been taken all the same; the user has to know before paying again. */
function inDoubt(error: unknown): unknown {
	if (!(error instanceof PrunaError) || error.notTaken || error.httpCode !== undefined) return error;
	return new PrunaError(error.message, { description: MAYBE_CHARGED, details: error.details });
}

/** As much of a refusal's body as a sentence needs; a proxy's page may be long. */
async function readStart(stream: ByteStream): Promise<string> {
	const chunks: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of stream) {
			chunks.push(Buffer.from(chunk as Buffer));
			length += chunks[chunks.length - 1]!.length;
			if (length > 16 * 1024) break;
		}
	} catch {
		// The status code tells enough when the body is cut.
	}
	return Buffer.concat(chunks).toString('utf8');
}
