/** What the client gets. send.ts sends it, and may damage it on the way (faults.ts). */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string | Buffer;
}

export const jsonAnswer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
	status,
	headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
	body: JSON.stringify(body),
});

/** An error in the gateway's own shape (wire.md 2). */
export const gatewayAnswer = (
	status: number,
	message: string,
	headers: Record<string, string> = {},
): Answer => jsonAnswer(status, { message }, headers);

type ErrorCode = (typeof CODES)[keyof typeof CODES] | 'INVALID_FILE' | 'FILE_TOO_LARGE';

/** The documented code of each status (wire.md 2). An exhausted quota comes closest to an empty account. */
const CODES = {
	400: 'VALIDATION_ERROR',
	401: 'AUTHENTICATION_FAILED',
	403: 'QUOTA_EXCEEDED',
	404: 'NOT_FOUND',
	410: 'CONTENT_EXPIRED',
	429: 'RATE_LIMIT_EXCEEDED',
	504: 'TIMEOUT',
} as const;

/** An error in the documented shape (wire.md 2). */
export const codedAnswer = (status: number, code: ErrorCode, message: string): Answer =>
	jsonAnswer(status, { error: { code, message } });

/** Converts an error from the gateway's shape to the documented one. Any other answer stays as it is. */
export function documented(answer: Answer): Answer {
	const code = (CODES as Record<number, ErrorCode>)[answer.status];
	if (code === undefined) return answer;
	const { message } = JSON.parse(String(answer.body)) as { message?: string };
	if (message === undefined) return answer;
	const { body } = codedAnswer(answer.status, code, message);
	return { ...answer, body };
}

export const noRoute = (): Answer => gatewayAnswer(404, 'no Route matched with those values');
