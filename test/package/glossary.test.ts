// The words of CONTRIBUTING's glossary hold everywhere that a person reads.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { findRejected, proseOf, rejectedWords } from './glossary';

const root = path.join(__dirname, '../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const rejected = rejectedWords(read('CONTRIBUTING.md'));

const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
	.split('\n')
	.filter((file) => /\.(md|[cm]?[jt]s|json|yml)$/.test(file) && !/package-lock\.json$/.test(file))
	.filter((file) => fs.existsSync(path.join(root, file)));

const folders = [...new Set(files.map(folderOf))].sort();

/** Two folders deep, so that a failure says where to look. */
function folderOf(file: string): string {
	const parts = path.dirname(file).split('/');
	return file.startsWith('nodes/') ? parts.slice(0, 3).join('/') : parts.slice(0, 2).join('/');
}

test('the glossary rejects words', () => {
	expect(rejected).toEqual(expect.arrayContaining(['picture', 'mend', 'bought']));
});

test.each(folders)('%s uses the words of the glossary', (folder) => {
	const found = files
		.filter((file) => folderOf(file) === folder)
		.flatMap((file) => findRejected(proseOf(file, read(file)), rejected).map((one) => `${file}, ${one}`));

	expect(found).toEqual([]);
});

describe('The check', () => {
	const code = "// A zorp\nconst zorp = 'zorp'; // blick\nsay(`The ${one} zorp`, 'a\tfrob');";

	test.each([
		[
			'a comment, a literal with spaces and a template, not a name',
			'a.ts',
			code,
			['line 1: zorp', 'line 2: blick', 'line 3: zorp', 'line 3: frob'],
		],
		[
			'text of a page, without code',
			'a.md',
			'A `zorp` and a [zorp](zorp.md)\n```\nzorp\n```\nGlim glom',
			['line 1: zorp', 'line 5: Glim glom'],
		],
		['texts in JSON, not keys', 'a.json', '{"zorp": "the zorp"}', ['line 1: zorp']],
		['not the glossary', 'a.md', '<!-- glossary -->\nsnark\n<!-- /glossary -->\nplugh', ['line 4: plugh']],
		['a part of a word is another word', 'a.md', 'frobbed, frobber, frob-API, refrob', []],
	])('finds %s', (_, file, text, found) => {
		const words = ['zorp', 'blick', 'frob', 'snark', 'plugh', 'glim glom'];
		const sorted = findRejected(proseOf(file, text), words).sort();
		expect(sorted).toEqual([...found].sort());
	});
});
