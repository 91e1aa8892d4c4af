import fs from 'node:fs';
import os from 'node:os';
import { dependencies } from '../sandbox/package.json';
import { devDependencies, version } from '../package.json';

/** The hardware and the versions that the numbers depend on. */
export function machine(): Record<string, string> {
	return {
		Processor: `${os.cpus()[0]?.model ?? 'unknown'}, ${os.cpus().length} cores`,
		Memory: `${Math.round(os.totalmem() / 2 ** 30)} GB`,
		System: fs.existsSync('/etc/os-release')
			? (/PRETTY_NAME="(.*)"/.exec(fs.readFileSync('/etc/os-release', 'utf8'))?.[1] ?? os.platform())
			: `${os.platform()} ${os.release()}`,
		'Node.js': process.version,
		n8n: dependencies.n8n,
		'n8n-nodes-pruna': version,
		undici: devDependencies.undici,
	};
}
