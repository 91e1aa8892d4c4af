/** Makes docs/parts/compatibility.md: which releases of n8n the engine tests run on, and what differs there. */
import differences from './differences.json';
import { isBefore, lines, type Line } from './lines';

const INTRODUCTION = `<!-- Made by \`npm run docs\` from test/versions. Do not edit. -->

Each row is a release of n8n. The tests of \`test/engine\` run on its engine, the n8n-core and n8n-workflow that it depends on: on the newest release with
\`npm test\`, on the others with \`npm run test:versions\`. A test that fails because of n8n is listed in \`test/versions/differences.json\` and has to fail.
`;

/** Tried by hand, because an engine that cannot load the node cannot run the tests. */
const TOO_OLD = [
	'1.84 and older',
	'1.83 and older',
	'loading the package (by hand)',
	'the node does not load',
	'n8n-workflow added `NodeConnectionTypes` in 1.83, which is in n8n 1.85',
];

function testsOf({ alias, withLong }: Line): string {
	if (!alias) return 'all tests, and n8n itself (`npm run test:e2e`)';
	return withLong ? 'all engine tests' : 'all engine tests except memory and Job Key';
}

function row(line: Line): string[] {
	const { n8n, core } = line;
	const notes = differences.flatMap(({ before }, index) => (isBefore(n8n, before) ? [`(${index + 1})`] : []));
	return [n8n, core, testsOf(line), notes.length === 0 ? 'works' : 'works, except as noted', notes.join(' ')];
}

/** The failing tests do not show this: where n8n does not support parking, the node waits as it always did. */
const PARKING = `_Free the Worker While Waiting_ parks the execution if n8n-workflow exports \`WAIT_FOR_SUB_EXECUTION\`. Of these releases, only 2.41.1 does. According to their packages, 2.41.0 and 2.39.3 do, too; 2.39.2, 2.40.0 and 2.40.1 do not. Elsewhere the node itself waits, and a hint says so. The engine tests cover both cases.`;

/** The engine tests have no data tables, which belong to the server. */
const JOB_KEY = `_Job Key_ and Prediction → Recover need n8n's data tables. With real ones, they were tested on 2.41.1 only. On 1.85.3 and 2.41.1, the engine tests use an imitation. According to n8n's release notes, data tables came with 1.113; no release between that and 2.41.1 was tested with them. Without data tables, the node rejects items with a key before it submits anything.`;

/** The whole page. */
export function compatibilityPage(): string {
	const head = ['n8n', 'n8n-core', 'Tests run', 'Result', 'Remarks'];
	const rows = [head, head.map(() => '---'), TOO_OLD, ...lines.map(row)];
	const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
	const notes = differences.map(
		({ before, reason }, index) => `(${index + 1}) Before n8n ${before}: ${reason}`,
	);
	return `${INTRODUCTION}\n${table}\n\n${notes.join('\n\n')}\n\n${PARKING}\n\n${JOB_KEY}\n`;
}
