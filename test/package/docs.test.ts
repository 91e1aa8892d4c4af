import { readFileSync } from 'fs';
import { join } from 'path';
import { catalog } from '../../nodes/Pruna/models/catalog';
import { filledCompatibility, filledReadme } from '../../scripts/marked-parts';
import { modelsPage } from '../../scripts/models-page';
import { reliabilityPage } from '../../scripts/reliability-page';

describe.each<[string, (written: string) => string]>([
	['docs/models.md', () => modelsPage(catalog)],
	['docs/reliability.md', () => reliabilityPage()],
	['docs/compatibility.md', (written) => filledCompatibility(written)],
	['README.md', (written) => filledReadme(written, catalog)],
])('%s', (name, page) => {
	it('is what `npm run docs` would write', () => {
		const written = readFileSync(join(__dirname, '..', '..', name), 'utf8');

		expect(written === page(written) ? 'up to date' : 'stale: run `npm run docs`').toBe('up to date');
	});
});
