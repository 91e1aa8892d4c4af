// Fills the generated parts of pages written by hand, between marks such as <!-- models --> and <!-- /models -->.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../nodes/Pruna/models/types';
import { modelsTable } from './models-page';

/** @returns README.md with its table of models up to date. @throws Error when a mark is missing */
export function filledReadme(readme: string, models: readonly Model[]): string {
	return fill(readme, 'models', modelsTable(models, 'docs/models.md'));
}

/** @returns docs/compatibility.md with its table of n8n releases up to date. @throws Error when a mark is missing */
export function filledCompatibility(page: string): string {
	const part = readFileSync(join(__dirname, '..', 'docs', 'parts', 'compatibility.md'), 'utf8');
	// The first line tells maintainers how that file is made.
	return fill(page, 'compatibility', part.replace(/^<!--.*-->\n/, '').trim());
}

function fill(text: string, name: string, part: string): string {
	const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
	const from = text.indexOf(begin);
	const to = text.indexOf(end, from);
	if (from < 0 || to < 0) throw new Error(`The page has no part “${name}”`);
	return `${text.slice(0, from + begin.length)}\n${part}\n${text.slice(to)}`;
}
