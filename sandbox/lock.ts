import fs from 'node:fs';
import path from 'node:path';
import { Failure } from '../scripts/process.cjs';
import { workFolder } from './folders';

/**
 * Allows one `npm start` at a time. Two would share n8n's database, and the second would point the first one's credential
 * to its own API.
 */
export function lockSandbox(): void {
	const file = path.join(workFolder, 'lock');
	const holder = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
	if (isRunning(holder)) {
		const relative = path.relative(process.cwd(), file);
		throw new Failure(
			`The sandbox is already running (process ${holder}). Stop it first. If it is not running, delete ${relative}.`,
		);
	}
	fs.mkdirSync(workFolder, { recursive: true });
	fs.rmSync(file, { force: true });
	try {
		fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
	} catch {
		throw new Failure('Another npm start has just been launched in this folder. Stop it first.');
	}
	process.on('exit', () => fs.rmSync(file, { force: true }));
}

function isRunning(pid: number): boolean {
	if (!pid) return false;
	try {
		process.kill(pid, 0); // signal 0 only checks
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM'; // it runs as another user
	}
}
