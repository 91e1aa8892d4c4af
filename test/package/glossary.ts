import ts from 'typescript';

/** Words that the glossary in CONTRIBUTING.md rejects: the code spans of its last column. */
export function rejectedWords(contributing: string): string[] {
	const table = between(contributing, '<!-- glossary -->', '<!-- /glossary -->');
	const rows = table.split('\n').filter((line) => line.startsWith('|'));
	return rows.flatMap((row) => {
		const lastCell = row.split('|').at(-2) ?? '';
		return [...lastCell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
	});
}

/** The parts of a file that a person reads, each with its line, counted from 1. */
export interface Prose {
	line: number;
	text: string;
}

/** @returns what a person reads in the file; code, URLs and the glossary itself are left out */
export function proseOf(file: string, text: string): Prose[] {
	if (/\.[cm]?[jt]s$/.test(file)) return proseOfCode(file, text);
	if (file.endsWith('.json')) return proseOfJson(text);
	const withoutGlossary = text.replace(/<!-- glossary -->[^]*<!-- \/glossary -->/, blankLines);
	return lines(file.endsWith('.md') ? withoutGlossary.replace(/^```[^]*?^```/gm, blankLines) : text);
}

/** Comments, and literals with a space in them: a single word in quotes is a name or a value, not prose. */
function proseOfCode(file: string, text: string): Prose[] {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found = new Map<number, Prose>();
	const add = (position: number, prose: string) =>
		found.set(position, { line: source.getLineAndCharacterOfPosition(position).line + 1, text: prose });

	function visit(node: ts.Node): void {
		for (const { pos, end } of [
			...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
			...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
		]) {
			add(pos, text.slice(pos, end));
		}
		const isTemplate = ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
		const isProse = isTemplate || (ts.isStringLiteralLike(node) && /\S\s+\S/.test(node.text));
		if (isProse) add(node.getStart(), node.text);
		node.getChildren(source).forEach(visit);
	}
	visit(source);
	return [...found.values()];
}

function proseOfJson(text: string): Prose[] {
	return lines(text).flatMap(({ line, text: row }) =>
		[...row.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
			.map(([, value = '']) => ({ line, text: value.replaceAll('\\n', ' ') }))
			.filter(({ text: value }) => /\S\s+\S/.test(value)),
	);
}

const lines = (text: string): Prose[] =>
	text.split('\n').map((row, index) => ({ line: index + 1, text: row }));

const blankLines = (text: string) => text.replace(/[^\n]/g, '');

const between = (text: string, start: string, end: string) =>
	text.slice(text.indexOf(start) + start.length, text.indexOf(end));

/** @returns one sentence for each rejected word; what stands in backticks, a URL or an expression is code */
export function findRejected(prose: Prose[], rejected: string[]): string[] {
	const pattern = new RegExp(
		`(?<![\\w-])(${rejected.map((word) => word.replaceAll(' ', '\\s+')).join('|')})(?![\\w-])`,
		'gi',
	);
	return prose.flatMap(({ line, text }) => {
		const words = text.replace(
			/`[^`]*`|https?:\S+|\]\([^)]*\)|\{\{.*?\}\}|[\w./-]*\.(jpg|png|mp4|zip|ts|md)\b/g,
			' ',
		);
		return [...words.matchAll(pattern)].map(([word]) => `line ${line}: ${word}`);
	});
}
