/**
 * The key, and tokens in the input, never show up again: not in an error, an output, a hint, a log or anything else of the
 * execution. The API in these tests is the worst possible one: every response repeats the whole request with its headers.
 */
import type { ServerResponse } from 'node:http';
import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { stringify } from 'flatted';
import type { INodeParameters } from 'n8n-workflow';
import { useVirtualTime } from '../engine/virtualTime';
import { edit, generate, png } from '../engine/fixture';
import { runPruna, type TestResult, type TestRun } from '../engine/engine';
import { useForeignServer, type Handler, type Received } from './server';

const KEY = 'pru_live_"4f9c/01+x';
const TOKEN = 'token-of-hugging-face';

const api = useForeignServer();
const other = useForeignServer();
// The node retries until the item's time is up.
useVirtualTime();

const logged: unknown[] = [];
beforeAll(() => {
	const logger = Container.get(Logger);
	for (const level of ['debug', 'info', 'warn', 'error'] as const) {
		jest.spyOn(logger, level).mockImplementation((...line) => void logged.push(line));
	}
});
afterEach(() => void (logged.length = 0));

/** All texts in a value, including those of errors, whose own properties JSON omits. */
function textsOf(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
		return [];
	seen.add(value);
	if (value instanceof Map) return textsOf([...(value as Map<unknown, unknown>)], seen);
	return Reflect.ownKeys(value).flatMap((key) => [
		String(key),
		...textsOf((value as Record<string | symbol, unknown>)[key], seen),
	]);
}

const FORMS = [KEY, JSON.stringify(KEY).slice(1, -1), encodeURIComponent(KEY), TOKEN];
const leaks = (texts: string[]) => texts.filter((text) => FORMS.some((form) => text.includes(form)));

/** Checks all data of the run, except what n8n itself keeps of the workflow and of the item that held the token. */
function expectNoSecret({ run, error }: TestResult): void {
	const own = { ...run.data.resultData.runData };
	delete own.Input;
	expect(leaks(textsOf(own))).toEqual([]);
	expect(leaks(textsOf(run.data.resultData.error))).toEqual([]);
	expect(leaks(textsOf(run.data.resultData.metadata))).toEqual([]);
	expect(leaks(textsOf(run.data.executionData?.contextData))).toEqual([]);
	expect(leaks(textsOf(error))).toEqual([]);
	expect(leaks(textsOf(logged))).toEqual([]);
	expect(leaks([stringify(own), JSON.stringify(own)])).toEqual([]);
	// The key must be nowhere at all, not even in what n8n itself keeps.
	expect(textsOf(run).filter((text) => text.includes(KEY))).toEqual([]);
}

const whole = ({ method, url, headers, body }: Received) =>
	`${method} ${url} ${Object.entries(headers)
		.map((header) => header.join(': '))
		.join('\r\n')} ${body} ${headers.apikey as string}`;

/** Ways to repeat a request: the API's own error formats, and those of servers in front of it. */
const ECHOES: Record<string, (request: Received) => string> = {
	message: (request) => JSON.stringify({ message: whole(request) }),
	'error as an object': (request) => JSON.stringify({ error: { message: `bad ${whole(request)}`, request } }),
	'title and detail': (request) => JSON.stringify({ title: whole(request), detail: whole(request) }),
	'the whole request': (request) => JSON.stringify({ request, [whole(request)]: [[whole(request)]] }),
	'escaped letter by letter': ({ headers }) =>
		`{"message":"${[...(headers.apikey as string)].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`,
	text: whole,
	HTML: (request) =>
		`<html><head><title>${whole(request)}</title></head><body>${whole(request)}</body></html>`,
};

const echo =
	(status: number, form: keyof typeof ECHOES, headers = {}): Handler =>
	(request, response) => {
		const secret = { 'x-debug': encodeURIComponent(whole(request)), ...headers };
		response.writeHead(status, secret).end(ECHOES[form]!(request));
	};

const token = '={{ $json.token }}';
const steps: Record<string, INodeParameters> = {
	submit: generate({
		model: 'p-image-lora',
		lora_weights: 'huggingface.co/a/b/c.safetensors',
		additionalFields: { hf_api_token: token },
		options: { timeout: 20 },
	}),
	'raw submit': {
		resource: 'prediction',
		operation: 'create',
		modelId: 'p-image',
		input: '={{ ({ prompt: "A red fox", hf_api_token: $json.token }) }}',
		options: { timeout: 20 },
	},
	status: { resource: 'prediction', operation: 'getResult', predictionId: 'abc', options: { timeout: 20 } },
	download: {
		resource: 'prediction',
		operation: 'download',
		generationUrl: '/v1/predictions/delivery/x/out.png',
		options: { timeout: 20 },
	},
	upload: edit({ images: 'data', options: { timeout: 20 } }),
};

async function run(parameters: INodeParameters, more: Partial<TestRun> = {}): Promise<TestResult> {
	return await runPruna({
		parameters,
		credential: { apiKey: KEY, baseUrl: api.origin },
		items: [{ json: { token: TOKEN }, files: { data: png() } }],
		...more,
	});
}

describe.each(Object.keys(steps))('a refused %s', (step) => {
	it.each(Object.keys(ECHOES))('that repeats the request as: %s', async (form) => {
		api.answer(echo(400, form));
		const result = await run(steps[step]!);

		expect(JSON.stringify(api.requests)).toContain('pru_live');
		expect(result.error!.httpCode).toBe('400');
		expectNoSecret(result);
	});

	it.each([401, 403, 413, 422, 302])('with status %i', async (status) => {
		api.answer(echo(status, 'message'));
		const result = await run(steps[step]!);

		expect(result.error!.httpCode).toBe(String(status));
		expectNoSecret(result);
	});

	it('under Continue On Fail', async () => {
		api.answer(echo(403, 'the whole request'));
		const result = await run(steps[step]!, { settings: { onError: 'continueErrorOutput' } });

		expect(result.errorItems).toHaveLength(1);
		// n8n puts the failed input item next to its error, and that item held the token.
		delete result.errorItems[0]!.json.token;
		expectNoSecret(result);
	});
});

describe('a broken API', () => {
	it.each(['submit', 'raw submit'])('that answers the %s with a 500 or with nonsense', async (step) => {
		api.answer(echo(500, 'message'));
		expectNoSecret(await run(steps[step]!));
		api.answer(echo(201, 'the whole request'));
		const unreadable = await run(steps[step]!);

		expect(unreadable.error!.message).toBe('Pruna answered the submit without an ID or a result');
		expectNoSecret(unreadable);
	});

	it('that fails a job and gives the request as the reason', async () => {
		api.answer(({ headers, body }, response) => {
			const error = `${headers.apikey as string} ${body}`;
			response.end(JSON.stringify({ id: 'abc', status: 'failed', error }));
		});
		const result = await run(steps.submit!);

		expect(result.error!.message).toMatch(/^The prediction failed: \[hidden\].*\[hidden\]/);
		expectNoSecret(result);
	});

	it('that puts the key into the ID, the status and the URL of a job', async () => {
		api.answer(({ method, headers }, response) => {
			const key = headers.apikey as string;
			const id = `id ${key}`;
			const generation_url = `${api.origin}/${encodeURIComponent(key)}.png`;
			const answer = method === 'POST' ? { id } : { id, status: 'succeeded', generation_url };
			response.end(JSON.stringify(answer));
		});
		const result = await run({ ...steps.submit!, options: { downloadOutput: false, timeout: 20 } });

		expect(result.items[0]!.json.generation_url).toBe(`${api.origin}/[hidden].png`);
		expectNoSecret(result);
	});

	it('that repeats the request in what Get Status and File → Upload pass on', async () => {
		api.answer((request, response) =>
			response.end(JSON.stringify({ id: 'f1', status: 'starting', request })),
		);
		const status = await run({ resource: 'prediction', operation: 'getStatus', predictionId: 'abc' });
		const upload = await run({ resource: 'file', operation: 'upload' });

		expect(status.items[0]!.json.request).toMatchObject({ headers: { apikey: '[hidden]' } });
		expect(upload.items[0]!.json.request).toMatchObject({ headers: { apikey: '[hidden]' } });
		expectNoSecret(status);
		expectNoSecret(upload);
	});

	it('that puts the key into a redirect', async () => {
		api.answer(({ headers, url }, response) => {
			const location = `${other.origin}${url}?apikey=${encodeURIComponent(headers.apikey as string)}`;
			response.writeHead(302, { location }).end();
		});
		other.answer(({ url }, response) => response.writeHead(404).end(`Nothing at ${url}`));
		const result = await run(steps.download!);

		expect(result.error!.description).toContain('out.png?apikey=[hidden]');
		expectNoSecret(result);
	});

	it('that returns the key as the type of a file', async () => {
		api.answer(({ headers }, response) => {
			response.writeHead(200, { 'content-type': `image/${headers.apikey as string}` }).end('x');
		});
		const result = await run(steps.download!);

		expect(result.items).toHaveLength(1);
		expectNoSecret(result);
	});

	it.each(['submit', 'status', 'download', 'upload'])('that hangs up during the %s', async (step) => {
		const answers = [(_: unknown, response: ServerResponse) => void response.destroy(), echo(404, 'text')];
		api.answer((request, response) => answers[Math.min(api.requests.length, 2) - 1]!(request, response));
		const result = await run(steps[step]!);

		expect(result.error).toBeDefined();
		expectNoSecret(result);
	});
});

describe('a mistake in the editor', () => {
	it.each([
		['Extra Input', (json: string) => generate({ options: { extraInput: json } })],
		['Input', (json: string) => ({ ...steps['raw submit']!, input: json })],
	])('in the JSON of %s does not quote the token in it', async (_, parameters) => {
		for (const json of [`{"hf_api_token": ${TOKEN}}`, `{"hf_api_token": "${TOKEN}" x}`, `${TOKEN}`]) {
			const result = await run(parameters('={{ $json.broken }}'), {
				items: [{ json: { broken: json, token: TOKEN } }],
			});

			expect(result.error!.message).toContain('is not a JSON object: ');
			expect(result.error!.message).not.toContain(TOKEN.slice(0, 6));
			expectNoSecret(result);
		}
	});

	it('in the token itself does not show it', async () => {
		const result = await run({
			...steps.submit!,
			additionalFields: { hf_api_token: '={{ [$json.token] }}' },
		});

		expect(result.error!.message).toContain('needs text');
		expectNoSecret(result);
	});
});
