// Presents the results: on the terminal and, for a full run, as bench/report.md with charts.
import fs from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { say } from '../../scripts/progress.cjs';
import { projectFolder } from '../../sandbox/folders';
import type { Results } from '../results';
import { memoryChart, wallChart } from './charts';
import { tables } from './content';
import { explanations, setup, whyNot } from './prose';
import { markdownTable, terminalTable, type Table } from './table';
import { verdicts } from './targets';

const reportFile = path.join(projectFolder, 'bench', 'report.md');
const charts = path.join(projectFolder, 'docs', 'images', 'bench');

function targetTable(results: Results): Table {
	return {
		title: 'Targets',
		columns: ['target', '', 'measured'],
		rows: verdicts(results).map(({ target, met, value }) => [
			target,
			met === undefined ? 'not run' : met ? 'met' : '**missed**',
			met === undefined ? '–' : value,
		]),
	};
}

export async function writeReport(results: Results, terminalOnly = false): Promise<void> {
	for (const table of [...tables(results), targetTable(results)])
		say(terminalTable(table).replaceAll('**', '  '));
	if (results.leftOut.length > 0) say(`\nLeft out: ${results.leftOut.join('; ')}.`);
	say(
		`\nTook ${results.seconds} s; load average ${results.load.before.toFixed(1)} before, ${results.load.after.toFixed(1)} after.`,
	);
	if (terminalOnly) return;

	// CommonJS can load an ES module only with import().
	const { toSvg } = await import('./svg.mjs');
	fs.mkdirSync(charts, { recursive: true });
	fs.writeFileSync(path.join(charts, 'wall-time.svg'), await toSvg(wallChart(results)));
	fs.writeFileSync(path.join(charts, 'memory.svg'), await toSvg(memoryChart(results)));

	const text = [
		'# Benchmark',
		'`npm run bench` writes this file and its charts; `npm run bench -- --quick` prints a small part in less than 90 seconds.',
		setup(results),
		'![Wall time by number of items](../docs/images/bench/wall-time.svg)',
		'![Memory by size of a video](../docs/images/bench/memory.svg)',
		'## Targets',
		markdownTable(targetTable(results)).split('\n').slice(2).join('\n'),
		explanations(verdicts(results).filter(({ met }) => met === false)),
		'## Numbers',
		...tables(results).map(markdownTable),
		...(results.leftOut.length > 0 ? [`**Left out of this run:** ${results.leftOut.join('; ')}.`] : []),
		'## Not run, and why',
		whyNot,
	].join('\n\n');
	const options = await resolveConfig(reportFile);
	fs.writeFileSync(reportFile, await format(text, { ...options, filepath: reportFile }));
	say(`\nWritten: ${path.relative(projectFolder, reportFile)}`);
}
