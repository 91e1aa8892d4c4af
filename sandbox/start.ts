// `npm start`: goes from a fresh clone to an image made by a real n8n, and leaves n8n running to try the node by hand.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, onStopRequest, stopAll, tail } from '../scripts/process.cjs';
import { say, step } from '../scripts/progress.cjs';
import { openAccount, type Account } from './account';
import { isPortFree, owner } from './environment';
import { credentialFor, exampleFile, exampleId, runExample } from './example';
import { logFile, logsFolder, projectFolder, workFolder } from './folders';
import { installN8n } from './install';
import { lockSandbox } from './lock';
import { N8n } from './n8n';
import { installPackage, packageSources, packPackage } from './package-under-test';
import { compileOnChange, reloadEnvironment } from './watch';
import { contentsOf, whenChanged } from './when-changed';

const usage = `npm start                     run the example, then leave n8n running at http://localhost:5678
npm start -- --once           run the example and exit
npm start -- --port <number>  use another port for n8n
npm start -- --watch          reload the node whenever its source changes
Uses Pruna's API if PRUNA_API_KEY is set (through a gateway if PRUNA_BASE_URL is set), otherwise the stand-in.`;

const userFolder = path.join(workFolder, 'user');
let account: Account | undefined;
let isUp = false;

async function main(): Promise<void> {
	const { once, port, watch, help } = readArguments();
	if (help) return say(usage);
	lockSandbox();
	if (!once && !(await isPortFree(port))) {
		throw new Failure(
			`Port ${port} is in use by another program. Stop it, or choose another port: npm start -- --port 5680`,
		);
	}

	await installN8n();
	const ifChanged = whenChanged.bind(undefined, path.join(userFolder, 'done'));
	await ifChanged('package', packageSources(), async () => {
		await step('Building the package and installing it in n8n', async () => {
			await installPackage(await packPackage(), userFolder);
		});
	});

	account = await openAccount();
	say(`Pruna's API: ${account.description}`);
	const n8n = new N8n({ userFolder, logsFolder, port, env: watch ? reloadEnvironment : {} });
	// At every start: a key that was broken in the editor would make the example fail, and n8n, where the key could be
	// fixed, would never start again.
	const credential = credentialFor(account);
	await step('Importing the credential', async () => await n8n.importCredentials([credential]));
	// Not at every start, so that changes made in the editor are kept.
	await ifChanged('example', contentsOf(exampleFile), async () => {
		await step('Importing the example workflow', async () => await n8n.importWorkflows(exampleFile));
	});

	const image = await step(
		'Running the example workflow',
		async () => await runExample(n8n, userFolder),
	).catch((error: unknown) => {
		if (!(error instanceof Failure)) throw error;
		throw new Failure([error.message, account?.source].filter(Boolean).join(' '), error.details);
	});
	say(`Image made by ${account.maker}: ${path.relative(projectFolder, image)}`);
	if (once) return;

	await step('Starting n8n', async () => await n8n.start());
	isUp = true;
	if (watch) compileOnChange(userFolder);
	say(`
n8n is running: ${n8n.url}/workflow/${exampleId}
  login         ${owner.email}
  password      ${owner.password}
Press Ctrl-C to stop it.${watch ? "\nThe node is reloaded when its source changes. The compiler's output is in .sandbox/logs/watch.log." : ''}`);
	const reason = await n8n.ended();
	if (!stopping) throw new Failure(`n8n stopped unexpectedly (${reason}).`, tail(logFile('n8n-start')));
}

function readArguments(): { once: boolean; port: number; watch: boolean; help: boolean } {
	try {
		const { values } = parseArgs({
			options: {
				once: { type: 'boolean', default: false },
				port: { type: 'string', default: '5678' },
				watch: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		});
		const port = Number(values.port);
		if (!Number.isInteger(port) || port < 1 || port > 65_535)
			throw new Error(`"${values.port}" is not a valid port`);
		return { ...values, port };
	} catch (error) {
		throw new Failure(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
	}
}

let stopping: Promise<void> | undefined;

/** Stops everything that was started. Pressing Ctrl-C again does not repeat it. */
async function stop(): Promise<void> {
	stopping ??= stopAll().then(async () => await account?.close());
	await stopping;
}

onStopRequest(() => {
	if (!stopping) say('\nStopping …');
	void stop().finally(() => process.exit(isUp ? 0 : 130));
});

function printError(error: unknown): void {
	const sentence = error instanceof Error ? error.message : String(error);
	const details = error instanceof Failure ? error.details : '';
	process.stderr.write(`${[sentence, details].filter(Boolean).join('\n')}\n`);
}

async function run(): Promise<void> {
	let code = 0;
	try {
		await main();
	} catch (error) {
		if (stopping) return; // it failed because it was stopped
		printError(error);
		code = 1;
	}
	if (stopping) return; // the handler of the stop request ends the process
	await stop();
	process.exit(code);
}

void run();
