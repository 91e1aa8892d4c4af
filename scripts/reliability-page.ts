// Makes docs/reliability.md from the tables of the fault matrix, so that the page says exactly what test/faults tests.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TABLES } from '../test/faults/tables';
import { MAYBE_CHARGED } from '../test/faults/texts';
import type { FaultCase, FaultTable, Step } from '../test/faults/types';

const INTRODUCTION = `# Reliability

<!-- Made by \`npm run docs\` from test/faults and docs/parts. Do not edit. -->

Can you trust this node with a batch that runs overnight, unattended? It is built so that no failure between it and Pruna makes you pay twice, loses a job
that you have paid for, or takes the other items down with it. This page lists what can go wrong, what the node does about it, and the message that you find
in the morning. If n8n itself died during the night, go to [When a worker dies](#when-a-worker-dies).

Each row is a test. Three items run through n8n's own engine, over real sockets, against [a stand-in for Pruna's API](../test/p-api/README.md) that fails for
the second item in the given way. In every row, the test also checks that

- **the other two items are delivered**, each with its own file (unless the whole API is unreachable, which affects all items);
- **no job is paid for twice**: the test counts the submits that the stand-in accepted;
- **the ID is kept**: once Pruna has returned an ID, it is in the failed item's \`details.id\`, and Prediction → Get Result can use it to download the result once the fault is over;
- **the key stays home**: it is sent to no other server, and nothing that n8n stores contains it;
- **the message is readable**: no \`[object Object]\`, no HTML, no stack trace.

“Retries” means that the node repeats the request, after growing pauses or after the time that the API asks for, until the item's [time is up](options.md#execution).
It stops earlier in two cases: after 20 seconds when the host is unreachable and nothing has been submitted, and after the third attempt when the file arrives
empty. Every fault that is retried is tested twice. If it is over after the first request, the item is delivered. If it never ends, you read the message in the
table. The messages are quoted word for word; only host names and numbers vary. Where there is no message, the item is delivered.

To run the test of one row, name its step and fault: \`npx jest test/faults -t "submit: 504"\`.`;

/** Longest quote of the API that the page shows, in characters; a longer one is cut. */
const MAX_QUOTE = 120;

/** Escapes text for a cell of a Markdown table, except for code in backticks. */
function cell(text: string): string {
	const escape = (piece: string) => piece.replace(/([*<>_[\]\\])/g, '\\$1');
	const pieces = text.split(/(`[^`]*`)/).map((piece) => (piece.startsWith('`') ? piece : escape(piece)));
	return pieces.join('').replace(/\|/g, '\\|').replace(/\s+/g, ' ');
}

function message({ reads, ends, codes = ['ECONNRESET'] }: FaultCase): string {
	if (reads === undefined) return '';
	// Examples for the parts of a text that vary.
	const filled = reads.map((text) =>
		text
			.replaceAll('{host}', 'api.pruna.ai')
			.replaceAll('{code}', codes[0]!)
			.replaceAll('{seconds}', ends === 'fails' ? '1' : '300'),
	);
	const [title, description] = [filled[0], filled.slice(1).join(' ')].map((text = '') =>
		text.replace(/“([^”]*)”/g, (whole, words: string) =>
			words.length > MAX_QUOTE ? `“${words.slice(0, MAX_QUOTE)} …”` : whole,
		),
	);
	return `**${cell(title ?? '')}.** ${cell(description ?? '')}`;
}

/** Whether nobody knows if Pruna accepted the submit. The item's message says so. */
function isInDoubt(step: Step, { reads }: FaultCase): boolean {
	return step === 'submit' && reads?.includes(MAYBE_CHARGED) === true;
}

function handling(step: Step, fault: FaultCase): string {
	const { ends, does } = fault;
	if (does !== undefined) return does;
	if (ends === 'delivered') return 'carries on and delivers the item';
	if (ends === 'passes') {
		return step === 'submit' ? 'retries: Pruna definitely did not accept the job' : 'retries';
	}
	return isInDoubt(step, fault) ? 'fails the item without submitting it again' : 'fails the item immediately';
}

/** How many jobs of the item Pruna has accepted, and so bills, at most. */
function billedJobs(step: Step, fault: FaultCase): string {
	const isPaid = step === 'status' || step === 'delivery' || fault.hasId;
	if (isPaid || fault.ends === 'delivered') return '1';
	if (fault.ends === 'passes') return '1 if a retry succeeds, otherwise 0';
	return isInDoubt(step, fault) ? '0 or 1' : '0';
}

function row(step: Step, fault: FaultCase): string {
	const cells = [
		cell(fault.fault),
		handling(step, fault),
		billedJobs(step, fault),
		message(fault),
		`[${step}.ts](../test/faults/${step}.ts)`,
	];
	return `| ${cells.join(' | ')} |`;
}

function section({ step, title, about, rows }: FaultTable): string {
	const head = ['Fault', 'Handling', 'Jobs billed', 'Message', 'Test'];
	const table = [head, head.map(() => '---')].map((cells) => `| ${cells.join(' | ')} |`);
	return `## ${title}\n\n${about}\n\n${[...table, ...rows.map((fault) => row(step, fault))].join('\n')}`;
}

/** A handwritten part under its heading; empty if the file does not exist. */
function part(title: string, file: string): string[] {
	const path = join(__dirname, '..', 'docs', 'parts', file);
	return existsSync(path) ? [`## ${title}\n\n${readFileSync(path, 'utf8').trim()}`] : [];
}

/** The whole page, as Markdown. */
export function reliabilityPage(): string {
	const parts = [
		...part('When a worker dies', 'worker-killed.md'),
		...part('Mutation testing', 'mutation.md'),
	];
	return `${[INTRODUCTION, ...TABLES.map(section), ...parts].join('\n\n')}\n`;
}
