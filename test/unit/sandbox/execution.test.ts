import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { errorOf, itemsOf, parseExecution, saveFile } from '../../../sandbox/execution';

const storedFile = { data: 'filesystem-v2', id: 'filesystem-v2:workflows/w/executions/1/binary_data/x' };
const item = {
	json: { id: 'p1' },
	binary: { data: { ...storedFile, fileName: '../cat.jpg', mimeType: 'image/jpeg' } },
};

const execution = (resultData: object, status = 'success') => ({
	status,
	data: { resultData: { runData: { Pruna: [{ data: { main: [[item]] } }] }, ...resultData } },
});

const print = (value: object, ...after: string[]) =>
	['n8n Task Broker ready', '{ not this }', JSON.stringify(value, null, 2), ...after].join('\n');

it('finds the result among the log lines', () => {
	const parsed = parseExecution(print(execution({})));
	expect(parsed && itemsOf(parsed, 'Pruna')).toEqual([item]);
	expect(parsed && itemsOf(parsed, 'Another')).toEqual([]);
});

it('ignores what n8n prints after the result of a failed run', () => {
	const printed = print(
		execution({ error: { message: 'Broken' } }, 'error'),
		'Execution error:',
		'Broken',
		'{',
		'}',
	);
	expect(parseExecution(printed)?.status).toBe('error');
});

it('says so if the output contains no result', () => {
	expect(parseExecution('The workflow with the id "nope" does not exist.\n')).toBeUndefined();
	expect(parseExecution('{\n  "cut": ')).toBeUndefined();
});

it.each([
	[{ message: 'Key refused.', description: 'Check it.' }, 'Key refused. Check it.'],
	[{ message: 'Key refused', description: 'Key refused' }, 'Key refused'],
	[{ message: 'Key refused', description: null }, 'Key refused'],
])('says why the run failed: %j', (error, sentence) => {
	expect(errorOf(execution({ error }, 'error'))).toBe(sentence);
});

it('treats a run that ended in any other way as failed', () => {
	expect(errorOf(execution({}))).toBeUndefined();
	expect(errorOf(execution({}, 'canceled'))).toContain('canceled');
});

it("copies a binary field's file out of n8n's storage, under its own name and into no other folder", () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-'));
	const stored = path.join(folder, '.n8n/storage/workflows/w/executions/1/binary_data');
	fs.mkdirSync(stored, { recursive: true });
	fs.writeFileSync(path.join(stored, 'x'), 'bytes');
	const saved = saveFile(folder, item.binary.data, path.join(folder, 'output'));
	expect(saved).toBe(path.join(folder, 'output', 'cat.jpg'));
	expect(fs.readFileSync(saved, 'utf8')).toBe('bytes');
});

it('rejects a binary field that is not on disk', () => {
	expect(() => saveFile('/nowhere', { data: 'aGk=', mimeType: 'text/plain' }, '/nowhere')).toThrow(
		'not a file on disk',
	);
});
