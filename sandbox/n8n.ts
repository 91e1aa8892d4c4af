// A real n8n with its own user folder: its command line and its server. Both `npm start` and the end-to-end tests run n8n
// through this class.
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
	/** Receives the output of each command in a file of its own. */
	logsFolder: string;
	/** A free port by default. */
	port?: number;
	/** Additional variables, which override those of environment.ts. */
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
			fs.writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 }); // contains the key in plain text
			await this.command('import:credentials', `--input=${file}`);
		} finally {
			fs.rmSync(file, { force: true });
		}
	}

	/** @param from A file with a workflow, or a folder of such files. A workflow replaces the one with the same id */
	async importWorkflows(from: string): Promise<void> {
		const separate = fs.statSync(from).isDirectory() ? ['--separate'] : [];
		await this.command('import:workflow', ...separate, `--input=${from}`);
	}

	/** Runs a workflow without a server or a browser. A failed run is returned, not thrown. */
	async execute(workflowId: string): Promise<Execution> {
		const started = await this.launch(
			`execute-${workflowId}`,
			'execute',
			`--id=${workflowId}`,
			'--rawOutput',
		);
		const { reason } = await started.exited;
		const execution = parseExecution(fs.readFileSync(started.log, 'utf8'));
		if (!execution) throw new Failure(`n8n execute returned no result (${reason}).`, tail(started.log));
		return execution;
	}

	/** Starts the server; resolves when it is ready. */
	async start(): Promise<void> {
		await this.serve('start');
	}

	/** Starts a queue-mode worker instead of the server. @param concurrency how many executions it runs in parallel */
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
		// The limit is far more than the usual 10 s.
		await until(isReady, () => `n8n to start. Its last output:\n${tail(server.log)}`, 180);
	}

	private async isReady(): Promise<boolean> {
		const url = `http://127.0.0.1:${this.port}/healthz/readiness`;
		const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
		return response?.ok === true;
	}

	/** Resolves to the reason when the server has ended, by itself or by stop(). */
	async ended(): Promise<string | undefined> {
		return (await this.server?.exited)?.reason;
	}

	/** @param graceMs how long it may take to finish what it is running */
	async stop(graceMs?: number): Promise<void> {
		await this.server?.stop(graceMs);
	}

	/** Kills the server and all its children, as a power failure would. @returns what it had printed until then */
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
		// The command line has its own task broker, which needs a different port from that of a running server.
		const variables = n8nEnvironment(userFolder, this.port ?? (await freePort()), await freePort());
		const log = path.join(logsFolder, `n8n-${logName}.log`);
		return launch(process.execPath, [program, ...args], { log, env: { ...variables, ...env } });
	}
}
