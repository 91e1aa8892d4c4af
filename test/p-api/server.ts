import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { documented, jsonAnswer, noRoute, type Answer } from './answer';
import { modelOf, openCall, type Call } from './call';
import type { FaultSpec } from './faults';
import { keyRefusal } from './keys';
import type { RecordedRequest, Route } from './requests';
import { delivery } from './routes/delivery';
import { status } from './routes/status';
import { submit } from './routes/submit';
import { upload } from './routes/upload';
import { cut, cutAtFirstChunk, cutHere, send, sendDamaged, stall } from './send';
import type { State } from './state';

/** The routes of wire.md 0; there are no others. `perMinute` is the limit from wire.md 8. */
const routes: {
	name: Route;
	method: 'GET' | 'POST' | ['GET', 'HEAD'];
	url: string;
	handler: (call: Call) => Answer | Promise<Answer>;
	perMinute?: number;
}[] = [
	{ name: 'submit', method: 'POST', url: '/v1/predictions', handler: submit },
	{ name: 'status', method: 'GET', url: '/v1/predictions/status/:id', handler: status, perMinute: 30_000 },
	{
		name: 'delivery',
		method: ['GET', 'HEAD'],
		url: '/v1/predictions/delivery/*',
		handler: delivery,
		perMinute: 10_000,
	},
	{ name: 'upload', method: 'POST', url: '/v1/files', handler: upload, perMinute: 10_000 },
];

const NO_ROUTE = '/no-route';

export async function createServer(state: State): Promise<FastifyInstance> {
	const records = new WeakMap<FastifyRequest, RecordedRequest>();
	const app = fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		bodyLimit: 16 * 1024 * 1024,
		routerOptions: { maxParamLength: 500 },
		rewriteUrl: ({ url = '/' }) => routedUrl(url, state.options.pathPrefix),
	});
	await app.register(multipart);
	// Bodies stay bytes: the submit checks whether they are JSON, after the key check.
	app.removeContentTypeParser(['application/json', 'text/plain']);
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

	app.addHook('onRequest', async (request, reply) => {
		records.set(request, recordRequest(state, request, reply));
	});
	app.addHook('preParsing', async (request, reply, body) => {
		const record = records.get(request) as RecordedRequest;
		const model = String(request.headers.model ?? '');
		const fault = state.faults.take('request', record, model);
		if (fault?.socket === 'reset-unread') cut(reply);
		else if (fault) cutAtFirstChunk(reply, body);
		return body;
	});
	for (const { name, method, url, handler, perMinute } of routes) {
		app.route({
			method,
			url,
			handler: async (request, reply) => {
				const record = records.get(request) as RecordedRequest;
				const call = openCall(state, request, record);
				await serve(call, reply, async () => await answerTo(call, name, handler, perMinute));
				return await reply;
			},
		});
	}
	app.setNotFoundHandler(async (_request, reply) => {
		await send(reply, noRoute());
		return await reply;
	});
	app.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
		await send(reply, jsonAnswer(error.statusCode ?? 500, { message: error.message }));
		return await reply;
	});
	return await app;
}

/** The path under the prefix. A path outside the prefix, or one that cannot be decoded, has no route. */
function routedUrl(url: string, prefix: string): string {
	try {
		decodeURIComponent(url.split('?')[0] ?? '');
	} catch {
		return NO_ROUTE;
	}
	return url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : NO_ROUTE;
}

function recordRequest(state: State, request: FastifyRequest, reply: FastifyReply): RecordedRequest {
	const record: RecordedRequest = {
		route: routes.find(({ url }) => url === request.routeOptions.url)?.name ?? 'unknown',
		method: request.method,
		path: request.originalUrl,
		headers: request.headers,
		receivedAt: Date.now(),
	};
	state.requests.push(record);
	reply.raw.on('close', () => {
		if (reply.raw.headersSent) record.statusCode = reply.raw.statusCode;
		const here = cutHere.has(reply.raw) || state.closing.signal.aborted;
		if (!reply.raw.writableFinished && !here) record.aborted = true;
	});
	return record;
}

/** Answers over a connection that may have a fault. */
async function serve(call: Call, reply: FastifyReply, answer: () => Promise<Answer>): Promise<void> {
	const fault = call.state.faults.take('socket', call.record, modelOf(call));
	if (fault?.socket === 'reset-before') return cut(reply);
	if (fault?.socket === 'stall') return stall(reply);
	const made = await answer();
	if (fault?.socket) return await sendDamaged(call.state, reply, made, fault.socket, fault.delaySeconds);
	call.record.statusCode = made.status;
	await send(reply, made);
}

async function answerTo(
	call: Call,
	route: Route,
	handler: (call: Call) => Answer | Promise<Answer>,
	perMinute?: number,
): Promise<Answer> {
	const { state, request, record, key } = call;
	const inForm = state.options.errorBodies === 'documented' ? documented : (made: Answer) => made;
	const refusal = keyRefusal(state, route, key);
	if (refusal) return inForm(refusal);
	const fault = state.faults.take('answer', record, modelOf(call));
	// An answer before the end of the upload's body would break the connection, which is a different fault.
	if (route === 'upload' && (fault?.respond ?? fault?.redirect)) await drain(request.raw);
	if (fault?.redirect) {
		return { status: fault.redirect.status, headers: { location: fault.redirect.location }, body: '' };
	}
	if (fault?.respond && !(fault.respond.accept && call.submitted))
		return await faultAnswer(state, fault.respond);

	const rate =
		perMinute !== undefined && state.options.rateLimit
			? state.rates.take(key, route, perMinute, state.options.rateLimitHeaders)
			: { headers: {} };
	if (rate.refusal) return inForm(rate.refusal);
	const answer = inForm(await handler(call));
	Object.assign(answer.headers, rate.headers);
	Object.assign(answer.headers, fault?.headers);
	if (fault?.edit) return edited(answer, fault.edit);
	if (fault?.respond && call.submitted?.accepted) return await faultAnswer(state, fault.respond);
	// Only the answer is late. A client that disconnects in the meantime has still started its job.
	if (fault?.delaySeconds !== undefined) await state.pause(fault.delaySeconds);
	return answer;
}

async function drain(body: IncomingMessage): Promise<void> {
	body.resume();
	if (!body.readableEnded) await once(body, 'end').catch(() => undefined);
}

function edited(answer: Answer, edit: NonNullable<FaultSpec['edit']>): Answer {
	const body = JSON.parse(String(answer.body)) as Record<string, unknown>;
	return { ...answer, body: JSON.stringify(edit(body)) };
}

async function faultAnswer(state: State, respond: NonNullable<FaultSpec['respond']>): Promise<Answer> {
	const { status: code, headers = {}, body = '', delaySeconds } = respond;
	if (delaySeconds !== undefined) await state.pause(delaySeconds);
	if (typeof body !== 'string') return jsonAnswer(code, body, headers);
	return { status: code, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}
