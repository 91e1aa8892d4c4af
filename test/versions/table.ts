/** docs/parts/compatibility.md: which releases of n8n the engine tests run on, and what is different there. */
import differences from './differences.json';
import { isBefore, lines, type Line } from './lines';

const INTRODUCTION = `<!-- Made by \`npm run docs\` from test/versions. Do not edit. -->

Each row is a release of n8n whose engine (the n8n-core and n8n-workflow that the release asks for) runs the tests of \`test/engine\`: the newest one with
\`npm test\`, the others with \`npm run test:versions\`. A test that fails for a reason that lies in n8n is in \`test/versions/differences.json\`, and has to fail.
`;

/** Tried by hand: an engine that cannot load the node has no tests to run. */
const TOO_OLD = [
	'1.84 and older',
	'1.83 and older',
	'loading the package, by hand',
	'the node does not load',
	'n8n-workflow has `NodeConnectionTypes` only since 1.83, which is in n8n 1.85',
];

function testsOf({ alias, withLong }: Line): string {
	if (!alias) return 'all tests, and n8n itself (`npm run test:e2e`)';
	return withLong ? 'all engine tests' : 'all engine tests but those of memory and Job Key';
}

function row(line: Line): string[] {
	const { n8n, core } = line;
	const notes = differences.flatMap(({ before }, index) => (isBefore(n8n, before) ? [`(${index + 1})`] : []));
	return [
		n8n,
		core,
		testsOf(line),
		notes.length === 0 ? 'works' : 'works, with a difference',
		notes.join(' '),
	];
}

/** It does not follow from the tests that fail: where n8n has no means for it, the node waits as it always did. */
const PARKING = `_Free the Worker While Waiting_ parks where n8n-workflow has the export \`WAIT_FOR_SUB_EXECUTION\`: of these releases in 2.41.1. By their packages, 2.41.0 and 2.39.3 have it; 2.39.2, 2.40.0 and 2.40.1 do not. Elsewhere the node waits itself, and a hint says so; the engine tests run both.`;

/** The whole page. */
export function compatibilityPage(): string {
	const head = ['n8n', 'n8n-core', 'what was run', 'result', 'remarks'];
	const rows = [head, head.map(() => '---'), TOO_OLD, ...lines.map(row)];
	const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
	const notes = differences.map(
		({ before, reason }, index) => `(${index + 1}) Before n8n ${before}: ${reason}`,
	);
	return `${INTRODUCTION}\n${table}\n\n${notes.join('\n\n')}\n\n${PARKING}\n`;
}
