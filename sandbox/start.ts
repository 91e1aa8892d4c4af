// `npm start`: from a fresh clone to a picture out of a real n8n, and n8n left running to try the node by hand.
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

const usage = `npm start                     run the example, then leave n8n running on http://localhost:5678
npm start -- --once           run the example and end
npm start -- --port <number>  another port for n8n
npm start -- --watch          load the node again whenever its source changes
With PRUNA_API_KEY set, Pruna's own API is used (PRUNA_BASE_URL: a gateway's address), else the stand-in.`;

const userFolder = path.join(workFolder, 'user');
let account: Account | undefined;
let isUp = false;

async function main(): Promise<void> {
	const { once, port, watch, help } = readArguments();
	if (help) return say(usage);
	lockSandbox();
	if (!once && !(await isPortFree(port))) {
		throw new Failure(
			`Port ${port} is taken by another program; stop it or choose another: npm start -- --port 5680`,
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
	// At every start: a key that was broken in the editor would otherwise fail the example, and so keep n8n, where it
	// could be mended, from starting ever again.
	const credential = credentialFor(account);
	await step('Importing the credential', async () => await n8n.importCredentials([credential]));
	// Not at every start: what somebody has changed in the editor stays.
	await ifChanged('example', contentsOf(exampleFile), async () => {
		await step('Importing the example workflow', async () => await n8n.importWorkflows(exampleFile));
	});

	const picture = await step(
		'Running the example workflow',
		async () => await runExample(n8n, userFolder),
	).catch((error: unknown) => {
		if (!(error instanceof Failure)) throw error;
		throw new Failure([error.message, account?.source].filter(Boolean).join(' '), error.details);
	});
	say(`Picture, by ${account.maker}: ${path.relative(projectFolder, picture)}`);
	if (once) return;

	await step('Starting n8n', async () => await n8n.start());
	isUp = true;
	if (watch) compileOnChange(userFolder);
	say(`
n8n is running: ${n8n.url}/workflow/${exampleId}
  login         ${owner.email}
  password      ${owner.password}
Ctrl-C stops it.${watch ? '\nThe node is loaded again when its source changes; what the compiler says is in .sandbox/logs/watch.log.' : ''}`);
	const reason = await n8n.ended();
	if (!stopping) throw new Failure(`n8n stopped by itself (${reason}).`, tail(logFile('n8n-start')));
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
			throw new Error(`"${values.port}" is not a port`);
		return { ...values, port };
	} catch (error) {
		throw new Failure(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
	}
}

let stopping: Promise<void> | undefined;

/** Stops all that was started, once, however often Ctrl-C is pressed. */
async function stop(): Promise<void> {
	stopping ??= stopAll().then(async () => await account?.close());
	await stopping;
}

onStopRequest(() => {
	if (!stopping) say('\nStopping …');
	void stop().finally(() => process.exit(isUp ? 0 : 130));
});

function complain(error: unknown): void {
	const sentence = error instanceof Error ? error.message : String(error);
	const details = error instanceof Failure ? error.details : '';
	process.stderr.write(`${[sentence, details].filter(Boolean).join('\n')}\n`);
}

async function run(): Promise<void> {
	let code = 0;
	try {
		await main();
	} catch (error) {
		if (stopping) return; // what fails because it was stopped is no news
		complain(error);
		code = 1;
	}
	if (stopping) return; // whoever asked for it also ends the process
	await stop();
	process.exit(code);
}

void run();
