import { Readable } from 'stream';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { readBaseUrl } from '../../../nodes/Pruna/api/address';
import { ExecutionCanceled, PrunaError, RunHalted } from '../../../nodes/Pruna/core/errors';
import { createHttp, type HttpRequest } from '../../../nodes/Pruna/api/http';
import { createSecrets } from '../../../nodes/Pruna/api/secrets';
import { createClock } from '../../../nodes/Pruna/core/clock';
import { createExecutionStop, createRunStop } from '../../../nodes/Pruna/core/stop';
import { virtualClock } from '../core/virtualClock';

const submit: HttpRequest = {
	method: 'POST',
	url: 'https://api.pruna.ai/v1/predictions',
	body: { input: {} },
	timeoutSeconds: 90,
};
const answer = (text: string) => ({
	statusCode: 201,
	headers: { 'X-Id': '1' },
	body: Readable.from([Buffer.from(text)]),
});

/** The egress, with this function as n8n's helper. */
function httpWith(send: (options: IHttpRequestOptions) => unknown, signal?: AbortSignal, realTime = false) {
	const execution = createExecutionStop({ getExecutionCancelSignal: () => signal });
	const stop = createRunStop(execution);
	// As in a run, this clock ends with the execution but not with the halt of the run.
	const { clock, elapsed } = virtualClock(1_000_000, () => execution.check());
	const helper = async (options: IHttpRequestOptions) => await Promise.resolve(send(options));
	const context = {
		helpers: {
			httpRequest: helper,
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => await helper(options),
		},
	} as unknown as IExecuteFunctions;
	const time = realTime ? createClock(execution) : clock;
	const http = createHttp(context, readBaseUrl(undefined), stop, time, createSecrets('pru_secret', []));
	return { http, stop, elapsed };
}

describe('a response', () => {
	it('is read as text, with its headers in lower case', async () => {
		const { http } = httpWith(() => answer('{"id":"abc"}'));
		expect(await http.text(submit)).toEqual({
			statusCode: 201,
			headers: { 'x-id': '1' },
			body: '{"id":"abc"}',
		});
	});

	it('whose body does not arrive in time may belong to an accepted submit', async () => {
		const { http, elapsed } = httpWith(() => ({
			statusCode: 201,
			headers: {},
			body: new Readable({ read: () => undefined }),
		}));
		await expect(http.text(submit)).rejects.toMatchObject({
			message: 'No response from api.pruna.ai (ETIMEDOUT)',
			repeat: { allowed: 'ifFree' },
			job: undefined,
		});
		expect(elapsed()).toBeLessThan(95_000);
	});

	it('that repeats the key in a header has it masked', async () => {
		const { http } = httpWith(() => ({ ...answer('{}'), headers: { 'X-Key': 'is pru_secret' } }));
		expect((await http.text(submit)).headers).toEqual({ 'x-key': 'is [hidden]' });
	});

	it('that fails with a reason that quotes the key has it masked', async () => {
		const { http } = httpWith(() => {
			throw new Error('Cannot send pru_secret');
		});
		await expect(http.text(submit)).rejects.toThrow(
			'The request to api.pruna.ai failed: Cannot send [hidden]',
		);
	});

	it('that is endless is not read forever', async () => {
		const body = new Readable({
			read() {
				this.push(Buffer.alloc(256 * 1024));
			},
		});
		const { http } = httpWith(() => ({ statusCode: 200, headers: {}, body }));
		await expect(http.text(submit)).rejects.toBeInstanceOf(PrunaError);
		expect(body.destroyed).toBe(true);
	});
});

describe('a redirect', () => {
	it.each([
		['http://api.pruna.ai/a.png', 1],
		['file:///etc/passwd', 1],
		['https://cdn.example.com/a.png', 6],
	])('from https to %s leads to %i requests', async (location, count) => {
		const asked: string[] = [];
		const { http } = httpWith(({ url }) => {
			asked.push(url);
			return { ...answer(''), statusCode: 302, headers: { location } };
		});
		const response = await http.stream({ ...submit, method: 'GET' });

		expect(response.statusCode).toBe(302);
		expect(asked).toHaveLength(count);
		expect(asked.every((url) => url.startsWith('https://'))).toBe(true);
	});
});

describe('a run that is over', () => {
	it('sends nothing more', async () => {
		const send = jest.fn(() => answer('{}'));
		const halted = httpWith(send);
		halted.stop.halt();
		await expect(halted.http.text(submit)).rejects.toThrow(RunHalted);
		await expect(httpWith(send, AbortSignal.abort()).http.text(submit)).rejects.toThrow(ExecutionCanceled);
		expect(send).not.toHaveBeenCalled();
	});

	it.each([
		['before its headers', 0, 5],
		['between its headers and its body', 30, 60],
		['long before its body', 10, 400],
	])(
		'still reads the response to a submit, which is paid for, if it is halted %s',
		async (_, halt, arrival) => {
			const body = new Readable({ read: () => undefined });
			const send = () => {
				if (halt === 0) stop.halt();
				else setTimeout(() => stop.halt(), halt);
				setTimeout(() => {
					body.push('{"id":"abc"}');
					body.push(null);
				}, arrival);
				return { statusCode: 201, headers: {}, body };
			};
			const { http, stop } = httpWith(send, undefined, true);
			await expect(http.text(submit)).resolves.toMatchObject({ body: '{"id":"abc"}' });
		},
	);

	it('names the network code if n8n wrapped the error and kept its code only as httpCode', async () => {
		const { http } = httpWith(() => {
			throw Object.assign(new Error('The service refused the connection'), { httpCode: 'ECONNREFUSED' });
		});
		await expect(http.text(submit)).rejects.toMatchObject({
			message: 'No response from api.pruna.ai (ECONNREFUSED)',
			job: 'none',
			repeat: { allowed: 'whileUnreachable' },
		});
	});

	it('still reports a submit without a response after another item failed, because it may be paid for', async () => {
		const { http, stop } = httpWith(() => {
			stop.halt();
			throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		});
		await expect(http.text(submit)).rejects.toMatchObject({
			message: 'No response from api.pruna.ai (ECONNRESET)',
			job: undefined,
			repeat: { allowed: 'ifFree' },
		});
	});
});
