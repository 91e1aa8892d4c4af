import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isInstalled } from '../../../scripts/npm-ci.cjs';

const wanted = {
	'': { name: 'the folder itself' },
	'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
	'node_modules/b-mac': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};

function folderWith(installed?: object): string {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-'));
	fs.writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
	if (installed) {
		fs.mkdirSync(path.join(folder, 'node_modules'));
		const hidden = path.join(folder, 'node_modules', '.package-lock.json');
		fs.writeFileSync(hidden, JSON.stringify({ packages: installed }));
	}
	return folder;
}

it.each([
	[
		'everything that the lockfile lists for this platform',
		{ 'node_modules/a': wanted['node_modules/a'] },
		true,
	],
	[
		'everything and more',
		{ 'node_modules/a': { ...wanted['node_modules/a'], resolved: 'x' }, 'node_modules/c': {} },
		true,
	],
	['nothing', undefined, false],
	['a missing package', {}, false],
	['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }, false],
	['different contents', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-z' } }, false],
	[
		'another version of an optional package',
		{ ...wanted, 'node_modules/b-mac': { version: '2.0.0', integrity: 'sha512-b' } },
		false,
	],
])('compares node_modules with the lockfile: %s', (_what, installed, answer) => {
	expect(isInstalled(folderWith(installed))).toBe(answer);
});
