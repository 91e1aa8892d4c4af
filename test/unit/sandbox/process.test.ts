import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch, run, stopAll } from '../../../scripts/process.cjs';
import { until } from '../../until';

const logs = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-')), 'logs');
const log = path.join(logs, 'program.log');
const printed = (from = log) => fs.readFileSync(from, 'utf8');

/** A program and a child that it starts. Each prints its letter for as long as it runs. */
async function family(ignoreTerm: boolean, log: string) {
	const say = (letter: string) => `setInterval(() => process.stdout.write('${letter}'), 10);`;
	const ignore = ignoreTerm ? "process.on('SIGTERM', () => {});" : '';
	const child = `${ignore} ${say('c')}`;
	const spawn = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });`;
	const code = `${ignore} ${say('p')} ${spawn}`;
	const started = launch(process.execPath, ['-e', code], { log });
	await until(() => /p.*c|c.*p/.test(printed(log)), 'a letter from each program');
	return started;
}

/** Whether nothing more is printed while another pair of programs prints twenty letters. */
async function isSilent(): Promise<boolean> {
	const before = printed();
	const yardstick = path.join(logs, 'yardstick.log');
	const living = await family(false, yardstick);
	await until(() => printed(yardstick).length > 20, 'twenty letters from running programs');
	await living.stop();
	return printed() === before;
}

it.each([
	['that ends when asked', false],
	['that does not', true],
])('stops a program %s, and its child', async (_which, ignoreTerm) => {
	const started = await family(ignoreTerm, log);
	const { length } = printed();
	await until(() => printed().length > length, 'another letter');
	await started.stop(200);
	expect(await isSilent()).toBe(true);
});

it('stops everything that is still running', async () => {
	await family(false, log);
	await stopAll();
	expect(await isSilent()).toBe(true);
});

it('reports a failure with the end of the output, without the stack', async () => {
	const code =
		'console.log("first"); console.error(Object.assign(new Error("disk full"))); process.exitCode = 3';
	const failure = run('The install', process.execPath, ['-e', code], { log });
	await expect(failure).rejects.toMatchObject({
		message: 'The install failed (exit code 3).',
		details: 'first\nError: disk full',
	});
});

it('reports a missing program', async () => {
	await expect(run('The install', '/no/such/program', [], { log })).rejects.toThrow('ENOENT');
});
