/**
 * The parts of n8n that one run of the node uses: parameters, helpers and binary storage. The helpers answer from a
 * script, in virtual time; everything above them is the node's own code.
 */
import { Readable } from 'stream';
import type {
	IContextObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
} from 'n8n-workflow';
import type { Clock } from '../../nodes/Pruna/core/clock';
import { API_KEY, type Answer, type Script } from './answers';

export const BASE_URL = 'https://api.pruna.ai';

export type Step = keyof Script;

/** A request as it left the node. */
export interface Sent {
	step: Step;
	url: string;
	/** Whether it carried the key, because n8n's credential helper sent it. */
	withKey: boolean;
	answer: Answer;
	body: unknown;
}

export interface FakeRun {
	script: Script;
	clock: Clock;
	/** What the fields' expressions return for an item, of any type. */
	parameters: (itemIndex: number) => Readonly<Record<string, unknown>>;
	items?: INodeExecutionData[];
	continues?: boolean;
	/** n8n's node context, which all tries of Retry On Fail share. */
	memory?: IContextObject;
}

const NODE = {
	id: '1',
	name: 'Pruna',
	type: 'n8n-nodes-pruna.pruna',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

function stepOf(options: IHttpRequestOptions): Step {
	const { pathname } = new URL(options.url);
	if (options.method === 'POST') return pathname.endsWith('/v1/files') ? 'upload' : 'submit';
	return pathname.includes('/v1/predictions/status/') ? 'status' : 'delivery';
}

/** A failed request as n8n's helper throws it: with the whole request in it, including the key. */
function requestError(
	code: string | undefined,
	options: IHttpRequestOptions,
	key: string | undefined,
): Error {
	const config = { ...options, headers: { ...options.headers, ...(key && { apikey: key }) } };
	return Object.assign(new Error(`request failed ${code ?? ''}`), {
		...(code && { code }),
		config,
		request: { _header: `apikey: ${key ?? ''}` },
		cause: Object.assign(new Error(code ?? 'unknown'), { config }),
	});
}

/** A body that arrives in virtual time, as broken as the script says. */
function streamOf(answer: Extract<Answer, { kind: 'answer' }>, clock: Clock): Readable {
	const { ending } = answer;
	const body = Buffer.from(answer.body);
	// Endless only while somebody reads: after the reader has left, it must not keep the process and the clock running forever.
	const stream = new Readable({ read: () => void (ending === 'endless' && pour(stream, clock)) });
	stream.on('error', () => undefined); // must not crash the process if nobody reads
	const end = ending === 'whole' ? body.length : Math.floor(body.length / 2);
	if (end > 0) stream.push(body.subarray(0, end));
	if (ending === 'whole') stream.push(null);
	if (ending === 'cut')
		setImmediate(() => stream.destroy(requestError('ECONNRESET', { url: BASE_URL }, API_KEY)));
	// As axios 1.18 returns it: a generator around the real stream, which cannot be destroyed while it waits.
	return Readable.from(chunksOf(stream), { objectMode: false });
}

async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
	for await (const chunk of stream) yield chunk as Buffer;
}

async function pour(stream: Readable, clock: Clock): Promise<void> {
	await clock.sleep(5);
	if (!stream.destroyed) stream.push(Buffer.alloc(256 * 1024, 'x'));
}

/** The body as it goes over the wire. */
function wire(body: IHttpRequestOptions['body']): unknown {
	return body === undefined || body instanceof FormData
		? body
		: (JSON.parse(JSON.stringify(body)) as unknown);
}

export function createFake({ script, clock, parameters, items = [{ json: {} }], ...run }: FakeRun) {
	const sent: Sent[] = [];
	/** Everything that the node reports besides its output: log, hints, browser console. */
	const reported: unknown[] = [];
	const counts: Record<Step, number> = { submit: 0, status: 0, delivery: 0, upload: 0 };

	async function request(options: IHttpRequestOptions, key?: string): Promise<unknown> {
		const step = stepOf(options);
		const answers = script[step];
		const answer = answers[Math.min(counts[step]++, answers.length - 1)]!;
		sent.push({ step, url: options.url, withKey: key !== undefined, answer, body: wire(options.body) });
		if (answer.kind === 'error') throw requestError(answer.code, options, key);
		if (answer.kind === 'stalled') {
			await clock.sleep((options.timeout ?? 300_000) / 1000);
			throw requestError('ECONNABORTED', options, key);
		}
		return { statusCode: answer.status, headers: answer.headers, body: streamOf(answer, clock) };
	}

	async function prepareBinaryData(data: Readable, fileName?: string, mimeType?: string) {
		let bytes = 0;
		for await (const chunk of data) bytes += (chunk as Buffer).length;
		return { data: 'filesystem', id: 'filesystem:1', bytes, fileName, mimeType };
	}

	const fail = (message: string) => {
		throw new Error(message);
	};
	const context = {
		getInputData: () => items,
		getNode: () => NODE as INode,
		getMode: () => 'manual',
		getExecutionId: () => '1',
		getWorkflow: () => ({ id: 'w1', name: 'Fuzz', active: true }),
		getContext: () => run.memory ?? {},
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getExecutionCancelSignal: () => undefined,
		getCredentials: async () => await Promise.resolve({ apiKey: API_KEY, baseUrl: BASE_URL }),
		continueOnFail: () => run.continues ?? false,
		getNodeParameter: (name: string, item: number, fallback: unknown) => {
			const path = name.split('.');
			const value = path.reduce<unknown>(
				(at, part) =>
					typeof at === 'object' && at !== null && Object.hasOwn(at, part)
						? (at as Record<string, unknown>)[part]
						: undefined,
				parameters(item),
			);
			return value === undefined ? fallback : value;
		},
		sendMessageToUI: (message: unknown) => void reported.push(message),
		addExecutionHints: (hint: unknown) => void reported.push(hint),
		customData: { set: (...entry: unknown[]) => void reported.push(entry) },
		logger: Object.fromEntries(
			['debug', 'info', 'warn', 'error'].map((level) => [
				level,
				(...line: unknown[]) => void reported.push(line),
			]),
		),
		helpers: {
			httpRequest: async (options: IHttpRequestOptions) => await request(options),
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
				await request(options, API_KEY),
			assertBinaryData: (item: number, name: string) => items[item]?.binary?.[name] ?? fail('no such field'),
			getBinaryDataBuffer: async () => await Promise.resolve(Buffer.from('the image')),
			getBinaryMetadata: async () => await Promise.resolve({ fileSize: 9 }),
			getBinaryStream: async () => await Promise.resolve(Readable.from([Buffer.from('the image')])),
			binaryToBuffer: async () => await Promise.resolve(Buffer.from('the image')),
			prepareBinaryData,
		},
	};
	return { context: context as unknown as IExecuteFunctions, sent, reported };
}
