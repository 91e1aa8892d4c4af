// Starts Postgres with a new, empty database on loopback.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Failure, launch, run } from '../../scripts/process.cjs';
import { freePort } from '../environment';
import { whenListening, type Server } from './server';

export const databaseUser = 'n8n';
/** Every new cluster has this database. */
export const databaseName = 'postgres';

/** Postgres refuses to run as root. Debian's package creates this user for it. */
const systemUser = 'postgres';

export async function startPostgres(logsFolder: string): Promise<Server> {
	const programs = postgresPrograms();
	if (!programs) throw new Failure('Postgres is not installed.');
	// Not in the project, because the user that runs Postgres may have no access to it.
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-postgres-'));
	const remove = () => fs.rmSync(folder, { recursive: true, force: true });
	try {
		const asUser = process.getuid?.() === 0 ? await ownedBySystemUser(folder, logsFolder) : [];
		const as = (program: string, args: string[]): [string, string[]] => {
			const [command = '', ...rest] = [...asUser, path.join(programs, program), ...args];
			return [command, rest];
		};
		const cluster = [
			'--auth=trust',
			`--username=${databaseUser}`,
			'--encoding=UTF8',
			'--no-locale',
			'--no-sync',
		];
		await run('initdb', ...as('initdb', ['-D', folder, ...cluster]), {
			log: path.join(logsFolder, 'initdb.log'),
			cwd: folder,
		});

		const port = await freePort();
		const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
		const args = ['-D', folder, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
		const log = path.join(logsFolder, 'postgres.log');
		const postgres = launch(...as('postgres', args), { log, cwd: folder });
		await whenListening('Postgres', postgres, port);
		return {
			port,
			stop: async () => {
				postgres.signal('SIGINT'); // unlike SIGTERM, it does not wait for clients to disconnect
				await postgres.exited;
				remove();
			},
		};
	} catch (error) {
		remove();
		throw error;
	}
}

/** Gives the folder to Postgres's user. @returns the prefix for commands that must run as that user */
async function ownedBySystemUser(folder: string, logsFolder: string): Promise<string[]> {
	await run('chown', 'chown', [`${systemUser}:${systemUser}`, folder], {
		log: path.join(logsFolder, 'chown.log'),
	});
	return ['setpriv', `--reuid=${systemUser}`, `--regid=${systemUser}`, '--init-groups'];
}

/** The folder with the newest installed Postgres. Debian does not put its programs in PATH. */
export function postgresPrograms(): string | undefined {
	const debian = '/usr/lib/postgresql';
	const versions = fs.existsSync(debian) ? fs.readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
	const folders = [
		...versions.map((version) => path.join(debian, version, 'bin')),
		...(process.env.PATH ?? '').split(path.delimiter),
	];
	return folders.find((folder) =>
		['initdb', 'postgres'].every((name) => fs.existsSync(path.join(folder, name))),
	);
}
