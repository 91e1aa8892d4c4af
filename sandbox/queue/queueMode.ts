// n8n in queue mode, as on several machines: a main process and workers that share only Redis and Postgres.
import fs from 'node:fs';
import path from 'node:path';
import { N8n } from '../n8n';
import { databaseName, databaseUser, startPostgres } from './postgres';
import { startRedis } from './redis';
import type { Server } from './server';

export interface QueueModeOptions {
	/** Contains the user folder of each process. */
	folder: string;
	logsFolder: string;
	/** Additional variables for the main process and the workers. */
	env?: NodeJS.ProcessEnv;
	/** Prepares each user folder before n8n starts in it. */
	prepare: (userFolder: string) => Promise<void>;
}

export class QueueMode {
	private readonly workers: N8n[] = [];

	private constructor(
		private readonly options: QueueModeOptions,
		private readonly redis: Server,
		private readonly postgres: Server,
		/** Not started by create(), so that credentials and workflows can be imported first. */
		readonly main: N8n,
	) {}

	/** Starts Redis and Postgres, and prepares the main process. */
	static async create(options: QueueModeOptions): Promise<QueueMode> {
		const redis = await startRedis(options.logsFolder);
		let postgres: Server | undefined;
		try {
			postgres = await startPostgres(options.logsFolder);
			const main = await createProcess('main', options, redis, postgres);
			return new QueueMode(options, redis, postgres, main);
		} catch (error) {
			await postgres?.stop();
			await redis.stop(); // the caller gets no QueueMode to stop it with
			throw error;
		}
	}

	/** @param name The name of its user folder and its logs folder */
	async startWorker(name: string, concurrency: number): Promise<N8n> {
		const worker = await createProcess(name, this.options, this.redis, this.postgres);
		this.workers.push(worker);
		await worker.startWorker(concurrency);
		return worker;
	}

	async stop(): Promise<void> {
		await Promise.all([this.main, ...this.workers].map(async (process) => await process.stop()));
		await Promise.all([this.redis.stop(), this.postgres.stop()]);
	}
}

async function createProcess(
	name: string,
	{ folder, logsFolder, env, prepare }: QueueModeOptions,
	redis: Server,
	postgres: Server,
): Promise<N8n> {
	const userFolder = path.join(folder, name);
	fs.mkdirSync(userFolder, { recursive: true });
	await prepare(userFolder);
	return new N8n({
		userFolder,
		logsFolder: path.join(logsFolder, name),
		env: {
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			// Each process must be able to decrypt what the others encrypt.
			N8N_ENCRYPTION_KEY: 'sandbox-key-of-main-and-workers',
			N8N_DEFAULT_BINARY_DATA_MODE: 'database',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: databaseName,
			DB_POSTGRESDB_USER: databaseUser,
			...env,
		},
	});
}
