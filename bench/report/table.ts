// Renders a table for the terminal or as Markdown.

export interface Table {
	title: string;
	/** What a reader must know to understand it. */
	note?: string;
	columns: string[];
	rows: string[][];
}

const isNumber = (cell: string) => /^[-+]?[\d.]/.test(cell);

export function terminalTable({ title, columns, rows }: Table): string {
	const widths = columns.map((column, index) =>
		Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)),
	);
	const line = (cells: string[]) =>
		cells
			.map((cell, index) => (index > 0 ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!)))
			.join('  ')
			.trimEnd();
	return [
		`\n${title}`,
		line(columns),
		line(widths.map((width) => '-'.repeat(width))),
		...rows.map(line),
	].join('\n');
}

export function markdownTable({ title, note, columns, rows }: Table): string {
	const rightAligned = columns.map((_, index) => index > 0 && rows.some((row) => isNumber(row[index] ?? '')));
	const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	const rule = rightAligned.map((right) => (right ? '---:' : '---'));
	return [`### ${title}`, '', ...(note ? [note, ''] : []), line(columns), line(rule), ...rows.map(line)].join(
		'\n',
	);
}
