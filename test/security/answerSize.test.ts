/** No response fills n8n's memory, however large it is, compressed or not. */
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
import type { INodeParameters } from 'n8n-workflow';
import { useVirtualTime } from '../engine/virtualTime';
import { API_KEY, edit, generate, png } from '../engine/fixture';
import { runPruna } from '../engine/engine';
import { useForeignServer, type Handler } from './server';

const api = useForeignServer();
// The node retries until the item's time is up, and how long one of these responses takes depends on the machine.
useVirtualTime();

const MEGABYTE = 1024 * 1024;

/** One promise for each endless response. It resolves when the node closes the connection. */
const closings: Array<Promise<void>> = [];
afterEach(() => void (closings.length = 0));

/** A JSON text that never ends. */
function endlessJson(): Readable {
	const chunk = Buffer.from(`"${'x'.repeat(MEGABYTE)}",`);
	let hasStarted = false;
	return new Readable({
		read() {
			this.push(hasStarted ? chunk : '{"list":[');
			hasStarted = true;
		},
	});
}

const ENCODERS = {
	gzip: () => createGzip(),
	br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
};

const endless =
	(encoding?: keyof typeof ENCODERS): Handler =>
	(_, response) => {
		response.writeHead(200, {
			'content-type': 'application/json',
			...(encoding && { 'content-encoding': encoding }),
		});
		const plain = endlessJson();
		const body = encoding ? plain.pipe(ENCODERS[encoding]()) : plain;
		body.pipe(response);
		const closed = new Promise<void>((resolve) => void response.on('close', resolve));
		closings.push(
			closed.then(() => {
				plain.destroy();
				body.destroy();
			}),
		);
	};

const steps: Record<string, INodeParameters> = {
	submit: generate({ options: { timeout: 20 } }),
	status: { resource: 'prediction', operation: 'getResult', predictionId: 'abc', options: { timeout: 20 } },
	upload: edit({ images: 'data', options: { timeout: 20 } }),
};

async function run(step: string) {
	return await runPruna({
		parameters: steps[step]!,
		credential: { apiKey: API_KEY, baseUrl: api.origin },
		items: [{ files: { data: png() } }],
	});
}

describe.each(['submit', 'status', 'upload'])('the response to a %s', (step) => {
	it.each([undefined, 'gzip', 'br'] as const)('is aborted if it is too large (%s)', async (encoding) => {
		api.answer(endless(encoding));
		const { error } = await run(step);

		expect(`${error!.message} ${error!.description}`).toContain('(ERR_TOO_LARGE)');
		expect(closings.length).toBeGreaterThan(0);
		await Promise.all(closings);
	});

	it('is refused if its compression is broken', async () => {
		api.answer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'));
		const { error } = await run(step);

		expect(`${error!.message} ${error!.description}`).toMatch(/Z_DATA_ERROR|incorrect header/);
	});

	it('does not crash n8n if it is nested deeper than any JSON of the API', async () => {
		const nested = `{"error":`.repeat(200_000) + '"deep"' + '}'.repeat(200_000);
		api.answer((_, response) => response.writeHead(400).end(nested));
		const { error, run: whole } = await run(step);

		expect(error!.httpCode).toBe('400');
		expect(JSON.stringify(whole.data.resultData).length).toBeLessThan(MEGABYTE);
	});
});

describe('the output of Get Status', () => {
	it('can be saved by n8n, however deeply it is nested', async () => {
		api.answer((_, response) => response.end(`{"logs":${'['.repeat(200_000)}${']'.repeat(200_000)}}`));
		const { items } = await runPruna({
			parameters: { resource: 'prediction', operation: 'getStatus', predictionId: 'abc' },
			credential: { apiKey: API_KEY, baseUrl: api.origin },
		});

		expect(JSON.stringify(items[0]!.json)).toMatch(/^\{"id":"abc","logs":\[+"…"\]+\}$/);
	});
});
