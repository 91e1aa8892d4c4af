import { parseArgs, type ParseArgsConfig } from 'node:util';
import { failureHelp, failureOf, faultOf } from './command/failures';
import { commandDefaults, optionsOf, settings, settingsHelp } from './command/settings';
import { startPApi } from './index';

const WIDTH = 32;

function help(): string {
	const { apiKeys, noCreditKeys } = commandDefaults;
	const lines = [...settingsHelp(), ...failureHelp, ['--help', 'show this help']].map(
		([usage = '', text = '']) => `  ${usage.padEnd(WIDTH)}${text}\n`,
	);
	return `A local stand-in for Pruna's P-API. It runs no real models and costs nothing.
It accepts the key ${apiKeys.join(', ')}. The account of the key ${noCreditKeys.join(', ')} has no credit.

${lines.join('')}`;
}

const text = { type: 'string' } as const;
const argumentOptions = {
	...Object.fromEntries(
		Object.entries(settings).map(([name, setting]) => [
			name,
			'flag' in setting
				? { type: 'boolean' as const }
				: { ...text, multiple: 'text' in setting && setting.repeated === true },
		]),
	),
	fail: text,
	'fail-form': text,
	'fail-times': text,
	'fail-model': text,
	'fail-prompt': text,
	fault: { ...text, multiple: true },
	help: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

async function main(): Promise<void> {
	const { values } = parseArgs({ options: argumentOptions });
	if (values.help) {
		process.stdout.write(help());
		return;
	}
	const failure = failureOf(values);
	const faults = (values.fault ?? []).map(faultOf);
	const api = await startPApi(optionsOf(values));
	if (failure) api.failNext(failure);
	for (const fault of faults) api.fault(fault);

	const { apiKeys, noCreditKeys, jobSeconds } = api.options;
	process.stdout.write(
		`P-API stand-in at ${api.url}, key ${apiKeys.join(' or ')}, ` +
			`key without credit ${noCreditKeys.join(' or ')}, jobs take ${jobSeconds} s\n`,
	);
	const stop = () => void api.close().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

main().catch((error: Error & { code?: string; port?: number }) => {
	const taken = error.code === 'EADDRINUSE';
	process.stderr.write(`${taken ? `Port ${error.port} is already in use.` : error.message}\n`);
	process.exitCode = 1;
});
