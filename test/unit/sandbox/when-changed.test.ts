import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { contentsOf, whenChanged } from '../../../sandbox/when-changed';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-'));
const action = jest.fn(async () => await Promise.resolve());

beforeEach(() => action.mockReset());

it('runs a step when its input has changed, and not again', async () => {
	await whenChanged(folder, 'step', 'one', action);
	await whenChanged(folder, 'step', 'one', action);
	expect(action).toHaveBeenCalledTimes(1);
	await whenChanged(folder, 'step', 'two', action);
	await whenChanged(folder, 'other', 'two', action);
	expect(action).toHaveBeenCalledTimes(3);
});

it('runs a failed step again, whatever its input', async () => {
	await whenChanged(folder, 'failing', 'one', action);
	action.mockRejectedValueOnce(new Error('disk full'));
	await expect(whenChanged(folder, 'failing', 'two', action)).rejects.toThrow('disk full');
	await whenChanged(folder, 'failing', 'one', action);
	expect(action).toHaveBeenCalledTimes(3);
});

it('notices a changed, a new and a renamed file', () => {
	const sources = path.join(folder, 'sources');
	fs.mkdirSync(path.join(sources, 'deep'), { recursive: true });
	fs.writeFileSync(path.join(sources, 'deep', 'a'), '1');
	const all = [contentsOf(sources)];
	fs.writeFileSync(path.join(sources, 'deep', 'a'), '2');
	all.push(contentsOf(sources));
	fs.renameSync(path.join(sources, 'deep', 'a'), path.join(sources, 'deep', 'b'));
	all.push(contentsOf(sources));
	fs.writeFileSync(path.join(sources, 'c'), '');
	all.push(contentsOf(sources));
	expect(new Set(all).size).toBe(4);
	expect(contentsOf(sources, path.join(folder, 'not-there'))).toBe(all[3]);
});
