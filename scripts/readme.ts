// The parts of README.md that are made from elsewhere, between marks such as <!-- models --> and <!-- /models -->.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../nodes/Pruna/models/types';
import { modelsTable } from './models-page';

/** The README with its made parts as they ought to be. @throws Error when a mark is missing */
export function filledReadme(readme: string, models: readonly Model[]): string {
	const compatibility = readFileSync(join(__dirname, '..', 'docs', 'parts', 'compatibility.md'), 'utf8');
	// The first line of that file says how it is made, which is no news to the README's reader.
	const parts = {
		models: modelsTable(models, 'docs/models.md'),
		compatibility: compatibility.replace(/^<!--.*-->\n/, '').trim(),
	};
	return Object.entries(parts).reduce((text, [name, part]) => fill(text, name, part), readme);
}

function fill(text: string, name: string, part: string): string {
	const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
	const from = text.indexOf(begin);
	const to = text.indexOf(end, from);
	if (from < 0 || to < 0) throw new Error(`README.md has no part “${name}”`);
	return `${text.slice(0, from + begin.length)}\n${part}\n${text.slice(to)}`;
}
