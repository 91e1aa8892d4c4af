import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { run } from '../scripts/process.cjs';
import { step } from '../scripts/progress.cjs';
import { logFile } from './folders';
import { postgresPrograms } from './queue/postgres';

/** A program that does not come from npm: how to check for it, and which Debian packages provide it. */
interface SystemProgram {
	readonly isThere: () => boolean;
	readonly packages: readonly string[];
}

export const browser: SystemProgram = {
	isThere: () => inPath('chromium'),
	packages: ['chromium', 'fonts-liberation', 'fonts-noto-color-emoji'],
};
export const redis: SystemProgram = { isThere: () => inPath('redis-server'), packages: ['redis-server'] };
export const postgres: SystemProgram = {
	isThere: () => postgresPrograms() !== undefined,
	packages: ['postgresql'],
};

/** Installs missing programs with apt-get. This needs root on Debian or Ubuntu; elsewhere it says what to install. */
export async function installSystemPackages(...programs: SystemProgram[]): Promise<void> {
	const packages = programs.filter(({ isThere }) => !isThere()).flatMap((program) => program.packages);
	if (packages.length === 0) return;
	await step(`Installing ${packages.join(', ')}`, async () => {
		const log = logFile('apt-get');
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		await run('apt-get update', 'apt-get', ['update'], { log, env });
		await withoutServices(async () => {
			await run('apt-get install', 'apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
				log,
				env,
			});
		});
	});
}

/** Debian asks this program before it starts a service; 101 forbids it. */
const servicePolicy = '/usr/sbin/policy-rc.d';

/** Debian starts Redis and Postgres on their usual ports as soon as they are installed; the tests start their own. */
async function withoutServices(install: () => Promise<void>): Promise<void> {
	if (process.getuid?.() !== 0 || fs.existsSync(servicePolicy)) return await install();
	fs.writeFileSync(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
	try {
		await install();
	} finally {
		fs.rmSync(servicePolicy);
	}
}

function inPath(program: string): boolean {
	try {
		execFileSync('which', [program], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}
