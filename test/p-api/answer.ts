/** What goes back to the client; sent by send.ts, which may damage it on the way (faults.ts). */
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

/** The gateway's own shape of an error (wire.md 2). */
export const gatewayAnswer = (
	status: number,
	message: string,
	headers: Record<string, string> = {},
): Answer => jsonAnswer(status, { message }, headers);

/** The documented shape of an upload error (wire.md 2). */
export const uploadErrorAnswer = (
	status: number,
	code: 'INVALID_FILE' | 'FILE_TOO_LARGE',
	message: string,
): Answer => jsonAnswer(status, { error: { code, message } });

export const noRoute = (): Answer => gatewayAnswer(404, 'no Route matched with those values');
