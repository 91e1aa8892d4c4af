// The page docs/reliability.md, made from the tables of the fault matrix, so that it says what test/faults has tested.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TABLES } from '../test/faults/tables';
import { MAYBE_CHARGED } from '../test/faults/texts';
import type { FaultCase, FaultTable, Step } from '../test/faults/types';

const INTRODUCTION = `# Reliability

<!-- Made by \`npm run docs\` from test/faults and docs/parts. Do not edit. -->

Why trust this node with a batch that runs at night, when nobody looks? Because nothing that goes wrong between it and Pruna may cost you twice, lose what you
have paid for, or take the other items with it. This page lists what can go wrong, what the node does then, and the text that you find in the morning. If
n8n itself died in the night, go to [When a worker dies](#when-a-worker-dies).

Each row is a test. Three items run through n8n's own engine, over real sockets, against [a stand-in for Pruna's API](../test/p-api/README.md) that breaks in the
given way for the second of them. Besides what the row says, the test checks in every row that

- **the other two items are delivered**, each with its own file (except where the whole API is out of reach, which hits all);
- **no job is bought twice**: the submits that the stand-in took are counted;
- **the ID is kept**: once Pruna has given one, it is in the failed item's \`details.id\`, and with it Prediction → Get Result fetches the job once the fault is over;
- **the key stays home**: it reaches no other server, and is in nothing that n8n stores;
- **the text is for people**: no \`[object Object]\`, no HTML, no stack.

“Asks again” means: with growing pauses, or after the time that the API asks for, until the item's [time is up](options.md#execution); a host that cannot be reached is given up
after 20 seconds where nothing has been bought yet, and a file without a byte after the third. Such faults are tested twice: over
after the first time, when the item is delivered, and without an end, when you read the text in the table. It stands there word for word; names of hosts
and numbers vary.

A row's test is called by its step and its fault: \`npx jest test/faults -t "submit: 504"\`.`;

/** Longest quotation of an answer that the page repeats. */
const MAX_QUOTE = 120;

/** Text that is safe inside a cell of a Markdown table; what is code stays as it is. */
function cell(text: string): string {
	const escape = (piece: string) => piece.replace(/([*<>_[\]\\])/g, '\\$1');
	const pieces = text.split(/(`[^`]*`)/).map((piece) => (piece.startsWith('`') ? piece : escape(piece)));
	return pieces.join('').replace(/\|/g, '\\|').replace(/\s+/g, ' ');
}

function reading({ reads, ends, codes = ['ECONNRESET'] }: FaultCase): string {
	if (reads === undefined) return '';
	// What stands for the parts of a text that vary.
	const filled = reads.map((text) =>
		text
			.replaceAll('{host}', 'api.pruna.ai')
			.replaceAll('{code}', codes[0]!)
			.replaceAll('{seconds}', ends === 'fails' ? '1' : '300'),
	);
	const [message, description] = [filled[0], filled.slice(1).join(' ')].map((text = '') =>
		text.replace(/“([^”]*)”/g, (whole, words: string) =>
			words.length > MAX_QUOTE ? `“${words.slice(0, MAX_QUOTE)} …”` : whole,
		),
	);
	return `**${cell(message ?? '')}.** ${cell(description ?? '')}`;
}

/** Nobody knows whether the submit was taken, which is what the item's text says then. */
function isInDoubt(step: Step, { reads }: FaultCase): boolean {
	return step === 'submit' && reads?.includes(MAYBE_CHARGED) === true;
}

function doing(step: Step, fault: FaultCase): string {
	const { ends, does } = fault;
	if (does !== undefined) return does;
	if (ends === 'delivered') return 'takes it as it is: the item is delivered';
	if (ends === 'passes') {
		return step === 'submit' ? 'submits again: Pruna has surely not taken it' : 'asks again';
	}
	return isInDoubt(step, fault) ? 'does not submit again, and ends the item' : 'ends the item at once';
}

/** How many jobs of the item Pruna has taken, and so bills, at the most. */
function bought(step: Step, fault: FaultCase): string {
	const isPaid = step === 'status' || step === 'delivery' || fault.hasId;
	if (isPaid || fault.ends === 'delivered') return '1';
	if (fault.ends === 'passes') return '1 when it passes, else 0';
	return isInDoubt(step, fault) ? '0 or 1' : '0';
}

function row(step: Step, fault: FaultCase): string {
	const cells = [
		cell(fault.fault),
		doing(step, fault),
		bought(step, fault),
		reading(fault),
		`[${step}.ts](../test/faults/${step}.ts)`,
	];
	return `| ${cells.join(' | ')} |`;
}

function section({ step, title, about, rows }: FaultTable): string {
	const head = ['Fault', 'What the node does', 'Jobs bought', 'What you read', 'Test'];
	const table = [head, head.map(() => '---')].map((cells) => `| ${cells.join(' | ')} |`);
	return `## ${title}\n\n${about}\n\n${[...table, ...rows.map((fault) => row(step, fault))].join('\n')}`;
}

/** A part that is written by hand, under its heading; nothing where it has not been written. */
function part(title: string, file: string): string[] {
	const path = join(__dirname, '..', 'docs', 'parts', file);
	return existsSync(path) ? [`## ${title}\n\n${readFileSync(path, 'utf8').trim()}`] : [];
}

/** The whole page, as Markdown. */
export function reliabilityPage(): string {
	const parts = [
		...part('When a worker dies', 'worker-killed.md'),
		...part('How much the tests would notice', 'mutation.md'),
	];
	return `${[INTRODUCTION, ...TABLES.map(section), ...parts].join('\n\n')}\n`;
}
