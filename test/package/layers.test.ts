/** The layers of nodes/Pruna: imports go downward, and the diagram in docs/architecture.md shows exactly the imports. */
import { execFile } from 'child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { dirname, join } from 'path';

const ROOT = join(__dirname, '..', '..');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');

interface Cruised {
	modules: Array<{ source: string; dependencies: Array<{ resolved: string }> }>;
	summary: { violations: Array<{ rule: { name: string } }> };
}

async function cruise(folder: string): Promise<Cruised> {
	const program = join(ROOT, 'node_modules', '.bin', 'depcruise');
	const node = join(ROOT, 'node_modules', '.bin', 'node');
	return await new Promise((resolve, reject) => {
		const output = ['--output-type', 'json', 'nodes'];
		execFile(
			node,
			[program, '--config', CONFIG, ...output],
			{ cwd: folder, maxBuffer: 2 ** 26 },
			(error, stdout) => {
				if (stdout === '') reject(error ?? new Error('dependency-cruiser printed nothing'));
				else resolve(JSON.parse(stdout) as Cruised);
			},
		);
	});
}

const layerOf = (file: string) => /^nodes\/Pruna\/([^/]+)\//.exec(file)?.[1];

it('docs/architecture.md draws the imports as they are', async () => {
	const { modules, summary } = await cruise(ROOT);
	const arrows = modules.flatMap(({ source, dependencies }) =>
		dependencies.map(({ resolved }) => [layerOf(source), layerOf(resolved)] as const),
	);
	const imports = arrows.flatMap(([from, to]) => (from && to && from !== to ? [`${from} --> ${to}`] : []));

	const page = await readFile(join(ROOT, 'docs', 'architecture.md'), 'utf8');
	const diagram = /```mermaid\n[^`]*?%% layers\n([^`]*)```/.exec(page)![1]!;
	const drawn = diagram.match(/^\s*\w+ --> \w+$/gm)!.map((line) => line.trim());

	expect(drawn.sort()).toEqual([...new Set(imports)].sort());
	expect(summary.violations).toEqual([]);
});

it.each([
	[
		'an upward import',
		{ 'core/low.ts': "import '../api/high';", 'api/high.ts': '' },
		'core-imports-downward',
	],
	['a cycle of files', { 'api/a.ts': "import './b';", 'api/b.ts': "import './a';" }, 'no-cycle'],
	[
		'a cycle of types',
		{
			'api/a.ts': "import type { B } from './b';\nexport type A = B;",
			'api/b.ts': "import type { A } from './a';\nexport type B = A;",
		},
		'no-cycle',
	],
	[
		'a folder that is not a layer',
		{ 'core/a.ts': "import '../attic/b';", 'attic/b.ts': '' },
		'every-file-has-a-layer',
	],
])('%s is found', async (_, files, rule) => {
	const folder = await mkdtemp(join(tmpdir(), 'layers-'));
	await writeFile(join(folder, 'tsconfig.json'), '{}');
	for (const [name, text] of Object.entries(files)) {
		const file = join(folder, 'nodes', 'Pruna', name);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, text);
	}
	const { summary } = await cruise(folder);
	await rm(folder, { recursive: true });

	expect(summary.violations.map((violation) => violation.rule.name)).toContain(rule);
});
