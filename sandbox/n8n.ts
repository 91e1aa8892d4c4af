// A real n8n with a user folder of its own: its command line, and its server. `npm start` and the end-to-end tests both
// run n8n through this.
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../test/until';
import { Failure, launch, tail, type Started } from '../scripts/process.cjs';
import { freePort, n8nEnvironment } from './environment';
import { parseExecution, type Execution } from './execution';
import { n8nFolder } from './folders';

export interface Credential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface N8nOptions {
	/** N8N_USER_FOLDER: database, installed package and binary data of this instance. */
	userFolder: string;
	/** Where the output of each command goes, a file per command. */
	logsFolder: string;
	/** A free one by default. */
	port?: number;
	/** Further variables, over those of environment.ts. */
	env?: NodeJS.ProcessEnv;
}

const program = path.join(n8nFolder, 'node_modules', 'n8n', 'bin', 'n8n');

export class N8n {
	private server: Started | undefined;
	private port: number | undefined;

	constructor(private readonly options: N8nOptions) {
		this.port = options.port;
	}

	get url(): string {
		return `http://localhost:${this.port ?? '?'}`;
	}

	async importCredentials(credentials: Credential[]): Promise<void> {
		const file = path.join(this.options.userFolder, 'credentials-to-import.json');
		fs.mkdirSync(this.options.userFolder, { recursive: true });
		try {
			fs.writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 }); // the key is in it, in the clear
			await this.command('import:credentials', `--input=${file}`);
		} finally {
			fs.rmSync(file, { force: true });
		}
	}

	/** A file with a workflow, or a folder of such files. A workflow replaces the one that has its id. */
	async importWorkflows(from: string): Promise<void> {
		const separate = fs.statSync(from).isDirectory() ? ['--separate'] : [];
		await this.command('import:workflow', ...separate, `--input=${from}`);
	}

	/** Runs a workflow without a server and without a browser; a run that failed is a result here, not an exception. */
	async execute(workflowId: string): Promise<Execution> {
		const started = await this.launch(
			`execute-${workflowId}`,
			'execute',
			`--id=${workflowId}`,
			'--rawOutput',
		);
		const { reason } = await started.exited;
		const execution = parseExecution(fs.readFileSync(started.log, 'utf8'));
		if (!execution) throw new Failure(`n8n execute gave no result (${reason}).`, tail(started.log));
		return execution;
	}

	/** Starts the server; resolves when it answers. */
	async start(): Promise<void> {
		await this.serve('start');
	}

	/** Starts a worker of queue mode in place of the server. @param concurrency how many executions it runs at once */
	async startWorker(concurrency: number): Promise<void> {
		await this.serve('worker', `--concurrency=${concurrency}`);
	}

	/** What the server or worker has printed so far. */
	printed(): string {
		return this.server ? fs.readFileSync(this.server.log, 'utf8') : '';
	}

	private async serve(command: 'start' | 'worker', ...args: string[]): Promise<void> {
		this.port ??= await freePort();
		const server = await this.launch(command, command, ...args);
		this.server = server;
		let ended: string | undefined;
		void server.exited.then(({ reason }) => (ended = reason));
		const isReady = async () => {
			if (ended) throw new Failure(`n8n stopped while it was starting (${ended}).`, tail(server.log));
			return await this.isReady();
		};
		// Far more than the 10 s that it takes.
		await until(isReady, () => `n8n to come up. It printed last:\n${tail(server.log)}`, 180);
	}

	private async isReady(): Promise<boolean> {
		const url = `http://127.0.0.1:${this.port}/healthz/readiness`;
		const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
		return response?.ok === true;
	}

	/** Resolves when the server has ended, by itself or by stop(). */
	async ended(): Promise<string | undefined> {
		return (await this.server?.exited)?.reason;
	}

	/** @param graceMs how long it may take to end what it runs */
	async stop(graceMs?: number): Promise<void> {
		await this.server?.stop(graceMs);
	}

	/** Ends the server as a power cut does, and all that it has started; gives what it had printed until then. */
	async kill(): Promise<string> {
		if (!this.server) throw new Error('n8n was not started');
		this.server.signal('SIGKILL');
		await this.server.exited;
		return this.printed();
	}

	private async command(command: string, ...args: string[]): Promise<void> {
		const started = await this.launch(command.replace(':', '-'), command, ...args);
		const { code, reason } = await started.exited;
		if (code !== 0) throw new Failure(`n8n ${command} failed (${reason}).`, tail(started.log));
	}

	private async launch(logName: string, ...args: string[]): Promise<Started> {
		const { userFolder, logsFolder, env } = this.options;
		// The command line has a task broker of its own: it needs another port than that of a server beside it.
		const variables = n8nEnvironment(userFolder, this.port ?? (await freePort()), await freePort());
		const log = path.join(logsFolder, `n8n-${logName}.log`);
		return launch(process.execPath, [program, ...args], { log, env: { ...variables, ...env } });
	}
}
