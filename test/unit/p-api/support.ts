import type { PApi } from '../../p-api';
import { until } from '../../until';

export const KEY = 'pru_test_key';

// Jest types its placeholders as any.
export const anyText = expect.any(String) as unknown;
export const anyNumber = expect.any(Number) as unknown;
export const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);

type Json = Record<string, unknown>;

/** An answer, with its body parsed if it is JSON. */
export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	json: Json;
}

export async function read(response: Response): Promise<Reply> {
	const text = await response.text();
	let json: Json = {};
	try {
		json = JSON.parse(text) as Json;
	} catch {
		// Not JSON, so only `text` is set.
	}
	return { status: response.status, headers: response.headers, text, json };
}

export const get = async (url: string, key: string | undefined = KEY): Promise<Reply> =>
	await read(await fetch(url, { headers: key ? { apikey: key } : {} }));

export async function submit(
	api: PApi,
	model: string,
	input: unknown,
	headers: Record<string, string> = {},
): Promise<Reply> {
	return await read(
		await fetch(`${api.url}/v1/predictions`, {
			method: 'POST',
			headers: { apikey: KEY, model, 'content-type': 'application/json', ...headers },
			body: JSON.stringify({ input }),
		}),
	);
}

export async function upload(
	api: PApi,
	bytes: Uint8Array | string,
	{ name = 'photo.png', part = 'content', type = 'image/png', key = KEY } = {},
): Promise<Reply> {
	const form = new FormData();
	form.append(part, new Blob([bytes as BlobPart], { type }), name);
	return await read(
		await fetch(`${api.url}/v1/files`, { method: 'POST', headers: { apikey: key }, body: form }),
	);
}

/** Submits a prediction and polls it until it ends. */
export async function run(api: PApi, model: string, input: unknown): Promise<Json> {
	const { json: handle } = await submit(api, model, input);
	const ended = async () => {
		const { json } = await get(`${api.url}/v1/predictions/status/${String(handle.id)}`);
		return json.status !== 'starting' && json.status !== 'processing' && json;
	};
	return await until(ended, `the end of a job of ${model}`);
}

export async function download(url: string): Promise<Buffer> {
	const response = await fetch(url, { headers: { apikey: KEY } });
	return Buffer.from(await response.arrayBuffer());
}

/** Submits one job, waits for it, and downloads its only file. */
export async function produce(api: PApi, model: string, input: unknown): Promise<Buffer> {
	const { generation_url: url } = await run(api, model, input);
	return await download(String(url));
}
