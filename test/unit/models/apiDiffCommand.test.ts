/** `npm run api:diff` as a whole, on a small made-up document and on one that matches the catalog. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as ts from 'typescript';
import { catalog } from '../../../nodes/Pruna/models/catalog';
import type { Model } from '../../p-api/models';
import { schemaOfFacts } from './factsAsOpenApi';

const root = path.join(__dirname, '..', '..', '..');
const FACTS = path.join(root, 'test', 'p-api', 'models.json');
const FIXTURE = path.join(__dirname, 'openapi.yaml');
const COMMAND_LIMIT = 60_000;

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'api-diff-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
	const node = path.join(root, 'node_modules', 'node', 'bin', 'node');
	const program = ['--import', 'tsx', path.join('scripts', 'api-diff', 'main.ts')];
	const { status, stdout, stderr } = spawnSync(node, [...program, ...args], {
		cwd: root,
		encoding: 'utf8',
		timeout: COMMAND_LIMIT,
	});
	return { status, stdout, stderr };
}

/** The compiler's messages about a text, as if it were a file in the catalog's folder. */
function compileErrors(text: string): string[] {
	const name = path.join(root, 'nodes', 'Pruna', 'models', 'catalog', 'pasted.ts');
	const options: ts.CompilerOptions = {
		...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
		...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
		moduleResolution: ts.ModuleResolutionKind.Node10,
	};
	const disk = ts.createCompilerHost(options);
	const host: ts.CompilerHost = {
		...disk,
		fileExists: (file) => file === name || disk.fileExists(file),
		readFile: (file) => (file === name ? text : disk.readFile(file)),
		getSourceFile: (file, language, ...more) =>
			file === name ? ts.createSourceFile(file, text, language) : disk.getSourceFile(file, language, ...more),
	};
	const program = ts.createProgram([name], options, host);
	return ts
		.getPreEmitDiagnostics(program)
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

it(
	'lists what differs, and exits with 1',
	() => {
		const { status, stdout } = run(FIXTURE);
		const lines = stdout.trim().split('\n');

		expect(status).toBe(1);
		expect(lines).toEqual(
			expect.arrayContaining([
				'p-carillon: not in the catalog',
				'p-image-edit: rate_limit_per_minute is 500 in the catalog and 400 in the schema',
				'p-image-edit.images: max_items is 5 in the catalog and 8 in the schema',
				'p-image-edit.prompt: required is true in the catalog and false in the schema',
				'p-image-edit.strength: not in the catalog',
				'p-image-edit.turbo: no longer in the schema',
				'vace: no longer in the schema',
			]),
		);
		expect(
			lines.filter((line) => /p-video-2|p-image-edit\.(seed|disable_safety_checker)/.test(line)),
		).toEqual([]);
	},
	COMMAND_LIMIT,
);

it(
	'exits with 0 when nothing differs',
	() => {
		const ids = catalog.filter(({ source }) => source.by === 'pruna-schema').map(({ id }) => id);
		const file = path.join(folder, 'openapi.json');
		writeFileSync(file, JSON.stringify(schemaOfFacts(ids)));

		expect(run(file)).toEqual({ status: 0, stdout: 'The catalog matches the schema.\n', stderr: '' });
	},
	COMMAND_LIMIT,
);

it(
	'writes the facts, and prints entries that compile',
	() => {
		const facts = path.join(folder, 'models.json');
		copyFileSync(FACTS, facts);

		const { status, stdout } = run(FIXTURE, '--write', '--facts', facts);
		const written = JSON.parse(readFileSync(facts, 'utf8')) as Model[];
		const carillon = written.find(({ id }) => id === 'p-carillon')!;
		const entries = stdout.slice(stdout.indexOf('import type'));

		expect(status).toBe(1);
		expect(carillon.parameters.find(({ name }) => name === 'rate')?.enum).toEqual(['source', 24, 30]);
		expect(entries).toContain("id: 'p-carillon',");
		expect(entries).toContain("description: 'Whether to repeat the end'");
		// Saved workflows have the value of a parameter that was required at the top.
		expect(entries).toMatch(/name: 'prompt',\s+type: 'string',\s+onTop: true,/);
		expect(compileErrors(entries)).toEqual([]);
		expect(compileErrors(entries.replace("type: 'boolean'", "type: 'yes'"))).not.toEqual([]);
		writeFileSync(path.join(folder, 'pasted.ts'), entries);
		const prettier = path.join(root, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
		const config = path.join(root, '.prettierrc.json');
		const check = [prettier, '--config', config, '--check', path.join(folder, 'pasted.ts')];
		expect(spawnSync(process.execPath, check).status).toBe(0);
	},
	COMMAND_LIMIT,
);

it.each([
	['no file', [], /Specify exactly one file/],
	['a missing file', ['nowhere.yaml'], /nowhere\.yaml/],
	['a file that is not an OpenAPI document', [path.join('test', 'p-api', 'README.md')], /./],
])(
	'exits with 2 for %s',
	(_, args, message) => {
		const { status, stdout, stderr } = run(...args);
		expect([status, stdout]).toEqual([2, '']);
		expect(stderr).toMatch(message);
	},
	COMMAND_LIMIT,
);

it(
	'explains in its help what it expects',
	() => {
		const { status, stdout } = run('--help');
		expect(status).toBe(0);
		expect(stdout).toMatch(/header "Model"[^]*oneOf[^]*x-rate-limit/);
	},
	COMMAND_LIMIT,
);
