import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startPApi } from '../../p-api';
import { settings } from '../../p-api/command/settings';
import { until } from '../../until';

const root = join(__dirname, '../../..');

function start(...args: string[]) {
	const command = [require.resolve('tsx/cli'), 'test/p-api/cli.ts', ...args];
	const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
	const output = { text: '' };
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk: Buffer) => (output.text += chunk.toString()));
	return { child, output, ended: once(child, 'close') };
}

it('prints its address, serves requests, and ends on SIGTERM', async () => {
	const { child, output, ended } = start('--port', '0', '--key', 'pru_mine', '--job-seconds', '1.5');
	await until(() => output.text.includes('\n'), 'the first line of the stand-in');
	const [, url] =
		/at (http:\S+), key pru_mine, key without credit pru_no_credit, jobs take 1\.5 s\n$/.exec(output.text) ??
		[];
	const response = await fetch(`${url}/v1/predictions/status/x`, { headers: { apikey: 'pru_mine' } });
	expect(response.status).toBe(404);
	child.kill('SIGTERM');
	expect(await ended).toEqual([0, null]);
});

it('lists all of its options and both keys in its help', async () => {
	const { output, ended } = start('--help');
	expect(await ended).toEqual([0, null]);
	expect(output.text).toMatch(/key pru_test_key\. The account of the key pru_no_credit has no credit\.\n/);
	for (const name of [...Object.keys(settings), 'fail', 'fail-form', 'fault', 'help'])
		expect(output.text).toMatch(new RegExp(`^ {2}--${name} .*\\S$`, 'm'));
});

it('can make jobs fail and inject faults into requests', async () => {
	const { child, output, ended } = start(
		...['--port', '0', '--job-seconds', '0', '--submit-status', '202', '--fail', 'out of memory'],
		...['--fault', 'status:503', '--fault', 'submit:accept-504'],
	);
	await until(() => output.text.includes('\n'), 'the first line of the stand-in');
	const url = `${/at (http:\S+),/.exec(output.text)?.[1]}/v1/predictions`;
	const headers = { apikey: 'pru_test_key', model: 'p-image', 'content-type': 'application/json' };
	const init = { method: 'POST', headers, body: '{"input":{"prompt":"a"}}' };
	expect((await fetch(url, init)).status).toBe(504);
	const submitted = await fetch(url, init);
	expect(submitted.status).toBe(202);
	const { get_url: status } = (await submitted.json()) as { get_url: string };
	expect((await fetch(status, { headers })).status).toBe(503);
	expect(await (await fetch(status, { headers })).json()).toMatchObject({
		status: 'failed',
		error: 'out of memory',
	});
	child.kill('SIGTERM');
	expect(await ended).toEqual([0, null]);
});

it('says in one sentence why it cannot start', async () => {
	const api = await startPApi();
	const port = String(api.options.port);
	const taken = start('--port', port);
	const wrong = start('--sync', 'later');
	expect([(await taken.ended)[0], (await wrong.ended)[0]]).toEqual([1, 1]);
	expect(taken.output.text).toBe(`Port ${port} is already in use.\n`);
	expect(wrong.output.text).toBe('--sync needs one of result, handle, timeout, not "later".\n');
	await api.close();
});
