import { parseArgs } from 'node:util';
import { startPApi, type PApiOptions } from './index';

const HELP = `A stand-in for Pruna's P-API on this machine. It makes no real pictures and costs nothing.

  --port <number>           port on 127.0.0.1 (default 4010)
  --key <text>              accepted API key, may be repeated (default pru_test_key)
  --job-seconds <number>    how long a job runs (default 3)
  --sync <form>             what a sync submit gets: result, handle or timeout (default result)
  --generation-url <form>   absolute, relative, array or object (default absolute)
  --no-delivery-key         results can be fetched without the API key
  --help                    this text
`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '4010' },
			key: { type: 'string', multiple: true },
			'job-seconds': { type: 'string', default: '3' },
			sync: { type: 'string', default: 'result' },
			'generation-url': { type: 'string', default: 'absolute' },
			'no-delivery-key': { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(HELP);
		return;
	}
	const options: PApiOptions = {
		port: number('--port', values.port, 65535),
		...(values.key && { apiKeys: values.key }),
		jobSeconds: number('--job-seconds', values['job-seconds'], 24 * 60 * 60),
		sync: oneOf('--sync', values.sync, ['result', 'handle', 'timeout']),
		generationUrl: oneOf('--generation-url', values['generation-url'], [
			'absolute',
			'relative',
			'array',
			'object',
		]),
		deliveryNeedsKey: !values['no-delivery-key'],
	};
	const api = await startPApi(options);
	const { apiKeys, jobSeconds } = api.options;
	process.stdout.write(
		`P-API stand-in at ${api.url}, key ${apiKeys.join(' or ')}, jobs take ${jobSeconds} s\n`,
	);
	const stop = () => void api.close().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

function number(option: string, text: string, maximum: number): number {
	const value = Number(text);
	if (text.trim() !== '' && value >= 0 && value <= maximum) return value;
	throw new Error(`${option} needs a number from 0 to ${maximum}, not "${text}".`);
}

function oneOf<const T extends string>(option: string, text: string, values: readonly T[]): T {
	const value = values.find((candidate) => candidate === text);
	if (value !== undefined) return value;
	throw new Error(`${option} needs one of ${values.join(', ')}, not "${text}".`);
}

main().catch((error: Error & { code?: string; port?: number }) => {
	const taken = error.code === 'EADDRINUSE';
	process.stderr.write(`${taken ? `Port ${error.port} is already in use.` : error.message}\n`);
	process.exitCode = 1;
});
