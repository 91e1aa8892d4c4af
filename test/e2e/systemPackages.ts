import { execFileSync } from 'node:child_process';
import { logFile } from '../../sandbox/folders';
import { run } from '../../scripts/process.cjs';
import { step } from '../../scripts/progress.cjs';

/** What the tests need beside npm's packages: the program that shows whether it is there, and the Debian package. */
const needed = [
	{ program: 'chromium', packages: ['chromium', 'fonts-liberation', 'fonts-noto-color-emoji'] },
	{ program: 'redis-server', packages: ['redis-server'] },
	{ program: 'psql', packages: ['postgresql'] },
];

/** Installs with apt-get what is missing; it takes root on Debian or Ubuntu, elsewhere it says what to install. */
export async function installSystemPackages(): Promise<void> {
	const missing = needed.filter(({ program }) => !isInstalled(program));
	if (missing.length === 0) return;
	const packages = missing.flatMap((entry) => entry.packages);
	await step(`Installing ${packages.join(', ')}`, async () => {
		const log = logFile('apt-get');
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		await run('apt-get update', 'apt-get', ['update'], { log, env });
		// A service that Debian starts by itself would take the usual port; the tests start their own.
		await run('apt-get install', 'apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
			log,
			env: { ...env, RUNLEVEL: '1' },
		});
	});
}

function isInstalled(program: string): boolean {
	try {
		execFileSync('which', [program], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}
