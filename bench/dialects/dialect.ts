// What the dialects share: jobs that are timed by the benchmark's clock and end with a file.
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { forgetExchanges } from '../recorder';
import { JobClock, type RequestKind, type Service, type StartedJob, type Task } from '../service';

export class JobBoard {
	readonly jobs = new Map<string, StartedJob>();
	private readonly clock = new JobClock();
	private task: Task | undefined;
	origin = '';

	prepare(task: Task): void {
		this.jobs.clear();
		this.task = task;
		this.clock.plan(task.jobs);
	}

	start(): StartedJob {
		const id = randomUUID();
		const acceptedAt = Date.now();
		const job = { id, acceptedAt, endsAt: acceptedAt + this.clock.next() * 1000, marks: [id] };
		this.jobs.set(id, job);
		return job;
	}

	hasEnded(id: string): boolean {
		return Date.now() >= (this.jobs.get(id)?.endsAt ?? Infinity);
	}

	failsStatus(): boolean {
		return this.task?.failsStatus?.() ?? false;
	}

	async sendFile(reply: FastifyReply): Promise<void> {
		const file = this.task?.file;
		await reply.header('content-type', file?.contentType).send(file?.bytes);
	}
}

export interface Dialect {
	routes: (app: FastifyInstance, board: JobBoard) => void;
	readonly kindOf: Service['kindOf'];
	/** Path at the end of the credential's base URL. */
	basePath: string;
}

/** Answers a status request that must fail. */
export async function badGateway(reply: FastifyReply): Promise<FastifyReply> {
	return await reply.code(502).type('text/plain').send('Bad Gateway');
}

export function kindByPath(patterns: Array<[RequestKind, RegExp]>): Service['kindOf'] {
	return ({ method, path }) => patterns.find(([, pattern]) => pattern.test(`${method} ${path}`))?.[0];
}

export async function startDialect({ routes, kindOf, basePath }: Dialect): Promise<Service> {
	const app = fastify({ forceCloseConnections: true });
	// The content of a submit does not matter here.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	const board = new JobBoard();
	routes(app, board);
	await app.listen({ host: '127.0.0.1', port: 0 });
	const { port } = app.server.address() as AddressInfo;
	board.origin = `http://127.0.0.1:${port}`;
	return {
		port,
		url: board.origin + basePath,
		prepare(task) {
			forgetExchanges(port);
			board.prepare(task);
		},
		jobs: () => [...board.jobs.values()],
		kindOf,
		async close() {
			app.server.closeAllConnections();
			await app.close();
		},
	};
}
